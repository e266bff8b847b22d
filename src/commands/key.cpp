// msa-milter key dns and check: what DNS should say, and says, of the keys that the rule files sign
// with, and whether a receiver accepts what they sign.
#include "base/text.h"
#include "command_line/command.h"
#include "commands/commands.h"
#include "commands/exit_status.h"
#include "commands/key_commands.h"
#include "commands/key_folders.h"
#include "commands/key_sight.h"
#include "commands/rule_keys.h"
#include "commands/rule_options.h"
#include "dkim/key_record.h"
#include "dns/unbound_resolver.h"
#include "referee/key_proof.h"
#include "rotation/key_folder.h"
#include "rotation/record_forms.h"

#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace msa {
namespace {

struct KeyOptions {
    RuleOptions rules;
    std::vector<std::string> resolver;
    bool wants_proof = false;
    std::string format = "zone";
};

constexpr std::chrono::seconds patience{10};  // for one answer of DNS
constexpr int widely_verified_bits = 2048;

Error no_key() {
    return {"the rules name no key that is not retired", ErrorKind::bad_config};
}

Result<std::vector<SiteKey>> keys_of(const RuleOptions& options) {
    const auto loaded = load_rule_keys(options);
    return loaded ? read_keys(*loaded) : loaded.error();
}

/// What DNS is to have: name and record.
using Records = std::vector<std::pair<std::string, std::string>>;

/// Of keys in folders that are to sign when DNS has them.
Result<void> add_waiting_keys(const RuleOptions& rules, Records& records) {
    const auto named = named_keys({.rules = rules, .folder = {}});
    if (!named) {
        return named.error();
    }
    for (const auto& folder : named->folders) {
        const auto keys = keys_in(folder.path);
        if (!keys) {
            return keys.error();
        }
        for (const auto& key : *keys) {
            if (key.life.state < KeyState::active) {
                records.emplace_back(key_record_name(key.selector, key.domain), key.life.record);
            }
        }
    }
    return {};
}

Result<Records> records_of(const RuleOptions& rules) {
    const auto keys = keys_of(rules);
    if (!keys) {
        return keys.error();
    }
    Records records;
    for (const auto& key : *keys) {
        records.emplace_back(key.name, key_record(key.key));
    }
    if (const auto added = add_waiting_keys(rules, records); !added) {
        return added.error();
    }
    return records.empty() ? Result<Records>(no_key()) : records;
}

int print_records(const KeyOptions& options) {
    const auto records = records_of(options.rules);
    if (!records) {
        return complain(records.error());
    }
    std::string lines;
    for (const auto& [name, record] : *records) {
        lines += options.format == "nsupdate" ? nsupdate_lines(name, record)
                 : options.format == "zone"
                     ? zone_line(name, record) + '\n'
                     : (lines.empty() ? "" : ",\n ") + json_line("publish", name, record);
    }
    std::cout << (options.format == "json" ? '[' + lines + "]\n" : lines);
    return exit_ok;
}

/// Why what the key signs does not verify; empty: it does.
Result<std::string> trouble_with(const SiteKey& key, const Resolver& resolver, bool wants_proof) {
    const auto seen =
        published_key(key.name, key.key, resolver, std::chrono::steady_clock::now() + patience);
    if (!seen) {
        return seen.error();
    }
    if (!wants_proof || !seen->trouble.empty()) {
        return seen->trouble;
    }
    const auto refused = referee_objection(*key.all, key.settings, seen->record);
    return refused && !refused->empty() ? "libopendkim refuses a signed probe: " + *refused
                                        : refused;
}

void warn_of_length(const SiteKey& key) {
    if (key.key.algorithm == KeyAlgorithm::rsa_sha256 && key.key.bits > widely_verified_bits) {
        std::cerr << key.name << ": an RSA key of " << key.key.bits
                  << " bits; some receivers verify up to 2048 only (RFC 6376, 3.3.3)\n";
    }
}

int compare(const KeyOptions& options) {
    const auto keys = keys_of(options.rules);
    if (!keys || keys->empty()) {
        return complain(keys ? no_key() : keys.error());
    }
    const auto resolver = make_unbound_resolver({.servers = options.resolver});
    if (!resolver) {
        return complain(resolver.error());
    }
    bool all_fit = true;
    bool all_told = true;
    for (const auto& key : *keys) {
        warn_of_length(key);
        const auto trouble = trouble_with(key, **resolver, options.wants_proof);
        if (!trouble) {
            std::cout << key.name << ": cannot tell: " << trouble.error().what << '\n';
            all_told = false;
        } else if (trouble->empty()) {
            std::cout << key.name << ": published, and fits " << key.settings.file
                      << (options.wants_proof ? "; libopendkim verifies a signed probe\n" : "\n");
        } else {
            std::cout << key.name << ": " << *trouble << " (" << key.settings.file << ")\n";
            all_fit = false;
        }
    }
    if (!all_fit) {
        std::cout << "`msa-milter key dns` prints what to publish.\n";
        return exit_findings;
    }
    return all_told ? exit_ok : exit_unavailable;
}

}  // namespace

void add_key_command(Command& app, int& status) {
    auto options = std::make_shared<KeyOptions>();
    auto* key = app.add_subcommand("key", "DKIM keys of the rule files, and DNS");
    key->require_subcommand(1);
    auto* dns = key->add_subcommand("dns", "Print the records to publish");
    add_file_options(*dns, options->rules);
    dns->add_option("--format", options->format, "How records are printed")
        ->one_of({"zone", "nsupdate", "json"})
        ->capture_default_str();
    dns->callback([options, &status] { status = print_records(*options); });
    auto* check = key->add_subcommand("check", "Compare the keys with what DNS publishes");
    add_file_options(*check, options->rules);
    check->add_option("--resolver", options->resolver,
                      "Recursive servers to ask, ADDRESS or ADDRESS@PORT; absent: those of "
                      "/etc/resolv.conf");
    check->add_flag("--prove", options->wants_proof,
                    "Sign a probe with each key, and have libopendkim verify it with the record "
                    "that DNS has");
    check->footer(
        "Exit status: 0 every signature will verify, 1 some will not, 69 DNS or the verifier "
        "cannot tell, 77 or 78 as `check`.");
    check->callback([options, &status] { status = compare(*options); });
    add_key_new_command(*key, status);
    add_key_list_command(*key, status);
    add_key_retire_command(*key, status);
    add_key_rotate_command(*key, status);
}

}  // namespace msa

// msa-milter key: what DNS should say, and says, of the keys that a rule file signs with.
#include "base/text.h"
#include "commands/commands.h"
#include "commands/exit_status.h"
#include "commands/privileges.h"
#include "commands/rule_options.h"
#include "commands/services.h"
#include "dkim/key_file.h"
#include "dkim/key_record.h"
#include "dns/unbound_resolver.h"

#include <chrono>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <CLI/CLI.hpp>

namespace msa {
namespace {

struct KeyOptions {
    std::string rules{"/etc/msa-milter/rules/submission.toml"};
    std::vector<std::string> resolver;
    std::optional<std::string> user;
};

/// A key of the rule file.
struct NamedKey {
    std::string name;  // of its record
    std::string file;
    PrivateKey key;
};

constexpr std::chrono::seconds patience{10};  // for one answer of DNS
constexpr std::size_t longest_string = 255;   // of a TXT record (RFC 1035, 3.3)

/// The rule file is loaded whole, as the daemon would; what it says of keys is kept, but for
/// retired ones.
Result<SigningSettings> signing_settings(const std::string& rules) {
    const auto now = std::chrono::system_clock::now();
    SigningSettings settings;
    auto services = rule_services();
    services.make_signer = [&settings, make = services.make_signer](const SigningSettings& named) {
        settings = named;
        return make(named);
    };
    const auto loaded = load_rules(rules, services, now);
    if (!loaded.rules) {
        for (const auto& each : loaded.diagnostics.sorted()) {
            std::cerr << loaded.diagnostics.block_of(each);
        }
        return Error{rules + ": the rule file is not valid", loaded.diagnostics.kind()};
    }
    std::erase_if(settings.keys,
                  [now](const auto& key) { return key.retire && *key.retire <= now; });
    if (settings.keys.empty()) {
        return Error{rules + ": the rule file names no key that is not retired",
                     ErrorKind::bad_config};
    }
    return settings;
}

Result<std::vector<NamedKey>> keys_of(const KeyOptions& options) {
    if (const auto became = look_as_daemon(options.user); !became) {
        return became.error();
    }
    const auto settings = signing_settings(options.rules);
    if (!settings) {
        return settings.error();
    }
    std::vector<NamedKey> keys;
    for (const auto& each : settings->keys) {
        auto key = load_private_key(each.file, {.minimum_rsa_bits = settings->minimum_rsa_bits,
                                                .require_safe = settings->require_safe_keys});
        if (!key) {
            return within(each.file, key.error());
        }
        keys.push_back({key_record_name(each.selector, each.domain), each.file, *std::move(key)});
    }
    return keys;
}

/// As a line of a zone file: strings of a TXT record are short.
std::string zone_line(const NamedKey& key) {
    std::string line = key.name + ". IN TXT (";
    const auto record = key_record(key.key);
    for (std::size_t at = 0; at < record.size(); at += longest_string) {
        line += " \"" + record.substr(at, longest_string) + '"';
    }
    return line + " )";
}

int print_records(const KeyOptions& options) {
    const auto keys = keys_of(options);
    if (!keys) {
        return complain(keys.error());
    }
    for (const auto& key : *keys) {
        std::cout << zone_line(key) << '\n';
    }
    return exit_ok;
}

/// Why a verifier does not find the key; empty: it does.
Result<std::string> trouble_with(const NamedKey& key, const Resolver& resolver) {
    const auto answer =
        resolver.ask(key.name, RecordType::txt, std::chrono::steady_clock::now() + patience);
    if (!answer) {
        return answer.error();
    }
    if (answer->kind != DnsAnswer::Kind::records) {
        return std::string(answer->kind == DnsAnswer::Kind::no_data
                               ? "the name has no TXT record"
                               : "the name does not exist in DNS");
    }
    if (answer->records.size() > 1) {
        return std::to_string(answer->records.size()) +
               " TXT records; which of them verifiers read is not defined";
    }
    const auto record = parse_key_record(answer->records.front().value);
    return record ? objection(*record, key.key) : "no key record: " + record.error().what;
}

int compare(const KeyOptions& options) {
    const auto keys = keys_of(options);
    if (!keys) {
        return complain(keys.error());
    }
    const auto resolver = make_unbound_resolver({.servers = options.resolver});
    if (!resolver) {
        return complain(resolver.error());
    }
    bool all_fit = true;
    bool all_told = true;
    for (const auto& key : *keys) {
        const auto trouble = trouble_with(key, **resolver);
        if (!trouble) {
            std::cout << key.name << ": cannot tell: " << trouble.error().what << '\n';
            all_told = false;
        } else if (trouble->empty()) {
            std::cout << key.name << ": published, and fits " << key.file << '\n';
        } else {
            std::cout << key.name << ": " << *trouble << " (" << key.file << ")\n";
            all_fit = false;
        }
    }
    if (!all_fit) {
        std::cout << "`msa-milter key dns` prints what to publish.\n";
        return exit_findings;
    }
    return all_told ? exit_ok : exit_unavailable;
}

void add_options(CLI::App& command, KeyOptions& options) {
    command.add_option("--rules", options.rules, "Rule file")->capture_default_str();
    command.add_option("--user", options.user,
                       "As whom root looks at keys and tables; absent: msa-milter, if it exists");
}

}  // namespace

void add_key_command(CLI::App& app, int& status) {
    auto options = std::make_shared<KeyOptions>();
    auto* key = app.add_subcommand("key", "DKIM keys of the rule file, and DNS");
    key->require_subcommand(1);
    auto* dns = key->add_subcommand("dns", "Print what is to be published, for a zone file");
    add_options(*dns, *options);
    dns->callback([options, &status] { status = print_records(*options); });
    auto* check = key->add_subcommand("check", "Compare the keys with what DNS publishes");
    add_options(*check, *options);
    check->add_option("--resolver", options->resolver,
                      "Recursive servers to ask, ADDRESS or ADDRESS@PORT; absent: those of "
                      "/etc/resolv.conf");
    check->footer(
        "Exit status: 0 every signature will verify, 1 some will not, 69 DNS cannot "
        "tell, 77 or 78 as `check` has them.");
    check->callback([options, &status] { status = compare(*options); });
}

}  // namespace msa

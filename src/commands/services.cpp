#include "commands/services.h"

#include "base/file.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "crypto/kept_keys.h"
#include "dkim/dkim_signer.h"
#include "dkim/key_record.h"
#include "referee/key_prover.h"
#include "review/findings.h"
#include "rotation/key_folder.h"
#include "tables/all_tables.h"
#include "tables/open_table.h"

#include <map>
#include <memory>
#include <string>
#include <utility>

namespace msa {

namespace {

Error writable(const std::string& path) {
    return {path + ": everybody may write to it", ErrorKind::no_permission};
}

Result<std::string> read_config(const std::string& path) {
    auto text = read_settled_file(path, max_config_file);
    if (const auto open = open_to_everybody(path); text && !open.empty()) {
        return writable(open);
    }
    return text;
}

/// Of a folder: those that sign.
Result<std::vector<SigningKeySettings>> active_keys(const std::string& folder) {
    const auto keys = keys_in(folder);
    if (!keys) {
        return keys.error();
    }
    std::vector<SigningKeySettings> active;
    for (const auto& key : *keys) {
        if (key.life.state == KeyState::active) {
            active.push_back({.domain = key.domain,
                              .selector = key.selector,
                              .file = key.file,
                              .author_domains = {key.domain},
                              .activate = std::nullopt,
                              .retire = std::nullopt});
        }
    }
    return active;
}

/// Of keys that were just read.
std::shared_ptr<const RecordsOfKeys> records_of(const SigningSettings& settings,
                                                const KeyReader& read) {
    std::map<std::string, std::shared_ptr<const std::string>> by_file;
    auto records = std::make_shared<RecordsOfKeys>();
    for (const auto& key : settings.keys) {
        auto& record = by_file[key.file];
        if (!record) {
            const auto half = read(key.file, {.minimum_rsa_bits = settings.minimum_rsa_bits,
                                              .require_safe = settings.require_safe_keys});
            record = std::make_shared<const std::string>(half ? key_record(*half) : "");
        }
        (*records)[key_record_name(key.selector, key.domain)] = record;
    }
    return records;
}

}  // namespace

RuleServices rule_services(OpenTables* opened) {
    return {
        .read_file = read_config,
        .open_table =
            [opened](const TableSettings& settings) -> Result<std::shared_ptr<const Table>> {
            const auto path = settings.path();
            if (const auto open = open_to_everybody(path); !path.empty() && !open.empty()) {
                return Error{"table " + settings.name + ": " + writable(open).what,
                             ErrorKind::no_permission};
            }
            auto table = open_table(settings);
            if (!table) {
                return table.error();
            }
            if (opened != nullptr) {
                opened->push_back(*table);
            }
            return std::shared_ptr<const Table>(*std::move(table));
        },
        .make_signer = [read = read_once()](
                           const SigningSettings& named) { return make_dkim_signer(named, read); },
        .sha256 = [](std::string_view octets) { return hex(sha256(octets)); },
        .table_kinds = &all_tables(),
        .review = review,
        .list_keys = active_keys};
}

void add_key_proofs(RuleServices& services, SampleTaker* taker) {
    const auto read = read_once();
    services.make_signer =
        [read, taker](const SigningSettings& named) -> Result<std::unique_ptr<const Signer>> {
        auto signer = make_dkim_signer(named, read);
        if (!signer || taker == nullptr || named.verify_sample == 0) {
            return signer;
        }
        return sampled(*std::move(signer), named.verify_sample, *taker, records_of(named, read));
    };
    services.prove_key = [prover = std::make_shared<KeyProver>(read)](
                             const SigningSettings& named, const SigningKeySettings& key) {
        return prover->objection(named, key);
    };
}

LoadedSettings load_settings(const std::optional<std::string>& file) {
    const std::string path = file.value_or(default_config);
    if (!file && !may_exist(path)) {
        return {.settings = DaemonSettings(), .diagnostics = Diagnostics(path, {})};
    }
    return load_daemon_settings(path, read_config);
}

}  // namespace msa

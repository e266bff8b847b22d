#include "commands/loaded_inputs.h"

#include <algorithm>
#include <utility>

namespace msa {
namespace {

constexpr int attempts = 3;

using Opened = Result<std::shared_ptr<const Table>>;

/// Until what was read is what has the fingerprint: somebody may write the file meanwhile.
Opened opened_as_printed(const TableSettings& settings, const RuleServices& services,
                         TableFingerprint& print) {
    for (int i = 0;; ++i) {
        const auto before = state_of(settings.path());
        if (settings.doubts) {
            settings.doubts->clear();
        }
        auto table = services.open_table(settings);
        print = table ? fingerprint(settings) : TableFingerprint{};
        const bool is_as_read = settings.kept != TableSettings::Kept::in_text || !print.state ||
                                (before && *before == *print.state);
        if (!table || is_as_read) {
            return table;
        }
        if (i == attempts) {
            print = {.why_none = "changing"};
            return table;
        }
    }
}

void add(std::vector<LoadedInputs::NamedTable>& tables, LoadedInputs::NamedTable table) {
    const bool is_there = std::any_of(tables.begin(), tables.end(), [&table](const auto& each) {
        return each.rules == table.rules && each.settings.name == table.settings.name;
    });
    if (!is_there) {
        tables.push_back(std::move(table));
    }
}

}  // namespace

RuleServices watched_services(OpenTables& opened, LoadedInputs& inputs, SampleTaker* taker,
                              const std::vector<LoadedInputs::Text>& texts) {
    auto services = rule_services(&opened);
    services.read_file = [read = services.read_file, texts](const std::string& path) {
        const auto known = std::find_if(texts.begin(), texts.end(),
                                        [&path](const auto& each) { return each.file == path; });
        return known == texts.end() ? read(path) : Result<std::string>(known->octets);
    };
    auto watched = services;
    add_key_proofs(watched, taker);
    watched.read_file = [services, &inputs](const std::string& path) {
        auto text = services.read_file(path);
        if (text) {
            inputs.texts.push_back({path, *text});
        }
        return text;
    };
    watched.open_table = [services, &inputs](const TableSettings& settings) {
        TableFingerprint print;
        auto table = opened_as_printed(settings, services, print);
        if (table) {
            const auto rules = inputs.texts.empty() ? std::string() : inputs.texts.back().file;
            add(inputs.tables, {rules, settings, print});
        }
        return table;
    };
    return watched;
}

}  // namespace msa

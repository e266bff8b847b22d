// Rules for recorded transactions, see recorded_rules.h.
#include "commands/recorded_rules.h"

#include "commands/rule_options.h"
#include "commands/services.h"
#include "config/rule_files.h"
#include "workbench/naming_signer.h"

#include <stdexcept>
#include <utility>

namespace msa {
namespace {

using OpenedTable = Result<std::shared_ptr<const Table>>;

RuleServices services_for(RecordedAnswers& answers, Evidence* evidence = nullptr) {
    auto services = rule_services();
    services.open_table = [open = services.open_table, &answers,
                           evidence](const TableSettings& settings) -> OpenedTable {
        auto table = OpenedTable(nullptr);
        if (!settings.is_in_rules()) {
            table = answers.table(settings.name);
        } else if (table = open(settings); table) {
            table = answers.written_down(settings.name, *std::move(table));
        }
        return table && evidence != nullptr ? watched(settings.name, *std::move(table), *evidence)
                                            : std::move(table);
    };
    services.make_signer = [](const SigningSettings& settings) {
        return Result<std::unique_ptr<const Signer>>(naming_signer(settings));
    };
    return services;
}

}  // namespace

Result<RecordedRules> RecordedRules::read(std::vector<std::string> paths) {
    return read(std::move(paths), rule_services().read_file);
}

Result<RecordedRules> RecordedRules::of_text(const std::string& name, std::string text) {
    return read({name}, [text = std::move(text)](const std::string& /*path*/) {
        return Result<std::string>(text);
    });
}

Result<RecordedRules> RecordedRules::read(std::vector<std::string> paths,
                                          const ReadFile& read_file) {
    RecordedRules rules;
    rules.now_ = std::chrono::system_clock::now();
    RecordedAnswers answers;
    auto services = services_for(answers);
    services.read_file = [&rules, &read_file](const std::string& path) {
        auto text = read_file(path);
        if (text) {
            rules.texts_[path] = *text;
        }
        return text;
    };
    services.open_table = [&rules, open = services.open_table](const TableSettings& settings) {
        if (!settings.is_in_rules()) {
            rules.tables_.emplace(settings.name, settings);
        }
        return open(settings);
    };
    const auto loaded = valid_rule_files(paths, services, rules.now_);
    if (!loaded) {
        return loaded.error();
    }
    for (const auto& file : *loaded) {
        rules.hashes_.push_back(file.rules->hash);
    }
    rules.paths_ = std::move(paths);
    return rules;
}

std::shared_ptr<const RuleSets> RecordedRules::load(RecordedAnswers& answers,
                                                    Evidence* evidence) const {
    auto services = services_for(answers, evidence);
    services.read_file = [this](const std::string& path) -> Result<std::string> {
        const auto text = texts_.find(path);
        return text == texts_.end() ? Result<std::string>(Error{path + ": was not read"})
                                    : text->second;
    };
    auto loaded = load_rule_files(paths_, services, now_);
    if (!loaded.rules) {
        throw std::logic_error("rules that were valid no longer are");
    }
    return loaded.rules;
}

}  // namespace msa

#include "commands/candidate_rules.h"

#include "base/file.h"
#include "policy/candidate.h"
#include "tables/spared_table.h"

#include <algorithm>
#include <exception>
#include <iterator>
#include <utility>

namespace msa {
namespace {

using Opened = Result<std::shared_ptr<const Table>>;

Opened shared_or_opened(TableSettings settings, const OpenTables& in_force,
                        const RuleServices& services) {
    const auto same = std::find_if(in_force.begin(), in_force.end(), [&settings](const auto& each) {
        return each->is_opened_for(settings);
    });
    if (same != in_force.end()) {
        return std::shared_ptr<const Table>(*same);
    }
    settings.deadline = std::min(settings.deadline, candidate_patience);
    auto table = services.open_table(settings);
    return table ? Opened(std::make_shared<const SparedTable>(*std::move(table)))
                 : std::move(table);
}

void add_errors(const LoadedRules& file, std::vector<std::string>& errors) {
    for (const auto& each : file.diagnostics.sorted()) {
        if (each.severity == Diagnostic::Severity::error) {
            errors.push_back(file.diagnostics.line_of(each));
        }
    }
}

}  // namespace

CandidateRules load_candidate(std::vector<std::string> paths, const OpenTables& in_force,
                              std::chrono::system_clock::time_point now) {
    CandidateRules candidate{.paths = std::move(paths)};
    std::copy_if(candidate.paths.begin(), candidate.paths.end(),
                 std::back_inserter(candidate.absent),
                 [](const std::string& path) { return !may_exist(path); });
    if (candidate.paths.empty() || !candidate.absent.empty()) {
        return candidate;
    }
    const auto services = rule_services();
    auto own = services;
    own.read_file = [&](const std::string& path) {
        auto text = services.read_file(path);
        if (text) {
            candidate.texts.push_back({path, *text});
        }
        return text;
    };
    own.open_table = [&](const TableSettings& settings) {
        return shared_or_opened(settings, in_force, services);
    };
    try {
        candidate.loaded = load_rule_files(candidate.paths, own, now);
        for (const auto& file : candidate.loaded.files) {
            add_errors(file, candidate.errors);
        }
    } catch (const std::exception& error) {  // it must not stop the rules themselves
        candidate.loaded = {};
        candidate.errors.emplace_back(error.what());
    }
    return candidate;
}

}  // namespace msa

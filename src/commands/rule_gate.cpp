#include "commands/rule_gate.h"

#include "base/text.h"
#include "commands/services.h"
#include "spf/sender_policy.h"
#include "workbench/rule_test.h"

namespace msa {
namespace {

constexpr std::string_view ending = ".toml";

void add_errors(const Diagnostics& diagnostics, std::vector<std::string>& failing) {
    for (const auto& each : diagnostics.sorted()) {
        if (each.severity == Diagnostic::Severity::error) {
            failing.push_back(diagnostics.line_of(each));
        }
    }
}

void run_tests_of(const LoadedRules& rules, std::vector<std::string>& failing) {
    const auto services = rule_services();
    const auto path = tests_beside(rules.rules->file);
    auto tests = load_test_file(path, services.read_file);
    if (!tests.tests) {
        add_errors(tests.diagnostics, failing);
        return;
    }
    RuleTester tester(path, *std::move(tests.tests),
                      {.rules = services, .make_sender_policy = make_sender_policy});
    const auto& tested = tester.loaded();
    if (!tested.rules) {
        add_errors(tested.diagnostics, failing);
        return;
    }
    if (tested.rules->hash != rules.rules->hash) {
        failing.push_back(path + ": its tests are about " + tested.rules->file +
                          ", which is not what was loaded from " + rules.rules->file);
        return;
    }
    for (const auto& result : tester.run("")) {
        for (const auto& failure : result.failures) {
            failing.push_back(result.file + ':' + std::to_string(result.place.line) + ": test \"" +
                              printable(result.title) + "\" fails: " + printable(failure, 1000));
        }
    }
}

}  // namespace

std::string tests_beside(const std::string& rule_file) {
    const bool is_toml = rule_file.ends_with(ending);
    return rule_file.substr(0, rule_file.size() - (is_toml ? ending.size() : 0)) + ".test.toml";
}

std::vector<std::string> failing_tests(const std::vector<LoadedRules>& files) {
    std::vector<std::string> failing;
    for (const auto& file : files) {
        run_tests_of(file, failing);
    }
    return failing;
}

}  // namespace msa

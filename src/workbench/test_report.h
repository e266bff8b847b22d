// Results of tests, for people and for those who read them by program.
#pragma once

#include "workbench/rule_test.h"

#include <string>
#include <vector>

namespace msa {

enum class TestFormat {
    text,
    tap,     // Test Anything Protocol, version 14
    junit,   // XML, as Ant's JUnit task writes it
    github,  // annotations of a workflow
};

/// Without coverage.
[[nodiscard]] std::string test_report(const std::vector<TestResult>& results, TestFormat format);

/// `N passed, N failed`, alone on its line.
[[nodiscard]] std::string test_summary(const std::vector<TestResult>& results);

}  // namespace msa

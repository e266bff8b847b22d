// What a test expects, against what came out: the differences, each in words.
#pragma once

#include "config/test_file.h"
#include "workbench/explanation.h"

#include <set>
#include <string>
#include <vector>

namespace msa {

/// What differs, a line each.
class Comparison {
public:
    /// An empty expectation is none.
    void equal(const std::string& what, const std::string& expected, const std::string& got);
    void begins(const std::string& what, const std::string& expected, const std::string& got);
    void contains(const std::string& what, const std::vector<std::string>& expected,
                  const std::set<std::string>& got);
    /// Each is what something begins with, without regard to case.
    void has_prefixes(const std::string& what, const std::vector<std::string>& expected,
                      const std::set<std::string>& got);
    void same(const std::string& what, const std::vector<std::string>& expected,
              const std::set<std::string>& got);
    void differ(const std::string& what, const std::string& expected, const std::string& got);
    /// `WHAT: expected ..., got ...`
    [[nodiscard]] const std::vector<std::string>& failures() const { return failures_; }

private:
    std::vector<std::string> failures_;
};

/// What became of a message, against what should have.
[[nodiscard]] std::vector<std::string> differences(const Expectation& expected,
                                                   const Explanation& explanation);

}  // namespace msa

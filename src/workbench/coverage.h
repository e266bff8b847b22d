// Which parts of a rule file its tests have reached, and in which direction.
#pragma once

#include "workbench/explanation.h"

#include <cstddef>
#include <map>
#include <string>
#include <vector>

namespace msa {

class Coverage {
public:
    /// What there is to reach: rules, exceptions and delegations that the file writes down. Rules
    /// that are off are left out. Of those in `silent` no case is wanted in which they find
    /// something; what names no rule there, or finds something, is a gap at `place`.
    void expect(const RuleSet& rules, const std::vector<std::string>& silent = {},
                const std::string& place = {});
    void add(const Explanation& explanation);
    void add(const Right& right);

    struct Gap {
        std::string where;  // FILE:LINE
        std::string what;   // `require_tls: no case that it finds something in`
    };
    /// In the order of the file.
    [[nodiscard]] std::vector<Gap> gaps() const;
    /// Directions that were reached, and all of them.
    [[nodiscard]] std::size_t reached() const;
    [[nodiscard]] std::size_t all() const;

private:
    struct Part {
        std::string where;
        std::string name;
        std::map<std::string, bool> directions{};  // in words, whether reached
    };
    void reach(const std::string& part, const std::string& direction);
    void meet(const std::string& part);

    std::map<std::string, Part> parts_;  // by kind and id
    std::vector<std::string> order_;
};

}  // namespace msa

// What rules of one transaction found nothing in, so that other rules which ask the same need not
// ask it again.
#pragma once

#include "policy/rule_set.h"

#include <array>
#include <vector>

namespace msa {

class QuietRules {
public:
    /// For as many rules. Those that are added must outlive this.
    explicit QuietRules(std::size_t most);

    /// Its check found nothing at this stage in the message as it came, and looked at nothing else.
    void add(Stage stage, const Rule& rule);
    /// Whether one of them has the same check with the same options; its condition and action may
    /// be others. Fast where rules are asked about in the order in which they were added.
    [[nodiscard]] bool covers(Stage stage, const Rule& rule) const;

private:
    struct Stretch {
        std::vector<const Rule*> rules;
        mutable std::size_t next = 0;  // behind the last that was found
    };
    std::array<Stretch, 4> stages_;  // by Stage
};

}  // namespace msa

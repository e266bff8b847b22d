// Whole messages of many logins under a rule file, without an MTA.
#pragma once

#include "fakes/submission.h"
#include "submission/limit_store.h"

#include <cstddef>
#include <memory>
#include <string>

namespace msa::bench {

constexpr std::size_t logins = 1000;
constexpr std::size_t friends = 20;  // whom each writes to again and again

[[nodiscard]] inline std::string login(std::size_t number) {
    return "somebody" + std::to_string(number) + "@example.org";
}

class Site {
public:
    /// Throws where the rules are not valid.
    explicit Site(const std::string& rules);

    /// The message of that number: MAIL, one recipient, header and end. Null: no limits. Throws
    /// where it is refused.
    void submit(LimitStore* store, std::size_t number);

private:
    std::shared_ptr<const RuleSet> rules_;
    FakeClock clock_;
    FakeRandom random_;
    FakeAuditSink audit_;
    FakeRateCounter rates_;
    std::size_t found_ = 0;
};

}  // namespace msa::bench

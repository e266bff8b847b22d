// What limits should say, from the list of all that happened: nothing is folded, nothing forgotten.
#pragma once

#include "submission/limit_store.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace msa::wire {

class LimitModel {
public:
    /// `now`: microseconds since 1970.
    [[nodiscard]] std::vector<LimitAnswer> reserve(const std::string& transaction,
                                                   const std::vector<Charge>& charges,
                                                   std::int64_t now);
    void commit(const std::string& transaction);
    void give_back(const std::string& transaction);

private:
    struct Event {
        std::int64_t at = 0;
        std::string transaction{};  // empty: used up
        std::int64_t cost = 0;
        std::string member{};
    };
    using Events = std::vector<Event>;
    struct Verdict {
        LimitAnswer answer{};
        std::int64_t cost = 0;
    };

    [[nodiscard]] static Verdict judge(const Events& events, const std::string& transaction,
                                       const Charge& charge, std::int64_t now);
    [[nodiscard]] static Verdict judge_flow(const Events& events, const std::string& transaction,
                                            const Charge& charge, std::int64_t now);
    [[nodiscard]] static Verdict judge_distinct(const Events& events, const Charge& charge,
                                                std::int64_t now);
    [[nodiscard]] static Verdict judge_share(const Events& events, const Charge& charge,
                                             std::int64_t now);
    [[nodiscard]] static std::int64_t left(const Events& events, const Charge& charge,
                                           std::int64_t now);

    std::map<std::string, Events> all_;
};

}  // namespace msa::wire

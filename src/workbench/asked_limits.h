// What one recorded transaction charges limits under other rules, while these say yes.
#pragma once

#include "submission/heard_limits.h"
#include "submission/limit_store.h"
#include "submission/recorded_facts.h"

#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// Charges that were made at once, of limits that the record does not tell of.
struct LimitCall {
    std::vector<Charge> charges{};
    bool is_held_up = false;  // a limit that the record tells of refuses it: the others are asked
};

class AskedLimits final : public LimitStore {
public:
    /// What limits said then, they say again; it must outlive this.
    explicit AskedLimits(const std::vector<LimitFact>& heard);

    [[nodiscard]] Result<std::vector<LimitAnswer>> reserve(
        std::string_view transaction, const std::vector<Charge>& charges) override;
    void commit(std::string_view /*transaction*/) noexcept override {}
    void give_back(std::string_view /*transaction*/) noexcept override {}

    [[nodiscard]] const std::vector<LimitCall>& calls() const { return calls_; }

private:
    HeardLimits heard_;
    std::vector<LimitCall> calls_{};
    bool is_unheard_ = false;  // the charge at hand
};

/// What is only told to a limit, and answers nothing.
[[nodiscard]] bool is_noted(const Charge& charge);

}  // namespace msa

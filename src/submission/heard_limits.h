// Limits for rules that judge what others have judged: these were told something, which holds
// again.
#pragma once

#include "submission/limit_store.h"
#include "submission/recorded_facts.h"

#include <cstddef>
#include <cstdint>
#include <functional>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

class HeardLimits final : public LimitStore {
public:
    /// Whom to ask of a charge that `heard` does not tell of.
    using Unknown =
        std::function<Result<LimitAnswer>(std::string_view transaction, const Charge& charge)>;
    /// `heard`, null for nothing, must outlive this. `has_waited`: what was asked of a message then
    /// waited for its first recipient, and waits again.
    HeardLimits(const std::vector<LimitFact>* heard, Unknown unknown, bool has_waited = false)
        : heard_(heard), unknown_(std::move(unknown)), has_waited_(has_waited) {}

    [[nodiscard]] Result<std::vector<LimitAnswer>> reserve(
        std::string_view transaction, const std::vector<Charge>& charges) override;
    void commit(std::string_view /*transaction*/) noexcept override {}
    void give_back(std::string_view /*transaction*/) noexcept override {}
    [[nodiscard]] bool may_wait(const std::vector<Charge>& /*of_message*/) override {
        return has_waited_;
    }

private:
    [[nodiscard]] Result<LimitAnswer> answer(std::string_view transaction, const Charge& charge);

    const std::vector<LimitFact>* heard_;
    Unknown unknown_;
    bool has_waited_;
    std::map<std::string, std::uint64_t> used_{};  // how many answers, by key
};

}  // namespace msa

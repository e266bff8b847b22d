// What limits said, counted: by the rule, never by whom it is about.
#pragma once

#include "metrics/labelled_counts.h"
#include "submission/limit_store.h"

#include <string>
#include <string_view>
#include <vector>

namespace msa {

class MeasuredLimits final : public LimitStore {
public:
    /// `store` must outlive this.
    explicit MeasuredLimits(LimitStore& store) : store_(store) {}

    [[nodiscard]] Result<std::vector<LimitAnswer>> reserve(
        std::string_view transaction, const std::vector<Charge>& charges) override;
    void commit(std::string_view transaction) noexcept override { store_.commit(transaction); }
    void give_back(std::string_view transaction) noexcept override {
        store_.give_back(transaction);
    }
    [[nodiscard]] bool may_wait(const std::vector<Charge>& of_message) override {
        return store_.may_wait(of_message);
    }
    [[nodiscard]] Result<std::vector<LimitUse>> fullest(std::size_t most) override {
        return store_.fullest(most);
    }
    [[nodiscard]] Result<std::size_t> forget(const std::vector<Charge>& keys) override {
        return store_.forget(keys);
    }

    /// By the id of the rule, and decision: admitted, refused or cannot_tell.
    [[nodiscard]] const LabelledCounts& decisions() const { return decisions_; }

private:
    void count(const Charge& charge, const char* decision);

    LimitStore& store_;
    LabelledCounts decisions_;
};

}  // namespace msa

// A store of limits that remembers what it was asked for, and says yes.
#pragma once

#include "base/guarded.h"
#include "submission/limit_store.h"

#include <string>
#include <vector>

namespace msa {

class FakeLimitStore final : public LimitStore {
public:
    [[nodiscard]] Result<std::vector<LimitAnswer>> reserve(
        std::string_view transaction, const std::vector<Charge>& charges) override {
        calls_.with([&](auto& calls) {
            calls.push_back("reserve " + std::string(transaction));
            for (const auto& charge : charges) {
                calls.back() += ' ' + charge.key + ' ' + std::to_string(charge.quota.burst);
            }
        });
        return std::vector<LimitAnswer>(charges.size());
    }
    void commit(std::string_view transaction) noexcept override { note("commit ", transaction); }
    void give_back(std::string_view transaction) noexcept override {
        note("give_back ", transaction);
    }

    [[nodiscard]] std::vector<std::string> calls() const {
        return calls_.with([](const auto& calls) { return calls; });
    }

private:
    void note(std::string_view what, std::string_view transaction) {
        calls_.with(
            [&](auto& calls) { calls.push_back(std::string(what) + std::string(transaction)); });
    }

    Guarded<std::vector<std::string>> calls_;
};

}  // namespace msa

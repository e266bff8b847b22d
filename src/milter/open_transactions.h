// How many transactions are open, so that a stop can wait for them, and whether one may begin.
#pragma once

#include "base/guarded.h"

#include <optional>
#include <utility>

namespace msa {

class OpenTransactions {
public:
    /// Counts as one open transaction while it lives.
    class Ticket {
    public:
        explicit Ticket(OpenTransactions& owner) : owner_(&owner) {}
        Ticket(Ticket&& other) noexcept : owner_(std::exchange(other.owner_, nullptr)) {}
        Ticket& operator=(Ticket&& other) noexcept {
            std::swap(owner_, other.owner_);
            return *this;
        }
        Ticket(const Ticket&) = delete;
        Ticket& operator=(const Ticket&) = delete;
        ~Ticket() {
            if (owner_ != nullptr) {
                owner_->state_.with([](State& state) { --state.open; });
            }
        }

    private:
        OpenTransactions* owner_;
    };

    /// Absent where no transaction may begin any more.
    [[nodiscard]] std::optional<Ticket> begin() {
        const bool counted = state_.with([](State& state) {
            state.open += state.closing ? 0U : 1U;
            return !state.closing;
        });
        return counted ? std::optional<Ticket>(std::in_place, *this) : std::nullopt;
    }

    void begin_no_more() {
        state_.with([](State& state) { state.closing = true; });
    }
    [[nodiscard]] unsigned count() const {
        return state_.with([](const State& state) { return state.open; });
    }

private:
    struct State {
        unsigned open = 0;
        bool closing = false;
    };
    Guarded<State> state_;
};

}  // namespace msa

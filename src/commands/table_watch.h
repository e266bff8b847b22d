// Asks tables that could not tell whether they can again: where no mail comes, nobody else would.
#pragma once

#include "base/repeated.h"
#include "commands/rules_in_force.h"

#include <atomic>
#include <optional>

namespace msa {

class TableWatch {
public:
    /// `rules` must outlive this.
    explicit TableWatch(const RulesInForce& rules) : rules_(rules) {}
    TableWatch(const TableWatch&) = delete;
    TableWatch& operator=(const TableWatch&) = delete;

    /// Every few seconds from now on, what nobody has.
    void begin();
    /// No more; returns at once.
    void end();

private:
    void look() const;

    const RulesInForce& rules_;
    std::atomic<bool> is_over_ = false;
    std::optional<Repeated> looking_;  // the last member: its thread uses all others
};

}  // namespace msa

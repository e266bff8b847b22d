#include "commands/table_watch.h"

#include "commands/table_check.h"

#include <exception>

namespace msa {

void TableWatch::begin() {
    constexpr std::chrono::seconds interval{5};
    looking_.emplace(interval, [this] { look(); });
}

void TableWatch::end() {
    is_over_ = true;
    if (looking_) {
        looking_->end();
    }
}

void TableWatch::look() const {
    try {
        for (const auto& table : rules_.tables()) {
            if (table->is_failing() && !is_over_) {
                (void)table->lookup(harmless_key(table->use()));  // the table notes what it says
            }
        }
    } catch (const std::exception&) {
        return;  // no memory: at the next time
    }
}

}  // namespace msa

#include "tables/spared_table.h"

namespace msa {

Result<LookupAnswer> SparedTable::lookup(std::string_view key) const {
    const auto asked = now_();
    if (asked < rests_until_.load(std::memory_order_relaxed)) {
        return Error{"table " + name() +
                     " was down or slow a moment ago, and is not asked again yet"};
    }
    auto answer = table_->lookup(key);
    if (const auto answered = now_(); !answer || answered > asked + slow) {
        rests_until_.store(answered + rest, std::memory_order_relaxed);
    }
    return answer;
}

}  // namespace msa

#include "spf/spf_cache.h"

#include <algorithm>

namespace msa {
namespace {

constexpr std::chrono::seconds longest{3600};

}  // namespace

std::optional<SpfAnswer> SpfCache::find(const std::string& key, Instant now) const {
    const auto found = entries_.find(key);
    return found == entries_.end() || found->second.until <= now
               ? std::nullopt
               : std::optional(found->second.answer);
}

void SpfCache::put(const std::string& key, const SpfAnswer& answer, std::chrono::seconds ttl,
                   Instant now) {
    if (ttl.count() <= 0) {
        return;
    }
    if (entries_.size() >= capacity_ && entries_.count(key) == 0) {
        std::erase_if(entries_, [now](const auto& each) { return each.second.until <= now; });
        if (entries_.size() >= capacity_) {
            entries_.clear();
        }
    }
    entries_.insert_or_assign(key, Entry{answer, now + std::min(ttl, longest)});
}

}  // namespace msa

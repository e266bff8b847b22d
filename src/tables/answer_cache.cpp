#include "tables/answer_cache.h"

namespace msa {

const AnswerCache::Entry* AnswerCache::find(std::string_view key) const {
    const auto place = places_.find(key);
    return place == places_.end() ? nullptr : &*place->second;
}

std::optional<LookupAnswer> AnswerCache::fresh(std::string_view key, Instant now) const {
    const auto* entry = find(key);
    return entry != nullptr && now < entry->until ? std::optional(entry->answer) : std::nullopt;
}

std::optional<LookupAnswer> AnswerCache::stale(std::string_view key, Instant now) const {
    const auto* entry = find(key);
    return entry != nullptr && now < entry->until + settings_.stale ? std::optional(entry->answer)
                                                                    : std::nullopt;
}

void AnswerCache::put(std::string_view key, const LookupAnswer& answer, Instant now) {
    const auto held = places_.find(key);
    if (held != places_.end()) {
        entries_.erase(held->second);
        places_.erase(held);
    }
    const auto lifetime = answer.found ? settings_.found : settings_.missing;
    if (lifetime.count() <= 0 || settings_.entries == 0) {
        return;
    }
    if (entries_.size() >= settings_.entries) {
        places_.erase(entries_.front().key);
        entries_.pop_front();
    }
    entries_.push_back({std::string(key), answer, now + lifetime});
    places_.emplace(key, std::prev(entries_.end()));
}

}  // namespace msa

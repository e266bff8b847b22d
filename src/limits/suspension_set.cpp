// Suspensions of several hosts, see suspension_set.h.
#include "limits/suspension_set.h"

#include <algorithm>

namespace msa {
namespace {

using Instant = Suspension::Instant;

/// Whether one lasts longer than the other; of equal ones the older, so that all hosts name the
/// same.
bool outlasts(const KnownSuspension& one, const KnownSuspension& other) {
    const auto end = [](const KnownSuspension& each) {
        return each.is.until.value_or(Instant::max());
    };
    if (end(one) != end(other)) {
        return end(one) > end(other);
    }
    return one.is.since != other.is.since ? one.is.since < other.is.since : one.id < other.id;
}

}  // namespace

std::optional<Instant> KnownSuspension::useless_at() const {
    if (is.until) {
        return is.until;
    }
    return released ? std::optional(released->at + releases_are_kept) : std::nullopt;
}

const KnownSuspension* SuspensionSet::of(std::string_view login, Instant now) const {
    const auto found = by_login_.find(login);
    const KnownSuspension* longest = nullptr;
    if (found != by_login_.end()) {
        for (const auto& [id, each] : found->second) {
            if (each.holds(now) && (longest == nullptr || outlasts(each, *longest))) {
                longest = &each;
            }
        }
    }
    return longest;
}

std::vector<KnownSuspension> SuspensionSet::in_force(Instant now) const {
    std::vector<KnownSuspension> all;
    for (const auto& [login, each] : by_login_) {
        if (const auto* longest = of(login, now)) {
            all.push_back(*longest);
        }
    }
    return all;
}

std::vector<KnownSuspension> SuspensionSet::known() const {
    std::vector<KnownSuspension> all;
    for (const auto& [login, by_id] : by_login_) {
        for (const auto& [id, each] : by_id) {
            all.push_back(each);
        }
    }
    return all;
}

SuspensionSet::News SuspensionSet::merge(const KnownSuspension& known, Instant now) {
    const bool was_suspended = of(known.is.login, now) != nullptr;
    auto& kept = by_login_[known.is.login].try_emplace(known.id, known).first->second;
    if (known.released && (!kept.released || known.released->at > kept.released->at)) {
        kept.released = known.released;
    }
    const bool is_suspended = of(known.is.login, now) != nullptr;
    if (was_suspended == is_suspended) {
        return News::none;
    }
    return is_suspended ? News::suspends : News::releases;
}

bool SuspensionSet::release(std::string_view login, const KnownSuspension::Release& release,
                            Instant now) {
    const auto found = by_login_.find(login);
    bool is_any = false;
    if (found != by_login_.end()) {
        for (auto& [id, each] : found->second) {
            if (each.holds(now)) {
                each.released = release;
                is_any = true;
            }
        }
    }
    return is_any;
}

void SuspensionSet::forget(Instant now) {
    for (auto& [login, by_id] : by_login_) {
        std::erase_if(by_id, [now](const auto& each) {
            const auto useless = each.second.useless_at();
            return useless && *useless <= now;
        });
    }
    std::erase_if(by_login_, [](const auto& each) { return each.second.empty(); });
}

}  // namespace msa

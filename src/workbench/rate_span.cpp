// Rates that are known in part, see rate_span.h.
#include "workbench/rate_span.h"

#include "workbench/rate_window.h"

#include <algorithm>

namespace msa {
namespace {

using Instant = RateSpan::Instant;

/// The latest state in which one more is within the limit.
Instant last_with_room(Instant now, const RateLimit& limit) {
    const Instant::duration window = limit.window;
    return now + window - window / limit.events;
}

}  // namespace

void RateSpan::forget(Instant seen, const RateLimit& limit) {
    latest_ = std::max(latest_, seen + Instant::duration(limit.window));
}

std::optional<bool> RateSpan::admit(Instant now, const RateLimit& limit) {
    const auto earliest = with_one_more(earliest_, now, limit.events, limit.window);
    const auto latest = with_one_more(latest_, now, limit.events, limit.window);
    if (!earliest) {
        return false;
    }
    if (latest) {
        earliest_ = *earliest;
        latest_ = *latest;
        return true;
    }
    earliest_ = std::min(*earliest, last_with_room(now, limit) + Instant::duration(1));
    latest_ = std::max(latest_, now + Instant::duration(limit.window));
    return std::nullopt;
}

void RateSpan::note(Instant now, const RateLimit& limit, bool was_admitted) {
    const auto last = last_with_room(now, limit);
    if (!was_admitted) {
        earliest_ = std::max(earliest_, last + Instant::duration(1));
        latest_ = std::max(earliest_, latest_);
        return;
    }
    for (auto* bound : {&earliest_, &latest_}) {
        *bound =
            with_one_more(std::min(*bound, last), now, limit.events, limit.window).value_or(*bound);
    }
}

void RateSpan::perhaps(Instant now, const RateLimit& limit) {
    const auto more = with_one_more(latest_, now, limit.events, limit.window);
    latest_ = more ? *more : std::max(latest_, now + Instant::duration(limit.window));
}

}  // namespace msa

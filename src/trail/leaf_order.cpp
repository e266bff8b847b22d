// The order of leaves, see leaf_order.h.
#include "trail/leaf_order.h"

#include <algorithm>
#include <utility>

namespace msa {

namespace {

std::string record(std::uint64_t n) {
    return "record " + std::to_string(n);
}

}  // namespace

void LeafOrder::add(TrailLeaf leaf) {
    if (leaf.n < next_) {
        judge_late(leaf);
        return;
    }
    if (leaf.n == next_) {
        const bool others_wait = !waiting_.empty();
        accept(leaf);
        if (others_wait && waiting_.begin()->first == next_) {
            name_movers(leaf);
        }
        accept_waiting();
        return;
    }
    if (const auto twin = waiting_.find(leaf.n); twin != waiting_.end()) {
        name_twins(leaf, twin->second.hash, twin->second.place);
        return;
    }
    if (waiting_.empty()) {
        accepted_meanwhile_ = 0;
    }
    const auto n = leaf.n;
    waiting_.emplace(n, std::move(leaf));
    if (waiting_.size() > most_waiting) {
        skip();
    }
}

void LeafOrder::finish() {
    while (!waiting_.empty()) {
        skip();
    }
    for (const auto& each : missing_) {
        const auto count = each.end - each.begin;
        observations_.add(Verdict::missing, each.place,
                          count == 1
                              ? record(each.begin) + " is missing before this line"
                              : "records " + std::to_string(each.begin) + " to " +
                                    std::to_string(each.end - 1) + " (" + std::to_string(count) +
                                    ") are missing before this line");
    }
    missing_.clear();
}

void LeafOrder::accept(const TrailLeaf& leaf) {
    sink_.leaf(leaf);
    ++next_;
    ++accepted_meanwhile_;
    recent_.push_back({leaf.hash, leaf.place});
    if (recent_.size() > most_recent) {
        recent_.pop_front();
    }
    if (waiting_.empty()) {
        unreadable_.clear();
    }
}

void LeafOrder::accept_waiting() {
    while (!waiting_.empty() && waiting_.begin()->first == next_) {
        const TrailLeaf leaf = std::move(waiting_.begin()->second);
        waiting_.erase(waiting_.begin());
        accept(leaf);
    }
}

/// `arrived` was waited for. Either it was put behind many, or few were put in front of many.
void LeafOrder::name_movers(const TrailLeaf& arrived) {
    if (waiting_.size() >= accepted_meanwhile_) {
        observations_.add(Verdict::reordered, arrived.place,
                          record(arrived.n) + " comes after " + record(arrived.n + 1));
        return;
    }
    for (auto early = waiting_.begin();
         early != waiting_.end() && early->first - next_ < waiting_.size(); ++early) {
        observations_.add(Verdict::reordered, early->second.place,
                          record(early->first) + " comes before " + record(arrived.n));
    }
}

void LeafOrder::judge_late(const TrailLeaf& leaf) {
    const auto back = next_ - leaf.n;
    if (back <= recent_.size()) {
        const auto& twin = recent_[recent_.size() - back];
        name_twins(leaf, twin.hash, twin.place);
    } else if (take_from_missing(leaf.n)) {
        observations_.add(Verdict::reordered, leaf.place,
                          record(leaf.n) + " comes after " + record(next_ - 1));
    } else {
        observations_.add(Verdict::inserted, leaf.place,
                          "a second " + record(leaf.n) + " comes after " + record(next_ - 1));
    }
}

void LeafOrder::name_twins(const TrailLeaf& leaf, const Digest& hash, TrailPlace other) {
    const auto line = std::to_string(other.line);
    if (leaf.hash == hash) {
        observations_.add(Verdict::duplicated, leaf.place,
                          record(leaf.n) + " is the same as on line " + line);
        return;
    }
    observations_.add(Verdict::inserted, leaf.place,
                      "a second " + record(leaf.n) + ", other than that on line " + line +
                          ": one of them is forged");
}

/// What is in front of the first waiting leaf does not come any more.
void LeafOrder::skip() {
    const auto& first = waiting_.begin()->second;
    const auto lost = first.n - next_;
    const bool is_accounted_for = sink_.account_for(next_, first.n, first.place);
    if (!is_accounted_for && lost == unreadable_.size()) {
        for (std::size_t i = 0; i < lost; ++i) {
            observations_.add(Verdict::changed, unreadable_[i],
                              record(next_ + i) + " was here, and no record is now");
        }
    } else if (!is_accounted_for) {
        missing_.push_back({next_, first.n, first.place});
    }
    unreadable_.clear();
    recent_.clear();
    next_ = first.n;
    accept_waiting();
}

bool LeafOrder::take_from_missing(std::uint64_t n) {
    const auto found = std::find_if(missing_.begin(), missing_.end(), [n](const Missing& each) {
        return each.begin <= n && n < each.end;
    });
    if (found == missing_.end()) {
        return false;
    }
    const Missing behind{n + 1, found->end, found->place};
    found->end = n;
    if (found->begin == found->end) {
        missing_.erase(found);
    }
    if (behind.begin != behind.end) {
        missing_.push_back(behind);
    }
    return true;
}

}  // namespace msa

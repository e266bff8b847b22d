// Leaves of a tree as they come out of files, in the order of their numbers: says which are
// missing, which are there twice, and which stand in the wrong place.
#pragma once

#include "crypto/digest.h"
#include "trail/record_head.h"
#include "trail/verdict.h"

#include <cstdint>
#include <deque>
#include <map>
#include <string>
#include <vector>

namespace msa {

struct TrailLeaf {
    std::uint64_t n = 0;
    Digest hash{};
    TrailPlace place;
    std::int64_t time = 0;
    RecordKind kind = RecordKind::other;
    std::string line{};  // only of what the trail says of itself, and where it is wanted
};

/// Whom leaves and gaps are handed to, one behind another.
class LeafSink {
public:
    virtual ~LeafSink() = default;
    virtual void leaf(const TrailLeaf& leaf) = 0;
    /// Leaves `begin` to `end`, the last not included, are not in front of that place. Whether that
    /// is accounted for.
    [[nodiscard]] virtual bool account_for(std::uint64_t begin, std::uint64_t end,
                                           TrailPlace place) = 0;
};

class LeafOrder {
public:
    /// Both must outlive this.
    LeafOrder(LeafSink& sink, Observations& observations)
        : sink_(sink), observations_(observations) {}

    void add(TrailLeaf leaf);
    /// A line stands here that is no record: it may have been the next leaf.
    void add_unreadable(TrailPlace place) { unreadable_.push_back(place); }
    /// No more leaves.
    void finish();

    [[nodiscard]] std::uint64_t next() const { return next_; }

private:
    /// How many leaves wait for one that may have been put behind them.
    static constexpr std::size_t most_waiting = 64;
    static constexpr std::size_t most_recent = 256;

    struct Recent {
        Digest hash;
        TrailPlace place;
    };
    struct Missing {
        std::uint64_t begin;
        std::uint64_t end;
        TrailPlace place;
    };

    void accept(const TrailLeaf& leaf);
    void accept_waiting();
    void judge_late(const TrailLeaf& leaf);
    void name_movers(const TrailLeaf& arrived);
    void skip();
    bool take_from_missing(std::uint64_t n);
    void name_twins(const TrailLeaf& leaf, const Digest& hash, TrailPlace other);

    LeafSink& sink_;
    Observations& observations_;
    std::uint64_t next_ = 0;
    std::map<std::uint64_t, TrailLeaf> waiting_;
    std::uint64_t accepted_meanwhile_ = 0;
    std::deque<Recent> recent_;
    std::vector<Missing> missing_;
    std::vector<TrailPlace> unreadable_;  // since the last leaf
};

}  // namespace msa

// What control records tell: when daemons ran, what was lost, and what was in force when.
#pragma once

#include "trail/record.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace msa {

/// A delegation or an exception, as the trail last told of it.
struct Privilege {
    std::string id;
    std::string what;  // right of a delegation; rule and action of an exception
    std::string owner;
    std::string ticket;
    std::string until;  // empty: no end is known
    bool has_ended = false;
    std::string ended;  // when
};

struct RuleChange {
    std::int64_t time = 0;
    std::string host;
    std::string event;
    std::string file;
    std::string version;
    std::string hash;
};

struct DeclaredGap {
    std::int64_t time = 0;
    std::string host;
    std::string records;
    std::string why;
    std::string from;
    std::string to;
};

/// Of one host.
struct HostStory {
    std::uint64_t starts = 0;
    std::uint64_t stops = 0;
    std::vector<std::int64_t> unclean_starts{};  // after a daemon that did not end in order
    std::vector<std::int64_t> clock_steps{};
};

class TrailStory {
public:
    /// In the order of the trail. Only what is in force is remembered of what lies in front of
    /// `begin`.
    TrailStory(std::int64_t begin, std::int64_t end) : begin_(begin), end_(end) {}

    void add(const RecordHead& head, const ControlRecord& record);

    [[nodiscard]] const std::map<std::string, HostStory>& hosts() const { return hosts_; }
    [[nodiscard]] const std::vector<DeclaredGap>& lost() const { return lost_; }
    [[nodiscard]] const std::vector<RuleChange>& rule_changes() const { return rule_changes_; }
    [[nodiscard]] const std::map<std::string, Privilege>& delegations() const {
        return delegations_;
    }
    [[nodiscard]] const std::map<std::string, Privilege>& exceptions() const { return exceptions_; }
    /// The last instant of which something was told.
    [[nodiscard]] std::int64_t begin() const { return begin_; }
    [[nodiscard]] std::int64_t end() const { return end_; }

private:
    void add_run(const RecordHead& head, const ControlRecord& record);

    std::int64_t begin_;
    std::int64_t end_;
    std::map<std::string, HostStory> hosts_{};
    std::vector<DeclaredGap> lost_{};
    std::vector<RuleChange> rule_changes_{};
    std::map<std::string, Privilege> delegations_{};
    std::map<std::string, Privilege> exceptions_{};
};

}  // namespace msa

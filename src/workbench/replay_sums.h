// What other rules would have made of the transactions of a trail, counted.
#pragma once

#include "workbench/replayer.h"

#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace msa {

/// A transaction, for whoever wants to look at it.
struct ReplayExample {
    std::int64_t time = 0;  // see trail_time.h
    std::string transaction{};
    std::string login{};  // empty: nobody was proved
    std::string what{};   // the reply it would get, or what nobody can tell
};

struct ReplayCount {
    std::uint64_t count = 0;
    std::map<std::string, std::uint64_t> rules{};   // `header_from_rights (main.toml:52)`
    std::map<std::string, std::uint64_t> logins{};  // empty: nobody was proved
    std::vector<ReplayExample> examples{};          // the first ones

    void add(const std::string& rule, ReplayExample example, std::size_t most_examples);
    void merge(ReplayCount more, std::size_t most_examples);
};

class ReplaySums {
public:
    explicit ReplaySums(std::size_t most_examples = 5) : most_examples_(most_examples) {}

    void add(const RecordedMail& mail, const Replayed& replayed);
    /// One that cannot be judged again at all.
    void add_unreadable(const std::string& why, ReplayExample example);
    /// What came behind it in the trail.
    void merge(ReplaySums more);

    [[nodiscard]] std::uint64_t all() const { return all_; }
    [[nodiscard]] std::uint64_t same() const { return same_; }
    [[nodiscard]] std::uint64_t undecidable() const { return undecidable_; }
    /// Of the undecidable ones: those of which no facts are kept.
    [[nodiscard]] std::uint64_t unreadable() const { return unreadable_; }
    /// By `FROM->TO`, of those that would be disposed of otherwise.
    using Transition = std::pair<Disposition, Disposition>;
    [[nodiscard]] const std::map<Transition, ReplayCount>& transitions() const {
        return transitions_;
    }
    /// Of those that would be disposed of alike, by what else differs: see difference_words().
    [[nodiscard]] const std::map<std::string_view, ReplayCount>& alike() const { return alike_; }
    /// By why nobody can tell.
    [[nodiscard]] const std::map<std::string, ReplayCount>& doubts() const { return doubts_; }
    [[nodiscard]] const std::set<std::string>& rules_before() const { return rules_before_; }
    [[nodiscard]] std::int64_t first() const { return first_; }
    [[nodiscard]] std::int64_t last() const { return last_; }

private:
    void see(std::int64_t time);

    std::size_t most_examples_;
    std::uint64_t all_ = 0;
    std::uint64_t same_ = 0;
    std::uint64_t undecidable_ = 0;
    std::uint64_t unreadable_ = 0;
    std::map<Transition, ReplayCount> transitions_{};
    std::map<std::string_view, ReplayCount> alike_{};
    std::map<std::string, ReplayCount> doubts_{};
    std::set<std::string> rules_before_{};  // hashes
    std::int64_t first_ = 0;
    std::int64_t last_ = 0;
};

/// recipients, rule, edits, signatures
[[nodiscard]] const std::vector<std::string_view>& difference_words();

/// `accepted->rejected`
[[nodiscard]] std::string to_text(ReplaySums::Transition transition);

}  // namespace msa

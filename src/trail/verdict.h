// What is said of a trail, line by line: each says which file and line, and what is wrong there.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

enum class Verdict {
    // Somebody has been at it.
    changed,
    inserted,
    reordered,
    duplicated,
    fork,  // two roots for one size
    bad_signature,
    key_out_of_range,
    unreadable,  // no record, no checkpoint
    unproven,    // no checkpoint speaks of it
    // Something is not there.
    missing,
    cut_tail,
    // Known, and accounted for.
    gap,      // the daemon itself could not record
    unclean,  // it was killed; or a line that was being written then
    expired,
    not_covered_yet,
    copy,         // a file that was given twice under two names
    before_tree,  // lines that are older than the tree
};
inline constexpr std::size_t verdicts = 17;

/// About whether what is there is what was written; about whether all is there; neither.
enum class Concern { integrity, completeness, none };

[[nodiscard]] std::string_view to_text(Verdict verdict);
[[nodiscard]] Concern concern_of(Verdict verdict);

/// A line of a file; line 0: the file as such.
struct TrailPlace {
    std::size_t file = 0;  // in the list of files
    std::uint64_t line = 0;
};

struct Observation {
    Verdict verdict = Verdict::changed;
    TrailPlace place;
    std::string what;
};

/// Keeps the first ones of each verdict, and counts the rest.
class Observations {
public:
    static constexpr std::size_t kept_of_each = 25;

    void add(Verdict verdict, TrailPlace place, std::string what);

    [[nodiscard]] const std::vector<Observation>& kept() const { return kept_; }
    [[nodiscard]] std::uint64_t count(Verdict verdict) const {
        return counts_.at(static_cast<std::size_t>(verdict));
    }
    [[nodiscard]] std::uint64_t count(Concern concern) const;

private:
    std::vector<Observation> kept_;
    std::array<std::uint64_t, verdicts> counts_{};
};

}  // namespace msa

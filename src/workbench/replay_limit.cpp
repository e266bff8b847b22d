// Limits of a replay, see replay_limit.h.
#include "workbench/replay_limit.h"

#include "base/text.h"

#include <algorithm>
#include <charconv>

namespace msa {
namespace {

constexpr std::string_view arrow = "->";
constexpr const char* any = "any";

Error unknown(std::string_view what, std::string_view word, const std::vector<std::string>& known) {
    const auto meant = nearest(word, known);
    return {"no " + std::string(what) + " '" + printable(word) + '\'' +
                (meant ? "; did you mean '" + *meant + "'?" : ": " + join(known, ", ")),
            ErrorKind::bad_input};
}

Result<std::optional<Disposition>> disposition_of(std::string_view word) {
    if (word == any) {
        return std::optional<Disposition>();
    }
    if (const auto known = parse_disposition(word)) {
        return known;
    }
    auto words = disposition_words();
    words.emplace_back(any);
    return unknown("disposition", word, words);
}

Result<void> read_what(ReplayLimit& limit, std::string_view what) {
    if (const auto at = what.find(arrow); at != std::string_view::npos) {
        const auto from = disposition_of(trimmed(what.substr(0, at)));
        const auto to = disposition_of(trimmed(what.substr(at + arrow.size())));
        if (!from || !to) {
            return from ? to.error() : from.error();
        }
        limit.is_transition = true;
        limit.from = *from;
        limit.to = *to;
        return {};
    }
    std::vector<std::string> words{"different", "undecidable"};
    words.insert(words.end(), difference_words().begin(), difference_words().end());
    if (std::find(words.begin(), words.end(), what) == words.end()) {
        return unknown("difference", what, words);
    }
    limit.word = what;
    return {};
}

Result<void> read_most(ReplayLimit& limit, std::string_view number) {
    if (number.ends_with('%')) {
        limit.is_percent = true;
        number.remove_suffix(1);
    }
    const auto* const end = number.data() + number.size();
    const auto read = std::from_chars(number.data(), end, limit.most);
    if (read.ec != std::errc() || read.ptr != end) {
        return Error{"'" + printable(number) + "' is not a number", ErrorKind::bad_input};
    }
    constexpr std::uint64_t all = 100;
    if (limit.is_percent && limit.most >= all) {
        return Error{"there never is more than 100 %", ErrorKind::bad_input};
    }
    return {};
}

Result<void> read(ReplayLimit& limit, std::string_view text) {
    const auto arrow_at = text.find(arrow);
    const auto behind = arrow_at == std::string_view::npos ? 0 : arrow_at + arrow.size();
    const auto above = text.find('>', behind);
    if (auto what = read_what(limit, trimmed(text.substr(0, above))); !what) {
        return what;
    }
    return above == std::string_view::npos ? Result<void>()
                                           : read_most(limit, trimmed(text.substr(above + 1)));
}

}  // namespace

std::uint64_t ReplayLimit::count(const ReplaySums& sums) const {
    std::uint64_t count = 0;
    if (is_transition) {
        for (const auto& [transition, counted] : sums.transitions()) {
            const bool is_meant =
                (!from || *from == transition.first) && (!to || *to == transition.second);
            count += is_meant ? counted.count : 0;
        }
        return count;
    }
    if (word == "undecidable") {
        return sums.undecidable();
    }
    if (word == "different") {
        return sums.all() - sums.same() - sums.undecidable();
    }
    const auto found = sums.alike().find(word);
    return found == sums.alike().end() ? 0 : found->second.count;
}

bool ReplayLimit::is_exceeded(const ReplaySums& sums) const {
    constexpr std::uint64_t percent = 100;
    return is_percent ? count(sums) * percent > most * sums.all() : count(sums) > most;
}

Result<ReplayLimit> parse_replay_limit(std::string_view text) {
    ReplayLimit limit{.text = std::string(text), .word = {}};
    if (const auto done = read(limit, text); !done) {
        return within(printable(text), done.error());
    }
    return limit;
}

}  // namespace msa

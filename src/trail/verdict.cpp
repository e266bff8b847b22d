// Verdicts, see verdict.h.
#include "trail/verdict.h"

#include <utility>

namespace msa {

namespace {

constexpr std::array<std::pair<std::string_view, Concern>, verdicts> words{{
    {"changed", Concern::integrity},
    {"inserted", Concern::integrity},
    {"reordered", Concern::integrity},
    {"duplicated", Concern::integrity},
    {"fork", Concern::integrity},
    {"bad signature", Concern::integrity},
    {"key out of range", Concern::integrity},
    {"unreadable", Concern::integrity},
    {"unproven", Concern::integrity},
    {"missing", Concern::completeness},
    {"cut tail", Concern::completeness},
    {"declared gap", Concern::none},
    {"unclean stop", Concern::none},
    {"expired by policy", Concern::none},
    {"not covered yet", Concern::none},
    {"copy", Concern::none},
    {"before the tree", Concern::none},
}};

}  // namespace

std::string_view to_text(Verdict verdict) {
    return words.at(static_cast<std::size_t>(verdict)).first;
}

Concern concern_of(Verdict verdict) {
    return words.at(static_cast<std::size_t>(verdict)).second;
}

void Observations::add(Verdict verdict, TrailPlace place, std::string what) {
    if (++counts_.at(static_cast<std::size_t>(verdict)) <= kept_of_each) {
        kept_.push_back({verdict, place, std::move(what)});
    }
}

std::uint64_t Observations::count(Concern concern) const {
    std::uint64_t sum = 0;
    for (std::size_t i = 0; i < verdicts; ++i) {
        sum += words.at(i).second == concern ? counts_.at(i) : 0;
    }
    return sum;
}

}  // namespace msa

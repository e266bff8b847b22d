// What an item found.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace msa {

enum class SightVerdict { ok, wrong, missing, cannot_tell };

inline constexpr std::size_t sight_verdicts = 4;

[[nodiscard]] constexpr std::string_view to_text(SightVerdict verdict) {
    switch (verdict) {
        case SightVerdict::ok: return "ok";
        case SightVerdict::wrong: return "wrong";
        case SightVerdict::missing: return "missing";
        case SightVerdict::cannot_tell: return "cannot tell";
    }
    return "";
}

struct Sight {
    SightVerdict verdict = SightVerdict::ok;
    std::string where;  // a name, a name and its port, or an address
    std::string what;   // what is there, or why it is wrong
    std::string fix{};  // what to write instead: lines; empty: nothing
};
using Sights = std::vector<Sight>;

[[nodiscard]] inline Sight fine(std::string where, std::string what) {
    return {SightVerdict::ok, std::move(where), std::move(what)};
}
[[nodiscard]] inline Sight wrong(std::string where, std::string what, std::string fix) {
    return {SightVerdict::wrong, std::move(where), std::move(what), std::move(fix)};
}
[[nodiscard]] inline Sight missing(std::string where, std::string what, std::string fix) {
    return {SightVerdict::missing, std::move(where), std::move(what), std::move(fix)};
}
[[nodiscard]] inline Sight unknown_sight(std::string where, std::string why) {
    return {SightVerdict::cannot_tell, std::move(where), std::move(why)};
}

}  // namespace msa

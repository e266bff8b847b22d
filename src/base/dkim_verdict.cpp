#include "base/dkim_verdict.h"

#include <algorithm>
#include <array>
#include <utility>

namespace msa {
namespace {

using enum DkimVerdict;

constexpr std::array<std::pair<DkimVerdict, const char*>, 9> words{
    {{pass, "pass"},
     {body_altered, "body_altered"},
     {header_altered, "header_altered"},
     {no_key, "no_key"},
     {key_refused, "key_refused"},
     {malformed, "malformed"},
     {expired, "expired"},
     {not_asked, "not_asked"},
     {not_tried, "not_tried"}}};

}  // namespace

const char* to_text(DkimVerdict verdict) {
    const auto* const found = std::find_if(
        words.begin(), words.end(), [verdict](const auto& each) { return each.first == verdict; });
    return found == words.end() ? "not_tried" : found->second;
}

std::optional<DkimVerdict> dkim_verdict(std::string_view word) {
    const auto* const found = std::find_if(
        words.begin(), words.end(), [word](const auto& each) { return each.second == word; });
    return found == words.end() ? std::nullopt : std::optional(found->first);
}

}  // namespace msa

// One value of a filter: what it means, and what octets a line has in which it could be found.
#pragma once

#include "base/result.h"
#include "inquiry/needle.h"
#include "inquiry/record_filter.h"

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// Whether a value of a record is what was asked for.
using ValueTest = std::function<bool(std::string_view)>;

struct FilterWord {
    ValueTest matches;
    std::vector<Needle> needles{};  // one is in the line; none: nobody can tell before
    bool needs_plain_text = false;  // a line with escaped backslashes may hold it otherwise
};

/// Error: it could match nothing; with what was perhaps meant.
[[nodiscard]] Result<FilterWord> filter_word(const FilterKind& kind, const std::string& value,
                                             const FilterKnowledge& known);

/// `no KIND 'WORD'; did you mean 'OTHER'?`
[[nodiscard]] Error unknown_value(std::string_view kind, std::string_view word,
                                  const std::vector<std::string>& known);

}  // namespace msa

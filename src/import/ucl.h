// Settings in UCL, as rspamd's files have them: `key = value;`, sections, lists.
#pragma once

#include "base/result.h"

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace msa {

/// A text, a list or a section. A key that stands twice makes a list of both, in order.
struct UclValue {
    enum class Kind { text, list, section };

    Kind kind = Kind::text;
    bool is_repeated = false;       // a list, because its name stands twice
    std::string text{};             // as written, without quotes
    std::vector<UclValue> items{};  // of a list
    std::vector<std::pair<std::string, UclValue>> members{};  // of a section
    std::string place{};                                      // FILE:LINE where it begins

    /// Of a section; null: there is none.
    [[nodiscard]] const UclValue* find(std::string_view name) const;
    /// The items of a list; else the value itself.
    [[nodiscard]] std::vector<const UclValue*> each() const;
};

/// The whole text as one section. `.include` and other macros are members whose name begins with
/// the dot. Lines that begin with *** are skipped: `rspamadm configdump` prints them. Errors name
/// file and line.
[[nodiscard]] Result<UclValue> parse_ucl(const std::string& file, std::string_view text);

}  // namespace msa

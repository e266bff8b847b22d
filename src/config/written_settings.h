// What a rule file writes, value by value, for those who compare two files.
#pragma once

#include "config/diagnostics.h"

#include <map>
#include <string>
#include <string_view>

namespace msa {

struct WrittenSetting {
    std::string value;          // as TOML, in one line; keys of tables sorted
    std::string default_value;  // the same; empty: there is none
    Place place;
};

struct WrittenSection {
    Place place;
    /// It is one of any number, and means nothing where it is not written: a rule, a table.
    bool is_element = false;
    std::map<std::string, WrittenSetting> settings{};
};

/// By name: `[owners]`, `[check.hop_count]`, `[[delegation]] office`; empty: the top level.
using WrittenSettings = std::map<std::string, WrittenSection>;

/// `text` must be a rule file that loads. What its schema does not know is left out.
[[nodiscard]] WrittenSettings written_settings(std::string_view text);

}  // namespace msa

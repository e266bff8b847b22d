// A file of ours before its keys are looked at: its encoding, TOML in words for who wrote it, and
// whether it is the other of the two kinds of file.
#pragma once

#include "config/diagnostics.h"
#include "config/schema.h"

#include <string_view>

#include <toml++/toml.h>

namespace msa {

/// Whether the text is UTF-8; if not, a complaint that says what it seems to be.
[[nodiscard]] bool is_in_utf8(std::string_view text, Diagnostics& diagnostics);

void complain(const toml::parse_error& error, std::string_view text, Diagnostics& diagnostics);

/// Whether the keys are some of the other kind's and none of those wanted.
[[nodiscard]] bool is_of_other_kind(const toml::table& root, const SectionSchema& wanted,
                                    const SectionSchema& other);

}  // namespace msa

// What is in the text beside an address: display names and comments, which readers show instead of
// the address itself.
#pragma once

#include "mail/address.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// Display names, comments and group names, each decoded (mail/decoded_text.h), and local parts
/// that need quotes, which a careless reader may take for display names.
[[nodiscard]] std::vector<std::string> shown_texts(const std::vector<Address>& addresses);

enum class Hidden {
    control,    // C0, DEL, C1
    invisible,  // nothing is seen of it, or it turns the direction of what is seen
};

struct HiddenCharacter {
    Hidden kind = Hidden::control;
    char32_t code_point = 0;
};

/// The first character of a text that a reader cannot see. Joiners between two characters beyond
/// ASCII belong to writing systems and emoji, and do not count.
[[nodiscard]] std::optional<HiddenCharacter> hidden_character(std::string_view text);

/// What looks like an address of a qualified domain, each as it looks: without hidden characters,
/// compatibility forms (the full-width `@`) as what they resemble. A local part may be wrong in
/// ways that no parser takes; it is as wide as its octets allow, quotation marks in front left out.
[[nodiscard]] std::vector<AddrSpec> addresses_in(std::string_view text);

}  // namespace msa

// addr-spec, the `local@domain` inside header addresses and envelope paths. Internal to mail/.
#pragma once

#include "base/result.h"
#include "mail/address.h"
#include "mail/address_lexer.h"

#include <string>

namespace msa {

/// Where an addr-spec stands, for the few points in which the grammars differ.
enum class AddrSpecPlace {
    field,  // RFC 5322, 3.4.1: no encoded-word, no empty quoted local part
    path,   // RFC 5321, 4.1.2: a backslash only in front of ASCII (RFC 6531, 3.3)
};

/// Reads `@domain` behind a word that is to be the local part; the cursor stands right behind it.
[[nodiscard]] Result<AddrSpec> read_addr_spec_behind(const Word& local_part, Cursor& cursor,
                                                     AddrSpecPlace place);

/// Reads an addr-spec without blank or comment anywhere in it.
[[nodiscard]] Result<AddrSpec> read_addr_spec(Cursor& cursor, AddrSpecPlace place);

/// Reads a domain name or an address literal and checks it; returns it as written.
[[nodiscard]] Result<std::string> read_domain(Cursor& cursor);

}  // namespace msa

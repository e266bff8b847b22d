// The header fields that may occur once.
#pragma once

#include <array>
#include <string_view>

namespace msa {

/// The MIME fields are those that describe one body (RFC 2045, 3; 2183, 2; 3282, 2; 2557, 4.2;
/// 1864, 2); TLS-Required: RFC 8689, 5.
inline constexpr std::array<std::string_view, 18> single_fields{"Date",
                                                                "From",
                                                                "Sender",
                                                                "Reply-To",
                                                                "Message-ID",
                                                                "In-Reply-To",
                                                                "References",
                                                                "Subject",
                                                                "MIME-Version",
                                                                "Content-Type",
                                                                "Content-Transfer-Encoding",
                                                                "Content-ID",
                                                                "Content-Description",
                                                                "Content-Disposition",
                                                                "Content-Language",
                                                                "Content-Location",
                                                                "Content-MD5",
                                                                "TLS-Required"};

}  // namespace msa

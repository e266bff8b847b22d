// Loads a rule file from a literal.
#pragma once

#include "config/rule_file.h"

#include <memory>
#include <string>

namespace msa {

/// Tables are really opened; a key file named "good.pem" or "short.pem" (of 1024 bits) makes a
/// signer, any other is an error. It is 21 November 2026.
[[nodiscard]] LoadedRules load_text(const std::string& text);
/// Every table is this one.
[[nodiscard]] LoadedRules load_text(const std::string& text,
                                    const std::shared_ptr<const Table>& table);

/// Every diagnostic but accepted risks as `line:column: message`, one a line.
[[nodiscard]] std::string complaints(const std::string& text);

}  // namespace msa

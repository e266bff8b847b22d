// The key that follows: its name, and the state in which it begins.
#pragma once

#include "crypto/private_key.h"
#include "rotation/key_folder.h"

#include <string>
#include <vector>

namespace msa {

/// Selector of the newest key that signs for this domain with this algorithm; empty: none does.
[[nodiscard]] std::string signs_now(const std::vector<FolderKey>& keys, const std::string& domain,
                                    const std::string& algorithm);

/// The day of an instant, in UTC, its parts joined by `between`: 20261127.
[[nodiscard]] std::string day_text(KeyLife::Instant instant, const std::string& between = {});

/// A selector that none of `keys` has: s20261127r, or with a letter in front of the last one.
[[nodiscard]] std::string next_selector(const std::vector<FolderKey>& keys,
                                        const std::string& domain, KeyAlgorithm algorithm,
                                        KeyLife::Instant now);

/// A key that is to be made: generated, to follow the active one of its domain and algorithm.
[[nodiscard]] FolderKey new_folder_key(const std::string& folder, const std::string& domain,
                                       const std::string& selector, const PrivateKey& key,
                                       const std::vector<FolderKey>& keys, KeyLife::Instant now);

}  // namespace msa

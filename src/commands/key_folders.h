// Which folder of keys a command is about, and whose its files are.
#pragma once

#include "base/replace_file.h"
#include "base/result.h"
#include "commands/rule_options.h"
#include "submission/signing_settings.h"

#include <optional>
#include <string>
#include <vector>

namespace msa {

class Command;

struct KeyFolderOptions {
    RuleOptions rules;
    std::optional<std::string> folder;  // instead of those of the rules
};

/// --folder, --rules, --config and --user.
void add_key_folder_options(Command& command, KeyFolderOptions& options);

struct NamedKeys {
    std::vector<KeyFolderSettings> folders;
    std::vector<SigningKeySettings> others;  // that the rules name themselves
};

/// As whoever runs this. Errors: those of the rule files.
[[nodiscard]] Result<NamedKeys> named_keys(const KeyFolderOptions& options);

/// The only one that is named. Errors, bad_config: there is none, or more than one.
[[nodiscard]] Result<KeyFolderSettings> the_key_folder(const KeyFolderOptions& options);

/// Whose key files are: the daemon's, where root makes them. Error: no such user.
[[nodiscard]] Result<FileOwner> owner_of_keys(const std::optional<std::string>& user);

/// DOMAIN as keys have it. Error, bad_input: it is no domain.
[[nodiscard]] Result<std::string> domain_of_key(const std::string& domain);

/// Of a key that is to be made: it becomes the name of a file, too. A letter can be added. Error,
/// bad_input: no labels of DNS (RFC 6376, 3.1).
[[nodiscard]] Result<void> check_selector(const std::string& selector);

}  // namespace msa

#include "commands/key_folders.h"

#include "base/text.h"
#include "command_line/command.h"
#include "commands/privileges.h"
#include "commands/services.h"
#include "config/daemon_settings.h"
#include "mail/domain.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <string_view>

namespace msa {
namespace {

/// What is in the folder is looked at by the command itself.
RuleServices services_without_folders() {
    auto services = rule_services();
    services.list_keys = nullptr;
    return services;
}

}  // namespace

void add_key_folder_options(Command& command, KeyFolderOptions& options) {
    command.add_option("--folder", options.folder,
                       "The folder of keys, instead of the one in [dkim] of the rules");
    command
        .add_option("--rules", options.rules.rules,
                    "Rule file, instead of those in the settings; may be repeated")
        ->allow_extra_args(false);
    command.add_option("--config", options.rules.config,
                       std::string("Daemon settings; absent: ") + default_config +
                           " if it exists, or else the defaults");
    command.add_option("--user", options.rules.user,
                       "The owner of files that root makes; absent: msa-milter, if it exists");
}

Result<NamedKeys> named_keys(const KeyFolderOptions& options) {
    if (options.folder) {
        return NamedKeys{.folders = {{.path = *options.folder}}, .others = {}};
    }
    const auto paths = rule_paths(options.rules);
    if (!paths) {
        return paths.error();
    }
    const auto files =
        valid_rule_files(*paths, services_without_folders(), std::chrono::system_clock::now());
    if (!files) {
        return files.error();
    }
    NamedKeys named;
    std::set<std::string> seen;
    for (const auto& file : *files) {
        named.others.insert(named.others.end(), file.signing_keys.begin(), file.signing_keys.end());
        if (!file.key_folder.path.empty() && seen.insert(file.key_folder.path).second) {
            named.folders.push_back(file.key_folder);
        }
    }
    return named;
}

Result<KeyFolderSettings> the_key_folder(const KeyFolderOptions& options) {
    const auto named = named_keys(options);
    if (!named) {
        return named.error();
    }
    if (named->folders.size() != 1) {
        return Error{named->folders.empty()
                         ? "the rules name no folder of keys ([dkim] folder): add it, or name it "
                           "with --folder"
                         : "the rules name several folders of keys: choose one with --folder",
                     ErrorKind::bad_config};
    }
    return named->folders.front();
}

Result<FileOwner> owner_of_keys(const std::optional<std::string>& user) {
    const auto name = user.value_or(DaemonSettings().user);
    if (!is_root() || (!user && !user_id(name))) {
        return FileOwner{};
    }
    const auto ids = user_to_become(name);
    return ids ? Result<FileOwner>(FileOwner{.user = ids->id, .group = ids->group}) : ids.error();
}

Result<std::string> domain_of_key(const std::string& domain) {
    auto labels = a_labels(domain);
    if (!labels || !is_fully_qualified(*labels)) {
        return Error{'\'' + printable(domain) + "' is not a domain" +
                         (labels ? ": it has one label" : ": " + labels.error().what),
                     ErrorKind::bad_input};
    }
    return labels;
}

Result<void> check_selector(const std::string& selector) {
    constexpr std::size_t longest_label = 63;
    const auto labels = split(selector, '.');
    const bool is_good = std::all_of(labels.begin(), labels.end(), [](std::string_view label) {
        return !label.empty() && label.size() < longest_label && !label.starts_with('-') &&
               std::all_of(label.begin(), label.end(), [](char c) {
                   return is_letter(c) || is_digit(c) || c == '-' || c == '_';
               });
    });
    return is_good ? Result<void>()
                   : Error{'\'' + printable(selector) +
                               "' is not a selector: letters, digits and hyphens, as in s2026a",
                           ErrorKind::bad_input};
}

}  // namespace msa

// msa-milter key list: all keys that the rules sign with, or will, and where each is in its life.
#include "audit/timestamp.h"
#include "base/text.h"
#include "command_line/command.h"
#include "commands/exit_status.h"
#include "commands/key_commands.h"
#include "commands/key_folders.h"
#include "commands/warnings.h"
#include "dkim/key_record.h"
#include "rotation/key_folder.h"
#include "rotation/record_forms.h"

#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace msa {
namespace {

struct ListOptions {
    KeyFolderOptions where;
    std::string domain;  // empty: all
    bool wants_json = false;
};

struct ListedKey {
    std::string domain;
    std::string selector;
    std::string state;
    std::string since;      // empty: not known
    std::string algorithm;  // empty: not known
    std::string file;
    std::string to_do;  // in DNS; empty: nothing
};

/// What people have to do, unless the daemon publishes by itself.
std::string to_do_for(const FolderKey& key) {
    const auto name = key_record_name(key.selector, key.domain);
    if (key.life.state == KeyState::generated) {
        return "publish: " + zone_line(name, key.life.record);
    }
    return key.life.state == KeyState::revoked && !key.life.is_gone
               ? "revoke: " + zone_line(name, revoked_record(key.life.record))
               : "";
}

Result<std::vector<ListedKey>> listed(const ListOptions& options) {
    const auto named = named_keys(options.where);
    if (!named) {
        return named.error();
    }
    std::vector<ListedKey> all;
    for (const auto& key : named->others) {
        all.push_back({.domain = key.domain,
                       .selector = key.selector,
                       .state = key_state(key, std::chrono::system_clock::now()),
                       .since = {},
                       .algorithm = {},
                       .file = key.file,
                       .to_do = {}});
    }
    for (const auto& folder : named->folders) {
        const auto keys = keys_in(folder.path);
        if (!keys) {
            return keys.error();
        }
        for (const auto& key : *keys) {
            all.push_back({.domain = key.domain,
                           .selector = key.selector,
                           .state = to_text(key.life.state),
                           .since = timestamp(key.life.since),
                           .algorithm = key.life.algorithm,
                           .file = key.has_file ? key.file : "",
                           .to_do = to_do_for(key)});
        }
    }
    if (!options.domain.empty()) {
        std::erase_if(all, [&](const ListedKey& key) { return key.domain != options.domain; });
    }
    return all;
}

void print_json(const std::vector<ListedKey>& keys) {
    auto list = nlohmann::ordered_json::array();
    for (const auto& key : keys) {
        list.push_back({{"domain", key.domain},
                        {"selector", key.selector},
                        {"state", key.state},
                        {"since", key.since},
                        {"algorithm", key.algorithm},
                        {"file", key.file},
                        {"to_do", key.to_do}});
    }
    std::cout << list.dump(2, ' ', true, nlohmann::json::error_handler_t::replace) << '\n';
}

void print_text(const std::vector<ListedKey>& keys) {
    for (const auto& key : keys) {
        std::cout << shown(key.domain + '/' + key.selector) << ": " << key.state;
        for (const auto& [word, value] :
             {std::pair{" since ", &key.since}, {", ", &key.algorithm}, {", ", &key.file}}) {
            if (!value->empty()) {
                std::cout << word << shown(*value);
            }
        }
        std::cout << '\n';
        if (!key.to_do.empty()) {
            std::cout << "  " << shown(key.to_do) << '\n';
        }
    }
}

int list(const ListOptions& options) {
    const auto keys = listed(options);
    if (!keys) {
        return complain(keys.error());
    }
    if (options.wants_json) {
        print_json(*keys);
    } else {
        print_text(*keys);
    }
    return exit_ok;
}

}  // namespace

void add_key_list_command(Command& key, int& status) {
    auto options = std::make_shared<ListOptions>();
    auto* command = key.add_subcommand("list", "List keys and their states");
    command->add_option("DOMAIN", options->domain, "Only its keys");
    add_key_folder_options(*command, options->where);
    command->add_flag("--json", options->wants_json, "For programs");
    command->footer(
        "States of a key in the folder: generated (its record must be published), "
        "published,\nactive (it signs), retired (its record stays for mail still in transit), "
        "revoked (its\nrecord must be withdrawn). States of other keys: waiting, active, retired, "
        "by their dates.");
    command->callback([options, &status] { status = list(*options); });
}

}  // namespace msa

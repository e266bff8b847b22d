// msa-milter key retire: a key of the folder signs no more.
#include "command_line/command.h"
#include "commands/exit_status.h"
#include "commands/key_commands.h"
#include "commands/key_folders.h"
#include "crypto/key_file.h"
#include "dkim/key_record.h"
#include "rotation/record_forms.h"
#include "rotation/rotation.h"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <string>

namespace msa {
namespace {

struct RetireOptions {
    KeyFolderOptions where;
    std::string domain;
    std::string selector;
    bool is_compromised = false;
    bool is_forced = false;
};

bool is_last(const std::vector<FolderKey>& keys, const FolderKey& key) {
    return key.life.state == KeyState::active &&
           std::none_of(keys.begin(), keys.end(), [&key](const FolderKey& other) {
               return other.domain == key.domain && other.selector != key.selector &&
                      other.life.state == KeyState::active;
           });
}

/// What DNS has of a key that somebody put there.
Result<void> learn(FolderKey& key) {
    if (key.has_state) {
        return {};
    }
    const auto read = load_private_key(key.file, {.minimum_rsa_bits = 1024, .require_safe = false});
    if (!read) {
        return read.error();
    }
    key.life.algorithm = to_text(read->algorithm);
    key.life.bits = read->bits;
    key.life.record = key_record(*read);
    key.has_state = true;
    return {};
}

void tell(const FolderKey& key) {
    const auto name = key_record_name(key.selector, key.domain);
    if (key.life.state == KeyState::revoked) {
        std::cout << zone_line(name, revoked_record(key.life.record)) << '\n';
        std::cerr << "The daemon signs with it until a reload: msa-milter reload. Publish this in "
                     "place of its record.\n";
        return;
    }
    std::cerr << "The daemon signs with it until a reload: msa-milter reload. Its record stays for "
                 "a week after that, for mail still in transit; then `msa-milter key rotate` says "
                 "what to publish.\n";
}

Result<void> retire(const RetireOptions& options) {
    const auto domain = domain_of_key(options.domain);
    const auto folder = domain ? the_key_folder(options.where) : domain.error();
    const auto owner = folder ? owner_of_keys(options.where.rules.user) : folder.error();
    if (!owner) {
        return owner.error();
    }
    const auto lock = KeyFolderLock::take(folder->path, *owner);
    auto keys = lock ? keys_in(folder->path) : lock.error();
    if (!keys) {
        return keys.error();
    }
    const auto found = std::find_if(keys->begin(), keys->end(), [&](const FolderKey& key) {
        return key.domain == *domain && key.selector == options.selector;
    });
    if (found == keys->end()) {
        return Error{folder->path + ": no key " + *domain + '/' + options.selector,
                     ErrorKind::bad_input};
    }
    const bool has_signed = found->life.state > KeyState::published;
    const auto wanted =
        options.is_compromised || !has_signed ? KeyState::revoked : KeyState::retired;
    if (found->life.state >= wanted) {
        std::cerr << found->name() << " is " << to_text(found->life.state) << " already\n";
        return {};
    }
    if (is_last(*keys, *found) && !options.is_forced) {
        return Error{found->name() +
                         " is the last one that signs for its domain, whose mail would leave "
                         "unsigned: make another (`msa-milter key new`), or use --force",
                     ErrorKind::bad_input};
    }
    if (auto learnt = learn(*found); !learnt) {
        return learnt;
    }
    found->life.state = wanted;
    found->life.since = std::chrono::system_clock::now();
    if (auto kept = keep_state(*found, *owner); !kept) {
        return kept;
    }
    tell(*found);
    return {};
}

}  // namespace

void add_key_retire_command(Command& key, int& status) {
    auto options = std::make_shared<RetireOptions>();
    auto* command = key.add_subcommand("retire", "Stop signing with a key of the folder");
    command->add_option("DOMAIN", options->domain, "Whose key")->required();
    command->add_option("SELECTOR", options->selector, "Which")->required();
    command->add_flag(
        "--compromised", options->is_compromised,
        "Somebody else has it: revoke its record at once, and delete the private key");
    command->add_flag("--force", options->is_forced, "Even if it is the last one of its domain");
    add_key_folder_options(*command, options->where);
    command->footer(
        "Exit status: 0 it is retired, or was already, 65 there is no such key, or it is the last "
        "one,\n69 another process changes the keys, 73 it cannot be written.");
    command->callback([options, &status] {
        const auto retired = retire(*options);
        status = retired ? static_cast<int>(exit_ok) : complain(retired.error());
    });
}

}  // namespace msa

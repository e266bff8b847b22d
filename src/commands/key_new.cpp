// msa-milter key new: makes a key in the folder, and says what DNS is to have of it.
#include "command_line/command.h"
#include "commands/exit_status.h"
#include "commands/key_commands.h"
#include "commands/key_folders.h"
#include "crypto/new_key.h"
#include "dkim/key_record.h"
#include "rotation/record_forms.h"
#include "rotation/rotation.h"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <sys/stat.h>

namespace msa {
namespace {

constexpr int usual_bits = 2048;
constexpr int most_bits = 4096;

struct NewKeyOptions {
    KeyFolderOptions where;
    std::string domain;
    std::string selector;  // empty: of this day
    std::string algorithm = "rsa";
    int bits = usual_bits;
    bool is_active = false;
};

using Keys = std::vector<FolderKey>;

std::vector<KeyAlgorithm> algorithms(const std::string& word) {
    if (word == "both") {
        return {KeyAlgorithm::rsa_sha256, KeyAlgorithm::ed25519_sha256};
    }
    return {word == "rsa" ? KeyAlgorithm::rsa_sha256 : KeyAlgorithm::ed25519_sha256};
}

/// With a letter of the algorithm where one word is for two keys; empty: none was named.
std::string named_selector(const NewKeyOptions& options, KeyAlgorithm algorithm) {
    if (options.selector.empty() || options.algorithm != "both") {
        return options.selector;
    }
    return options.selector + (algorithm == KeyAlgorithm::rsa_sha256 ? 'r' : 'e');
}

/// The one that is there already: of that name, or that waits for DNS; null: none.
const FolderKey* same_key(const Keys& keys, const std::string& domain, const std::string& selector,
                          KeyAlgorithm algorithm) {
    const auto found = std::find_if(keys.begin(), keys.end(), [&](const FolderKey& key) {
        const bool waits = key.life.state == KeyState::generated && key.has_file &&
                           key.life.algorithm == to_text(algorithm);
        return key.domain == domain && (selector.empty() ? waits : key.selector == selector);
    });
    return found == keys.end() ? nullptr : &*found;
}

void tell(const FolderKey& key, bool was_there) {
    std::cerr << (was_there ? "kept  " : "made  ") << key.file << '\n';
    if (!key.life.record.empty()) {
        std::cout << zone_line(key_record_name(key.selector, key.domain), key.life.record) << '\n';
    }
}

Result<void> check_same(const FolderKey& key, KeyAlgorithm algorithm) {
    if (!key.has_file || key.life.state > KeyState::active) {
        return Error{key.name() + " is " + to_text(key.life.state) +
                         (key.has_file ? "" : ", and its private key is gone") +
                         ": choose another selector",
                     ErrorKind::cannot_create};
    }
    if (key.has_state && key.life.algorithm != to_text(algorithm)) {
        return Error{key.file + ": exists already, with another algorithm: " + key.life.algorithm,
                     ErrorKind::cannot_create};
    }
    return {};
}

/// The daemon would not sign with what others can replace.
Result<void> check_folder(const std::string& path) {
    struct stat found {};
    if (::stat(path.c_str(), &found) != 0 || (found.st_mode & S_ISVTX) != 0) {
        return {};  // it is still to be made, or files there belong to who made them
    }
    if ((found.st_mode & S_IWOTH) != 0) {
        return Error{path + ": everybody may write there, so no key is made: chmod go-w " + path,
                     ErrorKind::no_permission};
    }
    if ((found.st_mode & S_IWGRP) != 0) {
        std::cerr << path
                  << ": its group may write there; unless require_safe_keys = false, the daemon "
                     "does not sign with keys in it: chmod g-w "
                  << path << '\n';
    }
    return {};
}

Result<void> make(const NewKeyOptions& options, KeyAlgorithm algorithm, const std::string& folder,
                  Keys& keys, FileOwner owner) {
    const auto selector = named_selector(options, algorithm);
    if (const auto* const same = same_key(keys, options.domain, selector, algorithm)) {
        auto checked = check_same(*same, algorithm);
        if (checked) {
            tell(*same, true);
        }
        return checked;
    }
    const auto now = std::chrono::system_clock::now();
    const auto pem = algorithm == KeyAlgorithm::rsa_sha256
                         ? new_rsa_key(static_cast<unsigned>(options.bits))
                         : new_ed25519_key();
    const auto parsed = parse_private_key(pem, usual_bits);
    if (!parsed) {
        return parsed.error();
    }
    auto key = new_folder_key(
        folder, options.domain,
        selector.empty() ? next_selector(keys, options.domain, algorithm, now) : selector, *parsed,
        keys, now);
    key.life.state = options.is_active ? KeyState::active : KeyState::generated;
    if (auto kept = keep_new_key(key, pem, owner); !kept) {
        return kept;
    }
    tell(key, false);
    keys.push_back(std::move(key));
    return {};
}

Result<void> make_all(NewKeyOptions& options) {
    if (!options.selector.empty()) {
        if (auto checked = check_selector(options.selector); !checked) {
            return checked;
        }
    }
    const auto domain = domain_of_key(options.domain);
    const auto folder = domain ? the_key_folder(options.where) : domain.error();
    const auto owner = folder ? owner_of_keys(options.where.rules.user) : folder.error();
    if (!owner) {
        return owner.error();
    }
    options.domain = *domain;
    const auto lock = KeyFolderLock::take(folder->path, *owner);
    if (!lock) {
        return lock.error();
    }
    for (const auto& path : {folder->path, folder->path + '/' + options.domain}) {
        if (auto checked = check_folder(path); !checked) {
            return checked;
        }
    }
    auto keys = keys_in(folder->path);
    if (!keys) {
        return keys.error();
    }
    std::erase_if(*keys, drop_unborn);
    for (const auto algorithm : algorithms(options.algorithm)) {
        if (auto made = make(options, algorithm, folder->path, *keys, *owner); !made) {
            return made;
        }
    }
    return {};
}

int run(NewKeyOptions& options) {
    if (const auto made = make_all(options); !made) {
        return complain(made.error());
    }
    if (options.algorithm != "ed25519" && options.bits > usual_bits) {
        std::cerr << "Some receivers verify RSA keys of up to 2048 bits only (RFC 6376, 3.3.3), "
                     "and the DNS answer does not fit into 512 octets.\n";
    }
    std::cerr << (options.is_active ? "It signs once the daemon has read it: msa-milter reload\n"
                                    : "Publish this record. When every server of the zone has it, "
                                      "the daemon signs with the key; it looks every hour, and at "
                                      "once after `msa-milter key rotate`.\n");
    return exit_ok;
}

}  // namespace

void add_key_new_command(Command& key, int& status) {
    auto options = std::make_shared<NewKeyOptions>();
    auto* command = key.add_subcommand(
        "new", "Make a key for a domain in the folder of keys, and print its record");
    command->add_option("DOMAIN", options->domain, "d= of its signatures")->required();
    command->add_option("--selector", options->selector,
                        "Absent: named after this day, such as s20261127r. With both algorithms, r "
                        "and e are added");
    command->add_option("--algorithm", options->algorithm, "What it signs with")
        ->one_of({"rsa", "ed25519", "both"})
        ->capture_default_str();
    command->add_option("--bits", options->bits, "Of an RSA key")
        ->between(usual_bits, most_bits)
        ->capture_default_str();
    command->add_flag("--active", options->is_active,
                      "It signs from the next reload on, whether DNS has it or not");
    add_key_folder_options(*command, options->where);
    command->footer(
        "An existing key is kept, and its record is printed again.\nExit status: 0 the key is "
        "there, 65 not a domain or selector, 69 another process changes the keys, 73 it\ncannot be "
        "written, 77 "
        "or 78 as `check`.");
    command->callback([options, &status] { status = run(*options); });
}

}  // namespace msa

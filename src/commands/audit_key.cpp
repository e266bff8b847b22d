// msa-milter audit key: makes the key that signs the trail's checkpoints, and shows what who
// verifies them has to keep.
#include "commands/audit_key.h"

#include "audit/note_key.h"
#include "audit/trail_paths.h"
#include "audit/trail_state.h"
#include "base/file.h"
#include "command_line/command.h"
#include "commands/audit_key_file.h"
#include "commands/exit_status.h"
#include "commands/privileges.h"
#include "commands/rule_options.h"
#include "commands/services.h"
#include "crypto/key_file.h"
#include "crypto/new_key.h"
#include "system/host_name.h"

#include <cerrno>
#include <chrono>
#include <cstdio>
#include <iostream>
#include <optional>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace msa {
namespace {

constexpr std::size_t max_state = std::size_t{1} << 20U;
constexpr mode_t key_mode = 0400;

struct AuditKeyOptions {
    std::optional<std::string> config;
    std::optional<std::string> file;
};

/// The settings, with the key file that the command line names in them.
Result<DaemonSettings> settings_of(const AuditKeyOptions& options) {
    auto loaded = load_settings(options.config);
    if (!loaded.settings) {
        for (const auto& each : loaded.diagnostics.sorted()) {
            std::cerr << loaded.diagnostics.block_of(each);
        }
        return Error{"the settings are not valid", loaded.diagnostics.kind()};
    }
    auto settings = *std::move(loaded.settings);
    settings.audit_key = options.file.value_or(settings.audit_key);
    if (settings.audit_key.empty()) {
        return Error{"no key file is named: [audit] key = \"FILE\" in the settings, or --file FILE",
                     ErrorKind::bad_config};
    }
    if (settings.audit_key.starts_with(credential_prefix)) {
        return Error{
            "the key is a credential of the service: name the file that systemd reads, "
            "with --file FILE",
            ErrorKind::bad_config};
    }
    return settings;
}

std::optional<TrailState> state_of_trail(const DaemonSettings& settings) {
    const auto text = read_file(TrailPaths::of(settings.audit).state, max_state);
    const auto state = text ? parse_trail_state(*text) : text.error();
    return state ? std::optional(*state) : std::nullopt;
}

/// Of the tree that is written now, or of the one that would be begun.
std::string origin_of(const DaemonSettings& settings) {
    if (const auto state = state_of_trail(settings)) {
        return state->origin;
    }
    const auto host = settings.host_name.empty() ? host_name() : settings.host_name;
    const std::chrono::year_month_day today(
        std::chrono::floor<std::chrono::days>(std::chrono::system_clock::now()));
    return host + "/msa-milter/" + std::to_string(static_cast<int>(today.year()));
}

/// The public half, whoever asks: the daemon looks at owner and mode.
Result<VerifierKey> verifier_in(const std::string& file, const std::string& origin) {
    const auto key = load_private_key(file, {.require_safe = false});
    return key ? verifier_key(*key, origin) : key.error();
}

Result<std::string> verifier_text(const DaemonSettings& settings) {
    const auto verifier = verifier_in(settings.audit_key, origin_of(settings));
    return verifier ? Result(verifier->text()) : within(settings.audit_key, verifier.error());
}

/// A key that the trail still needs is not written over.
Result<void> keep_old_key(const DaemonSettings& settings) {
    const auto& file = settings.audit_key;
    const auto old = old_audit_key(file);
    if (!may_exist(file)) {
        return {};
    }
    const auto state = state_of_trail(settings);
    const auto verifier = state && may_exist(old) ? verifier_in(old, state->origin) : Error{};
    if (verifier && verifier->text() == state->key) {
        return Error{
            old + " is still the key of the trail: restart the daemon, which then takes " + file,
            ErrorKind::cannot_create};
    }
    return std::rename(file.c_str(), old.c_str()) == 0 ? Result<void>() : file_error(old, errno);
}

Result<void> write_key(const DaemonSettings& settings) {
    const auto& path = settings.audit_key;
    const FileDescriptor file(
        ::open(path.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, key_mode));
    if (!file.is_open()) {
        auto error = file_error(path, errno);
        error.kind = ErrorKind::cannot_create;
        return error;
    }
    const auto pem = new_ed25519_key();
    const auto written = ::write(file.get(), pem.data(), pem.size());
    const auto user = is_root() ? user_id(settings.user) : std::nullopt;
    if (written != static_cast<ssize_t>(pem.size()) || ::fsync(file.get()) != 0 ||
        (user && ::fchown(file.get(), *user, static_cast<gid_t>(-1)) != 0)) {
        const auto error = file_error(path, errno);
        (void)::unlink(path.c_str());  // half a key is none
        return error;
    }
    return {};
}

int make_key(const AuditKeyOptions& options) {
    const auto settings = settings_of(options);
    if (!settings) {
        return complain(settings.error());
    }
    const bool had_one = may_exist(settings->audit_key);
    for (const auto step : {keep_old_key, write_key}) {
        if (const auto done = step(*settings); !done) {
            return complain(done.error());
        }
    }
    const auto verifier = verifier_text(*settings);
    if (!verifier) {
        return complain(verifier.error());
    }
    std::cout << *verifier << '\n';
    std::cerr << "Whoever verifies the trail keeps this line on another host. The key is in "
              << settings->audit_key << (had_one ? "; the old one in " : "")
              << (had_one ? old_audit_key(settings->audit_key) : "")
              << ". Name it as 'key' in [audit], and restart the daemon.\n";
    return exit_ok;
}

int show_key(const AuditKeyOptions& options) {
    const auto settings = settings_of(options);
    const auto verifier = settings ? verifier_text(*settings) : settings.error();
    if (!verifier) {
        return complain(verifier.error());
    }
    std::cout << *verifier << '\n';
    return exit_ok;
}

void add_key_options(Command& command, AuditKeyOptions& options) {
    command.add_option("--config", options.config,
                       std::string("Daemon settings; absent: ") + default_config +
                           " if it exists, or else the defaults");
    command.add_option("--file", options.file, "Key file, instead of the one in the settings");
}

}  // namespace

std::string audit_key_warning(const DaemonSettings& settings) {
    if (!settings.audit_key.empty()) {
        return {};
    }
    return "[audit] names no key: checkpoints of the audit trail are not signed, and whoever can "
           "write to its folder can make others; `msa-milter audit key new` makes a key";
}

void add_audit_key(Command& audit, int& status) {
    auto options = std::make_shared<AuditKeyOptions>();
    auto* key = audit.add_subcommand("key", "The key that signs the trail's checkpoints");
    key->require_subcommand(1);
    auto* make = key->add_subcommand(
        "new", "Make it, and print the verifier key; an existing key becomes FILE.old");
    add_key_options(*make, *options);
    make->callback([options, &status] { status = make_key(*options); });
    auto* show = key->add_subcommand("show", "Print the verifier key, which auditors keep");
    add_key_options(*show, *options);
    show->callback([options, &status] { status = show_key(*options); });
}

}  // namespace msa

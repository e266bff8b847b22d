// msa-milter audit expire: deletes whole files of the trail, and has a record keep what proves the
// rest.
#include "base/instant.h"
#include "base/text.h"
#include "command_line/command.h"
#include "commands/audit_options.h"
#include "commands/closed_trail.h"
#include "commands/control_socket.h"
#include "commands/daemon_options.h"
#include "commands/exit_status.h"
#include "commands/expiry_records.h"
#include "commands/privileges.h"
#include "commands/rule_options.h"
#include "commands/services.h"
#include "control/control_client.h"
#include "trail/expiry_plan.h"
#include "trail/trail_files.h"

#include <cerrno>
#include <filesystem>
#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <unistd.h>

namespace msa {
namespace {

constexpr std::chrono::seconds patience{60};

struct ExpireOptions {
    DaemonOptions daemon;
    std::string before;
    bool is_dry_run = false;
};

/// Whoever writes the trail has to be able to go on with what this leaves.
Result<DaemonSettings> settings_of(const ExpireOptions& options) {
    auto loaded = load_settings(options.daemon.config);
    if (!loaded.settings) {
        for (const auto& each : loaded.diagnostics.sorted()) {
            std::cerr << loaded.diagnostics.block_of(each);
        }
        return Error{"the settings are not valid", loaded.diagnostics.kind()};
    }
    if (is_root()) {
        if (const auto became = become(loaded.settings->user); !became) {
            return became.error();
        }
    }
    return *std::move(loaded.settings);
}

Result<ExpiryPlan> plan_of(const DaemonSettings& settings,
                           std::chrono::system_clock::time_point before) {
    VerificationRequest request;
    request.paths = paths_beside(settings.audit);
    request.progress = progress_bar();
    if (request.paths.empty()) {
        return Error{settings.audit + ": no trail file is there, or it may not be read",
                     ErrorKind::unavailable};
    }
    using std::chrono::microseconds;
    const auto since = std::chrono::duration_cast<microseconds>(before.time_since_epoch());
    return expiry_plan(std::move(request), settings.audit, since.count());
}

/// Before a record says that they are gone.
Result<void> may_delete_in(const std::string& file) {
    const auto folder = std::filesystem::path(file).parent_path();
    const auto path = folder.empty() ? std::string(".") : folder.string();
    return ::access(path.c_str(), W_OK) == 0 ? Result<void>() : file_error(path, errno);
}

/// Where no daemon writes.
Result<void> write_alone(const DaemonSettings& settings,
                         const std::vector<nlohmann::ordered_json>& all) {
    return write_closed_trail(settings, [&all](AuditTrail& audit) -> Result<void> {
        for (const auto& parameters : all) {
            if (auto written = write_expiry(audit, parameters); !written) {
                return written;
            }
        }
        return {};
    });
}

/// Through the daemon if one answers.
Result<void> record(const ExpireOptions& options, const DaemonSettings& settings,
                    const std::vector<nlohmann::ordered_json>& all) {
    const auto path = options.daemon.control.value_or(control_path(settings));
    for (std::size_t i = 0; i < all.size() && !path.empty(); ++i) {
        const auto answer = ask_daemon(path, "expiry", all[i], patience);
        if (!answer && answer.error().kind == ErrorKind::unavailable && i == 0) {
            return write_alone(settings, all);
        }
        if (!answer) {
            return answer.error();
        }
    }
    return path.empty() ? write_alone(settings, all) : Result<void>();
}

void print(const ExpirableFile& file, const char* what) {
    std::cout << what << ' ' << shown(file.path);
    const char* separator = ": ";
    for (const auto& leaves : file.leaves) {
        std::cout << separator << "records " << leaves.first << " to " << leaves.end - 1 << " of "
                  << shown(leaves.origin);
        separator = ", ";
    }
    std::cout << '\n';
}

int delete_files(const std::vector<ExpirableFile>& files) {
    int status = exit_ok;
    for (const auto& file : files) {
        if (::unlink(file.path.c_str()) != 0 && errno != ENOENT) {
            const auto error = file_error(file.path, errno);
            std::cerr << "msa-milter: " << error.what
                      << "; the trail records it as deleted: delete it\n";
            status = exit_status(error.kind);
            continue;
        }
        print(file, "deleted");
    }
    return status;
}

int carry_out(const ExpireOptions& options, const DaemonSettings& settings,
              const std::vector<ExpirableFile>& files) {
    if (options.is_dry_run) {
        for (const auto& file : files) {
            print(file, "would delete");
        }
        return exit_ok;
    }
    std::vector<ExpiredLeaves> leaves;
    for (const auto& file : files) {
        if (const auto may = may_delete_in(file.path); !may) {
            return complain(may.error());
        }
        leaves.insert(leaves.end(), file.leaves.begin(), file.leaves.end());
    }
    const auto recorded = record(options, settings, expiry_parameters(options.before, leaves));
    return recorded ? delete_files(files) : complain(recorded.error());
}

int expire(const ExpireOptions& options) {
    const auto before = parse_instant(options.before);
    if (!before) {
        std::cerr << "msa-milter: --before: " << before.error().what << '\n';
        return exit_usage;
    }
    const auto settings = settings_of(options);
    if (!settings) {
        return complain(settings.error());
    }
    const auto plan = plan_of(*settings, *before);
    if (!plan) {
        return complain(plan.error());
    }
    for (const auto& kept : plan->kept) {
        std::cerr << "msa-milter: " << shown(kept.path) << " stays: " << shown(kept.why) << '\n';
    }
    if (plan->files.empty()) {
        std::cout << "no file to delete: none has only records from before "
                  << shown(options.before) << " that a checkpoint covers\n";
        return plan->kept.empty() ? exit_ok : exit_findings;
    }
    const int status = carry_out(options, *settings, plan->files);
    return status == exit_ok && !plan->kept.empty() ? static_cast<int>(exit_findings) : status;
}

}  // namespace

void add_audit_expire(Command& audit, int& status) {
    auto options = std::make_shared<ExpireOptions>();
    auto* command = audit.add_subcommand(
        "expire", "Delete old files of the trail, and record what still proves the rest");
    command
        ->add_option("--before", options->before,
                     "Delete files whose records are all from before this day, 2026-11-27, or "
                     "instant, 2026-11-27T12:00:00Z, in UTC")
        ->required();
    command->add_flag("--dry-run", options->is_dry_run,
                      "Only say which; delete and record nothing");
    add_daemon_options(*command, options->daemon);
    command->footer(
        "Deletes whole files only: never the one being written, one whose last record no "
        "checkpoint covers,\nor one in which `audit verify` finds anything wrong.\nExit status: 0 "
        "all that are old enough are deleted, 1 one of them stays, 65 the trail is not\nwhole, 69 "
        "there is none, 73 another process writes to it, 77 permissions.");
    command->callback([options, &status] { status = expire(*options); });
}

}  // namespace msa

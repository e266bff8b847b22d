// msa-milter audit reveal: in which records an address stands, as it is or as a pseudonym. Who
// looks is recorded first; where that cannot be, nothing is shown.
#include "audit/trail_paths.h"
#include "command_line/command.h"
#include "commands/audit_options.h"
#include "commands/closed_trail.h"
#include "commands/control_asker.h"
#include "commands/control_socket.h"
#include "commands/daemon_options.h"
#include "commands/exit_status.h"
#include "commands/privileges.h"
#include "commands/reveal_record.h"
#include "commands/rule_options.h"
#include "commands/services.h"
#include "control/control_client.h"
#include "mail/address_key.h"
#include "trail/address_search.h"
#include "trail/record.h"
#include "trail/record_files.h"

#include <iostream>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include <unistd.h>

namespace msa {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::chrono::seconds patience{60};

struct RevealOptions {
    TrailOptions trail;
    std::optional<std::string> control;
    std::string recipient;
    std::string reason;
    bool is_json = false;
};

/// A line in which it stands.
struct Sight {
    std::string place;  // FILE:LINE
    std::string line;
};

Result<DaemonSettings> settings_of(const RevealOptions& options) {
    auto loaded = load_settings(options.trail.config);
    if (!loaded.settings) {
        for (const auto& each : loaded.diagnostics.sorted()) {
            std::cerr << loaded.diagnostics.block_of(each);
        }
        return Error{"the settings are not valid", loaded.diagnostics.kind()};
    }
    return *std::move(loaded.settings);
}

/// As records have it.
Result<std::string> key_of(const std::string& text) {
    const auto address = parse_addr_spec(text);
    auto key = address ? address_key(*address) : Result<std::string>(address.error());
    return key ? std::move(key)
               : Result<std::string>(Error{"--recipient: " + shown(text) + ": " + key.error().what,
                                           ErrorKind::bad_input});
}

Result<std::vector<Sight>> sights_of(const AddressSearch& search,
                                     const std::vector<TrailFile>& files) {
    std::vector<Sight> sights;
    const auto look = [&search](const LineBlock& block) {
        std::vector<TrailLine> found;
        for (const auto& line : block.lines) {
            const auto head = record_head(block.text(line));
            // Whoever looked before stands in records of that.
            if (head && head->kind != RecordKind::reveal &&
                search.stands_in(block.text(line), head->time)) {
                found.push_back(line);
            }
        }
        return found;
    };
    const auto take = [&](std::size_t file, const LineBlock& block,
                          const std::vector<TrailLine>& found) {
        for (const auto& line : found) {
            sights.push_back({files[file].path + ':' + std::to_string(line.number),
                              std::string(block.text(line))});
        }
    };
    const auto read = each_record_block(files, progress_bar(), look, take);
    return read ? Result<std::vector<Sight>>(std::move(sights)) : read.error();
}

/// Where no daemon writes: under the lock of the trail, as its user.
Result<void> record_alone(const DaemonSettings& settings, const Json& parameters) {
    if (is_root()) {
        if (auto became = become(settings.user); !became) {
            return became;
        }
    }
    return write_closed_trail(settings,
                              [&](AuditTrail& audit) { return write_reveal(audit, parameters); });
}

Result<void> record(const RevealOptions& options, const DaemonSettings& settings, Json parameters) {
    const auto path = options.control.value_or(control_path(settings));
    if (!path.empty()) {
        const auto answer = ask_daemon(path, "reveal", parameters, patience);
        if (answer || answer.error().kind != ErrorKind::unavailable) {
            return answer ? Result<void>() : answer.error();
        }
    }
    parameters["caller"] = ::getuid();
    return record_alone(settings, parameters);
}

void print(const Sight& sight) {
    RecordReader reader;
    const auto kind = reader.read(sight.line);
    const auto& record = reader.transaction();
    std::cout << shown(sight.place) << ": ";
    if (kind == RecordReader::Line::transaction) {
        std::cout << shown(record.transaction) << ' ' << shown(record.disposition) << ", began "
                  << shown(record.began) << ", from " << shown(record.claimed.mail_from)
                  << (record.identity ? ", login " + shown(record.identity->login) : "");
    } else {
        std::cout << to_text(reader.head().kind);
        if (const auto transaction = Json::parse(sight.line, nullptr, false);
            transaction.is_object() && transaction.contains("transaction")) {
            std::cout << " of " << shown(transaction["transaction"].dump());
        }
    }
    std::cout << '\n';
}

Json parameters_of(const RevealOptions& options, const std::string& address, std::size_t found,
                   std::size_t files) {
    Json parameters{{"address", address}, {"found", found}, {"files", files}};
    if (!options.reason.empty()) {
        parameters["reason"] = options.reason;
    }
    name_sudo_user(parameters);
    return parameters;
}

int reveal(const RevealOptions& options) {
    const auto address = key_of(options.recipient);
    if (!address) {
        return complain(address.error());
    }
    const auto settings = settings_of(options);
    if (!settings) {
        return complain(settings.error());
    }
    const auto paths = trail_paths(options.trail);
    const auto files = paths ? record_files(*paths) : paths.error();
    if (!files) {
        return complain(files.error());
    }
    const AddressSearch search(*address, TrailPaths::of(settings->audit).pseudonyms);
    const auto sights = sights_of(search, *files);
    if (!sights) {
        return complain(sights.error());
    }
    const auto recorded =
        record(options, *settings, parameters_of(options, *address, sights->size(), files->size()));
    if (!recorded) {
        return complain(
            within("nothing is shown, because it cannot be recorded", recorded.error()));
    }
    for (const auto& sight : *sights) {
        if (options.is_json) {
            std::cout << sight.line << '\n';
        } else {
            print(sight);
        }
    }
    std::cout << std::flush;
    std::cerr << sights->size() << " records; keys of " << search.keys()
              << " months are there for pseudonyms\n";
    return sights->empty() ? exit_findings : exit_ok;
}

}  // namespace

void add_audit_reveal(Command& audit, int& status) {
    auto options = std::make_shared<RevealOptions>();
    auto* command = audit.add_subcommand(
        "reveal", "Show which records name an address, also as a pseudonym; records who looks");
    command->add_option("--recipient", options->recipient, "The whole address")->required();
    command->add_option("--reason", options->reason, "Why, for the record");
    command->add_flag("--json", options->is_json, "The records themselves");
    command->add_option("--control", options->control, "Control socket of the daemon");
    add_trail_options(*command, options->trail);
    command->footer(
        "Before anything is shown, a record (reveal) in the trail of the settings says who looked "
        "for whom\nand how many records were found: the running daemon writes it, or, if none "
        "runs, this command.\nExit status: 0 something was found, 1 nothing was, 65 not an "
        "address, 69, 77 or 78 a file "
        "cannot "
        "be read or\nnothing could be recorded.");
    command->callback([options, &status] { status = reveal(*options); });
}

}  // namespace msa

// msa-milter status: what the running daemon says of itself.
#include "base/text.h"
#include "command_line/command.h"
#include "commands/commands.h"
#include "commands/daemon_options.h"
#include "commands/exit_status.h"
#include "commands/rule_options.h"

#include <iostream>
#include <memory>
#include <string>
#include <string_view>

namespace msa {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::chrono::seconds patience{10};

struct StatusOptions {
    DaemonOptions daemon;
    bool json = false;
};

/// A value in words; what is not there is "-".
std::string word(const Json& object, const char* key) {
    const auto value = object.find(key);
    if (value == object.end() || value->is_null()) {
        return "-";
    }
    return shown(value->is_string() ? value->get<std::string>() : value->dump());
}

Json list(const Json& object, const char* key) {
    return object.value(key, Json::array());
}

std::ostream& line(std::string_view head) {
    constexpr std::size_t width = 13;
    return std::cout << head << std::string(width - head.size(), ' ');
}

std::string mebibytes(const Json& object, const char* key) {
    const auto value = object.find(key);
    return value == object.end() || !value->is_number_unsigned()
               ? "-"
               : std::to_string(value->get<std::uint64_t>() >> 20U) + " MiB";
}

void print_candidate(const Json& status) {
    const auto candidate = status.value("candidate", Json());
    if (candidate.is_null()) {
        return;
    }
    for (const auto& each : list(candidate, "rules")) {
        line("candidate") << word(each, "file") << ", version " << word(each, "version") << ", "
                          << word(each, "hash") << '\n';
    }
    if (!list(candidate, "rules").empty()) {
        line("") << "would have judged otherwise since start: " << word(candidate, "differences")
                 << ", of which it could not tell: " << word(candidate, "trouble") << '\n';
    }
    for (const auto& file : list(candidate, "absent")) {
        line("candidate") << "none: " << shown(file.get<std::string>()) << " is not there\n";
    }
    for (const auto& error : list(candidate, "errors")) {
        line("candidate") << "does not load: " << shown(error.get<std::string>()) << '\n';
    }
}

void print_rules(const Json& status) {
    for (const auto& each : list(status, "rules")) {
        line("rules") << word(each, "file") << ", version " << word(each, "version") << ", "
                      << word(each, "hash") << '\n';
    }
    const auto last = status.value("last_reload", Json());
    line("last reload") << (last.is_null() ? std::string("none")
                                           : word(last, "result") + " at " + word(last, "at"))
                        << '\n';
    if (!last.is_null()) {
        for (const auto& error : list(last, "errors")) {
            line("") << shown(error.get<std::string>()) << '\n';
        }
    }
}

void print_mail(const Json& status) {
    const auto sessions = status.value("sessions", Json::object());
    line("sessions") << word(sessions, "open") << " open, " << word(sessions, "since_start")
                     << " since start; transactions open: " << word(status, "transactions_open")
                     << '\n';
    line("messages");
    const char* between = "";
    const auto messages = status.value("messages", Json::object());
    for (const auto& [disposition, count] : messages.items()) {
        std::cout << between << shown(disposition) << ' ' << count.dump();
        between = ", ";
    }
    std::cout << '\n';
}

void print_held(const Json& held) {
    line("held") << word(held, "since_start") << " since start; by command: released "
                 << word(held, "release") << ", deleted " << word(held, "delete") << ", refused "
                 << word(held, "refused") << ", failed " << word(held, "failed") << '\n';
}

/// What DNS publishes of a key; empty: nobody has looked.
std::string sight(const Json& key) {
    const auto seen = key.value("dns", Json());
    if (seen.is_null()) {
        return {};
    }
    std::string text = seen.value("fits", Json()) == true    ? ", published"
                       : seen.value("fits", Json()) == false ? ", " + word(seen, "why")
                                                             : "";
    if (seen.contains("cannot_tell")) {
        const auto why = word(seen, "cannot_tell");
        text += ", DNS cannot tell: " + (why.starts_with("DNS, ") ? why.substr(5) : why);
    }
    return text;
}

void print_keys(const Json& status) {
    for (const auto& key : list(status, "keys")) {
        line("key") << word(key, "domain") << '/' << word(key, "selector") << ": "
                    << word(key, "state") << sight(key);
        for (const char* when : {"activate", "retire"}) {
            if (const auto at = word(key, when); at != "-") {
                std::cout << ", " << when << ' ' << at;
            }
        }
        std::cout << '\n';
    }
}

/// Those that sign stand among the keys.
void print_folder_keys(const Json& status) {
    for (const auto& key : list(status, "folder_keys")) {
        if (word(key, "state") != "active") {
            line("key") << word(key, "domain") << '/' << word(key, "selector") << ": "
                        << word(key, "state") << " since " << word(key, "since") << '\n';
        }
    }
}

void print_tables(const Json& status) {
    for (const auto& table : list(status, "tables")) {
        line("table") << word(table, "table") << ": asked " << word(table, "asked") << ", found "
                      << word(table, "found") << ", errors " << word(table, "errors") << ", cached "
                      << word(table, "cached") << '\n';
        if (const auto trouble = table.value("last_error", Json()); !trouble.is_null()) {
            line("") << "at " << word(trouble, "at") << ": " << word(trouble, "error") << '\n';
        }
    }
}

void print_trail(const Json& trail) {
    line("trail") << word(trail, "file") << ": " << mebibytes(trail, "octets") << ", "
                  << mebibytes(trail, "free") << " free, records " << word(trail, "records")
                  << ", failures " << word(trail, "failures") << " (on_failure "
                  << word(trail, "on_failure") << ")\n";
    const auto last = trail.value("last_checkpoint", Json());
    line("checkpoint") << (last.is_null()
                               ? std::string("none yet")
                               : word(last, "at") + ", of " + word(last, "records") + " records")
                       << '\n';
}

void print_limits(const Json& limits) {
    line("limits") << word(limits, "backend");
    if (!limits.value("file", Json()).is_null()) {
        std::cout << ", kept in " << word(limits, "file");
    }
    for (const auto& each : list(limits, "decisions")) {
        std::cout << "; " << word(each, "limit") << ": admitted " << word(each, "admitted")
                  << ", refused " << word(each, "refused");
    }
    std::cout << '\n';
}

void print_text(const Json& status) {
    line("msa-milter") << word(status, "version") << ", " << word(status, "state") << " since "
                       << word(status, "since") << ", process " << word(status, "pid") << '\n';
    line("socket") << word(status, "socket") << ", engine " << word(status, "engine") << '\n';
    print_rules(status);
    print_candidate(status);
    print_mail(status);
    print_held(status.value("held", Json::object()));
    print_keys(status);
    print_folder_keys(status);
    print_tables(status);
    print_trail(status.value("trail", Json::object()));
    print_limits(status.value("limits", Json::object()));
    for (const auto& warning : list(status, "warnings")) {
        line("warning") << shown(warning.get<std::string>()) << '\n';
    }
}

int status(const StatusOptions& options) {
    const auto answer = ask_running(options.daemon, "status", patience);
    if (!answer) {
        return complain(answer.error());
    }
    if (options.json) {
        std::cout << answer->dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
    } else {
        print_text(*answer);
    }
    return list(*answer, "warnings").empty() ? exit_ok : exit_findings;
}

}  // namespace

void add_status_command(Command& app, int& status_of_command) {
    auto options = std::make_shared<StatusOptions>();
    auto* command = app.add_subcommand("status", "What the running daemon says about itself");
    add_daemon_options(*command, options->daemon);
    command->add_flag("--json", options->json, "All of it, as JSON");
    command->footer(
        "Exit status: 0 all is well, 1 there are warnings, 69 no daemon answers, 77 it does "
        "not\nanswer this user.");
    command->callback([options, &status_of_command] { status_of_command = status(*options); });
}

}  // namespace msa

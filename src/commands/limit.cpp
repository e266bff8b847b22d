// msa-milter limit: how full limits are, and logins that are suspended; the running daemon answers,
// and records who asked for what.
#include "base/instant.h"
#include "command_line/command.h"
#include "commands/commands.h"
#include "commands/control_asker.h"
#include "commands/daemon_options.h"
#include "commands/exit_status.h"
#include "commands/rule_options.h"

#include <chrono>
#include <cstdint>
#include <iostream>
#include <memory>
#include <string>

namespace msa {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::chrono::seconds patience{30};
constexpr std::size_t most_listed = 1000;
constexpr std::size_t usually_listed = 20;

struct LimitOptions {
    DaemonOptions daemon;
    std::string act;
    std::string login;
    std::string why;
    std::string until;
    std::size_t most = usually_listed;
    bool wants_json = false;
};

std::string word(const Json& object, const char* key) {
    const auto& value = object.at(key);
    return value.is_string() ? shown(value.get<std::string>()) : shown(value.dump());
}

void print_suspension(const Json& suspension) {
    std::cout << word(suspension, "login") << ": suspended since " << word(suspension, "since")
              << (suspension.at("until").is_null() ? " until somebody releases it"
                                                   : ", until " + word(suspension, "until"))
              << "\n    why: " << word(suspension, "why") << "\n    by:  " << word(suspension, "by")
              << '\n';
}

void print_use(const Json& use) {
    std::cout << word(use, "limit") << ' ' << word(use, "whom") << ": " << word(use, "used")
              << " counted, " << word(use, "events") << " in " << word(use, "seconds")
              << " s allowed; empty at " << word(use, "empty_at") << '\n';
}

void print_limit(const Json& limit) {
    std::cout << word(limit, "limit") << ": " << word(limit, "left") << " left; "
              << word(limit, "allows") << " allowed";
    if (!limit.at("next_at").is_null()) {
        std::cout << ", the next at " << word(limit, "next_at");
    }
    if (limit.value("is_local", false)) {
        std::cout << " (counted by this host alone)";
    }
    std::cout << '\n';
}

void print_list(const Json& list, void (*print)(const Json&), const char* none) {
    for (const auto& each : list) {
        print(each);
    }
    if (list.empty()) {
        std::cout << none << '\n';
    }
}

int tell(const LimitOptions& options, const Json& answer) {
    if (options.wants_json) {
        std::cout << answer.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
    } else if (options.act == "reset") {
        const auto count = word(answer, "forgotten");
        std::cout << word(answer, "login") << ": " << count
                  << (count == "1" ? " limit begins again\n" : " limits begin again\n");
    } else if (options.act == "top") {
        print_list(answer.at("fullest"), print_use,
                   answer.value("is_of_all_hosts", false)
                       ? "no [[limit]] was half used in the last two days"
                       : "no [[limit]] has counted anything");
    } else {
        if (!answer.at("suspension").is_null()) {
            print_suspension(answer.at("suspension"));
        }
        print_list(answer.at("limits"), print_limit, "no [[limit]] is of a login");
    }
    return exit_ok;
}

Result<Json> answer_to(const LimitOptions& options, const char* method, Json parameters) {
    name_sudo_user(parameters);
    return ask_running(options.daemon, method, patience, parameters);
}

int ask(const LimitOptions& options) {
    Json parameters{{"act", options.act}, {"most", options.most}};
    if (!options.login.empty()) {
        parameters["login"] = options.login;
    }
    const auto answer = answer_to(options, "limit", std::move(parameters));
    if (answer && answer->contains("unavailable")) {
        return complain(
            Error{(options.act == "reset" ? shown(options.login) + ": nothing begins again: "
                                          : "what limits have counted is not known: ") +
                  word(*answer, "unavailable")});
    }
    return answer ? tell(options, *answer) : complain(answer.error());
}

int say_it_is_so(const LimitOptions& options, const Json& answer) {
    const auto& present = answer.at("is_already");
    if (present.is_null()) {
        std::cerr << "msa-milter: " << word(answer, "login") << " is not suspended\n";
    } else {
        std::cerr << "msa-milter: it is suspended already, and stays so as it is:\n";
        print_suspension(present);
    }
    if (answer.contains("unshared")) {
        std::cerr << "msa-milter: as far as this host knows; other hosts could not be asked: "
                  << word(answer, "unshared") << '\n';
        return exit_findings;
    }
    return options.act == "release" ? exit_findings : exit_ok;
}

Result<Json> parameters_of(const LimitOptions& options) {
    Json parameters{{"act", options.act}, {"login", options.login}, {"why", options.why}};
    if (options.until.empty()) {
        return parameters;
    }
    const auto until = parse_instant(options.until);
    if (!until) {
        return within("--until", until.error());
    }
    if (*until <= std::chrono::system_clock::now()) {
        return Error{"--until: " + shown(options.until) + " is over", ErrorKind::bad_input};
    }
    parameters["until"] =
        std::chrono::duration_cast<std::chrono::seconds>(until->time_since_epoch()).count();
    return parameters;
}

/// What keeps a change from being whole; the exit status.
int complain_of_change(const LimitOptions& options, const Json& answer) {
    int status = exit_ok;
    if (options.act == "suspend") {
        for (const auto& file : answer.value("gaps", Json::array())) {
            std::cerr << "msa-milter: it can still send where " << shown(file.get<std::string>())
                      << " rules: account_state refuses nobody there\n";
            status = exit_findings;
        }
    }
    if (answer.contains("unshared")) {
        std::cerr << "msa-milter: other hosts do not know of it yet: " << word(answer, "unshared")
                  << "; they hear of it once the server answers\n";
        status = exit_findings;
    }
    if (answer.contains("trouble")) {
        std::cerr << "msa-milter: a restart would undo this: " << word(answer, "trouble") << '\n';
        status = exit_findings;
    }
    return status;
}

int change(const LimitOptions& options) {
    const auto parameters = parameters_of(options);
    if (!parameters) {
        return complain(parameters.error());
    }
    const auto answer = answer_to(options, "suspension", *parameters);
    if (!answer) {
        return complain(within(shown(options.login) + " is not " +
                                   (options.act == "release" ? "released" : "suspended"),
                               answer.error()));
    }
    if (answer->contains("is_already")) {
        return say_it_is_so(options, *answer);
    }
    if (options.wants_json) {
        std::cout << answer->dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
    } else if (options.act == "release") {
        std::cout << word(*answer, "login") << ": released\n";
    } else {
        print_suspension(*answer);
    }
    return complain_of_change(options, *answer);
}

Command& add(Command& limit, const char* act, const char* about, bool is_change, int& status) {
    auto options = std::make_shared<LimitOptions>();
    options->act = act;
    auto* command = limit.add_subcommand(act, about);
    const std::string name(act);
    if (name != "top") {
        command->add_option("LOGIN", options->login, "As records name it")->required();
    } else {
        command->add_option("--most", options->most, "How many, the fullest first")
            ->between(std::size_t{1}, most_listed)
            ->capture_default_str();
    }
    if (is_change) {
        command->add_option("--why", options->why, "The reason, for the record")->required();
    }
    if (name == "suspend") {
        command->add_option("--until", options->until,
                            "When it ends by itself, as 2026-12-31 or 2026-12-31T18:00:00Z; else "
                            "somebody has to release it");
    }
    add_daemon_options(*command, options->daemon);
    command->add_flag("--json", options->wants_json, "For programs");
    command->footer(
        "The daemon records who asked.\nExit status: 0, 1 it is not suspended, can still send, or "
        "a "
        "restart would undo it, 69 no daemon\nanswers, 77 it does not answer this user.");
    command->callback(
        [options, is_change, &status] { status = is_change ? change(*options) : ask(*options); });
    return *command;
}

}  // namespace

void add_limit_command(Command& app, int& status) {
    auto* limit = app.add_subcommand(
        "limit", "What limits have counted, and logins that are suspended: look, reset, release");
    limit->require_subcommand(1);
    add(*limit, "show", "What limits have counted for a login, and whether it is suspended", false,
        status);
    add(*limit, "top", "The limits that are fullest, and whose they are", false, status);
    add(*limit, "reset", "Have all limits of a login begin again", false, status);
    add(*limit, "suspend", "Refuse all mail of a login from now on", true, status);
    add(*limit, "release", "Let a suspended login send again", true, status);
}

}  // namespace msa

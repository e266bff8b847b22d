// msa-milter reload: has the running daemon read its rules anew, and waits for what comes of it.
#include "command_line/command.h"
#include "commands/commands.h"
#include "commands/daemon_options.h"
#include "commands/exit_status.h"
#include "commands/rule_options.h"

#include <iostream>
#include <memory>
#include <string>

namespace msa {
namespace {

// A table of millions is read in seconds, a server that is away has its own deadlines.
constexpr std::chrono::seconds patience{600};

int reload(const DaemonOptions& options) {
    const auto answer = ask_running(options, "reload", patience);
    if (!answer) {
        return complain(answer.error());
    }
    for (const auto& warning : answer->value("warnings", nlohmann::ordered_json::array())) {
        std::cerr << "msa-milter: " << shown(warning.get<std::string>()) << '\n';
    }
    const auto errors = answer->value("errors", nlohmann::ordered_json::array());
    for (const auto& error : errors) {
        std::cerr << "msa-milter: " << shown(error.get<std::string>()) << '\n';
    }
    const auto hash = shown(answer->value("hash", std::string()));
    if (answer->value("result", std::string()) != "ok") {
        std::cerr << "msa-milter: still in force: " << hash << '\n';
        return exit_bad_config;
    }
    std::cout << hash << '\n';
    return exit_ok;
}

}  // namespace

void add_reload_command(Command& app, int& status) {
    auto options = std::make_shared<DaemonOptions>();
    auto* command = app.add_subcommand(
        "reload", "Have the running daemon read its rules again, and wait for it");
    add_daemon_options(*command, *options);
    command->footer(
        "Prints the hash of the rules now in force. After any error the rules in force stay: "
        "prints the\nerrors, and their hash.\nExit status: 0 reloaded, 78 the rules have errors, "
        "69 no daemon answers, 77 it does not answer\nthis user.");
    command->callback([options, &status] { status = reload(*options); });
}

}  // namespace msa

// msa-milter key rotate: the running daemon looks at its folder of keys now, not in an hour.
#include "command_line/command.h"
#include "commands/daemon_options.h"
#include "commands/exit_status.h"
#include "commands/key_commands.h"
#include "commands/key_folders.h"
#include "commands/rule_options.h"

#include <chrono>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

namespace msa {
namespace {

constexpr std::chrono::seconds patience{600};  // name servers that do not answer take a while

struct RotateOptions {
    DaemonOptions daemon;
    std::vector<std::string> domains;
    bool wants_json = false;
};

using Json = nlohmann::ordered_json;

std::string word(const Json& object, const char* key) {
    return object.at(key).is_null() ? "none" : shown(object.at(key).get<std::string>());
}

void print_text(const Json& answer) {
    for (const auto& each : answer.at("changes")) {
        std::cout << word(each, "domain") << '/' << word(each, "selector") << ": "
                  << word(each, "from") << " -> " << word(each, "to") << " (" << word(each, "why")
                  << ")\n";
    }
    for (const auto& each : answer.at("to_do")) {
        std::cout << shown(each.get<std::string>()) << '\n';
    }
    for (const auto& each : answer.at("troubles")) {
        std::cerr << "msa-milter: " << shown(each.get<std::string>()) << '\n';
    }
}

int rotate(const RotateOptions& options) {
    Json domains = Json::array();
    for (const auto& each : options.domains) {
        const auto domain = domain_of_key(each);
        if (!domain) {
            return complain(domain.error());
        }
        domains.push_back(*domain);
    }
    const auto answer =
        ask_running(options.daemon, "key_rotation", patience, {{"domains", std::move(domains)}});
    if (!answer) {
        return complain(answer.error());
    }
    if (options.wants_json) {
        std::cout << answer->dump(2) << '\n';
    } else {
        print_text(*answer);
    }
    return answer->at("troubles").empty() ? exit_ok : exit_findings;
}

}  // namespace

void add_key_rotate_command(Command& key, int& status) {
    auto options = std::make_shared<RotateOptions>();
    auto* command = key.add_subcommand(
        "rotate", "Have the daemon look at its folder of keys now, and do what is due");
    command->add_option("DOMAIN", options->domains,
                        "Replace its keys by new ones, whatever their age");
    add_daemon_options(*command, options->daemon);
    command->add_flag("--json", options->wants_json, "For programs");
    command->footer(
        "Prints what has changed, and what to publish by hand.\nExit status: 0 done, 1 something "
        "could not be asked, published or written, 69 no daemon\nanswers, 77 it does not answer "
        "this user.");
    command->callback([options, &status] { status = rotate(*options); });
}

}  // namespace msa

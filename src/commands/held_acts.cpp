// msa-milter held release and delete. The running daemon judges and records it first; where it
// does not, nothing is done.
#include "base/text.h"
#include "command_line/command.h"
#include "commands/control_asker.h"
#include "commands/daemon_options.h"
#include "commands/exit_status.h"
#include "commands/held_messages.h"
#include "commands/held_signature.h"
#include "commands/rule_options.h"

#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include <unistd.h>

namespace msa {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::chrono::seconds patience{60};

struct ActOptions {
    HeldOptions held;
    std::string act;  // release or delete
    std::string id;
    std::string why;
    std::string approver;
    bool is_unsigned_meant = false;
};

std::string nothing_done(const ActOptions& options) {
    return options.id + " is not " + options.act + "d";
}

Result<Json> parameters_of(const ActOptions& options, const HeldQueue& queue,
                           const HeldMessage& message) {
    const auto header = queue.header(message.queued);
    if (!header) {
        return header.error();
    }
    const auto since =
        std::chrono::duration_cast<std::chrono::seconds>(message.queued.since.time_since_epoch());
    Json parameters{{"act", options.act},
                    {"queue_id", options.id},
                    {"since", static_cast<std::uint64_t>(since.count())},
                    {"file", message.record.file},
                    {"signatures", signature_octets(*header)},
                    {"why", options.why}};
    if (!options.approver.empty()) {
        parameters["as"] = options.approver;
    }
    if (options.is_unsigned_meant) {
        parameters["unsigned"] = true;
    }
    name_sudo_user(parameters);
    return parameters;
}

Result<Json> ask(const ActOptions& options, const Json& parameters) {
    return ask_running({.config = options.held.trail.config, .control = options.held.control},
                       "held", patience, parameters);
}

/// What could not be done was recorded as if it would be.
int take_back(const ActOptions& options, Json parameters, const Error& trouble) {
    parameters["act"] = "failed";
    parameters["trouble"] = trouble.what.substr(0, 500);
    const auto told = ask(options, parameters);
    if (!told) {
        std::cerr << "msa-milter: the trail could not be told that it failed: "
                  << shown(told.error().what) << '\n';
    }
    return complain(within(nothing_done(options), trouble));
}

void tell(const ActOptions& options, const HeldMessage& message, const Json& answer) {
    const auto signature = answer.value("signature", std::string());
    const auto why = answer.value("signature_why", std::string());
    if (options.held.is_json) {
        Json json{{"queue_id", options.id},
                  {"act", options.act},
                  {"transaction", message.record.transaction}};
        if (!signature.empty()) {
            json["signature"] = signature;
            json["signature_why"] = why;
        }
        std::cout << json.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
        return;
    }
    std::cout << options.id << ": " << options.act << "d";
    if (!signature.empty()) {
        std::cout << (signature == "verifiable"
                          ? ", signed"
                          : ", signature " + shown(signature) + ": " + shown(why));
    }
    std::cout << '\n';
}

Result<void> checked(const ActOptions& options) {
    constexpr std::size_t longest = 1000;
    for (const auto& [name, text] :
         {std::pair("--why", options.why), std::pair("--as", options.approver)}) {
        if (text.size() > longest) {
            return Error{
                std::string(name) + " is longer than " + std::to_string(longest) + " octets",
                ErrorKind::bad_input};
        }
    }
    if (trimmed(options.why).empty()) {
        return Error{"--why is empty: it says why, for the record", ErrorKind::bad_input};
    }
    if (::geteuid() != 0) {
        return Error{nothing_done(options) + ": the MTA lets only root do that",
                     ErrorKind::no_permission};
    }
    return {};
}

int act(const ActOptions& options) {
    if (const auto can = checked(options); !can) {
        return complain(can.error());
    }
    const auto queue = held_queue(options.held);
    if (!queue) {
        return complain(queue.error());
    }
    const auto message = held_message(options.id, **queue, options.held);
    const auto parameters =
        message ? parameters_of(options, **queue, *message) : Result<Json>(message.error());
    if (!parameters) {
        return complain(parameters.error());
    }
    const auto answer = ask(options, *parameters);
    if (!answer) {
        return complain(
            within(nothing_done(options) + ", because it cannot be recorded", answer.error()));
    }
    if (answer->contains("refused")) {
        std::cerr << "msa-milter: " << nothing_done(options) << ": "
                  << shown(answer->value("refused", std::string())) << '\n';
        return answer->value("status", static_cast<int>(exit_no_permission));
    }
    const auto done = options.act == "release" ? (*queue)->release(message->queued)
                                               : (*queue)->remove(message->queued);
    if (!done || !*done) {
        return take_back(options, *parameters,
                         done ? Error{"it has left the queue meanwhile"} : done.error());
    }
    tell(options, *message, *answer);
    return exit_ok;
}

Command& add_act(Command& held, const char* name, const char* about, int& status) {
    auto options = std::make_shared<ActOptions>();
    options->act = name;
    auto* command = held.add_subcommand(name, about);
    command->add_option("ID", options->id, "Its queue ID")->required();
    command->add_option("--why", options->why, "Why, for the record")->required();
    if (options->act == "release") {
        command->add_option("--as", options->approver,
                            "Login of who approves it, where a rule has `approve`");
        command->add_flag("--unsigned", options->is_unsigned_meant,
                          "Release it even if receivers could verify no signature of it");
    }
    add_held_options(*command, options->held);
    command->callback([options, &status] { status = act(*options); });
    return *command;
}

}  // namespace

void add_held_acts(Command& held, int& status) {
    add_act(held, "release", "Into normal delivery, as it was signed when it was held", status)
        .footer(
            "The running daemon judges and records it before it is done.\nExit status: 0 released, "
            "1 nobody could verify its signature (--unsigned), 65 no rule holds such a\nmessage, "
            "69 no daemon or no MTA answers, or it has left the queue, 77 not root, or it needs\n"
            "the approval of another person.");
    add_act(held, "delete", "For good; nobody is told", status)
        .footer(
            "The running daemon records it before it is done.\nExit status: 0 deleted, 65 no rule "
            "holds such a message, 69 no daemon or no MTA answers, or it has\nleft the queue, 77 "
            "not root.");
}

}  // namespace msa

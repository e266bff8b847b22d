// msa-milter held list and show: what rules held and the MTA still has, who sent it, and why it
// was held.
#include "audit/timestamp.h"
#include "base/text.h"
#include "command_line/command.h"
#include "commands/commands.h"
#include "commands/exit_status.h"
#include "commands/held_messages.h"
#include "commands/rule_options.h"

#include <iostream>
#include <memory>
#include <string>

#include <nlohmann/json.hpp>

namespace msa {
namespace {

using Json = nlohmann::ordered_json;

struct ShowOptions {
    HeldOptions held;
    std::string id;
};

void print(const Json& json) {
    std::cout << json.dump(2, ' ', false, Json::error_handler_t::replace) << '\n';
}

Json json_of(const HeldMessage& message) {
    const auto& [queued, record] = message;
    Json rules = Json::array();
    for (const auto& rule : record.rules) {
        rules.push_back({{"rule", rule.id}, {"what", rule.what}});
    }
    Json keys = Json::array();
    for (const auto& each : record.signatures) {
        keys.push_back(each.selector + "._domainkey." + each.domain);
    }
    return {{"queue_id", queued.id},
            {"queued", timestamp(queued.since)},
            {"held", record.time},
            {"login", record.login.empty() ? Json() : Json(record.login)},
            {"rules", std::move(rules)},
            {"sender", queued.sender},
            {"recipients", queued.recipients},
            {"octets", queued.octets},
            {"transaction", record.transaction},
            {"signatures", std::move(keys)},
            {"unsigned", record.unsigned_reason.empty() ? Json() : Json(record.unsigned_reason)}};
}

std::string recipients_of(const QueuedMessage& queued) {
    constexpr std::size_t most_shown = 3;
    std::string text;
    for (std::size_t i = 0; i < queued.recipients.size() && i < most_shown; ++i) {
        text += (i == 0 ? "" : ", ") + shown(queued.recipients[i]);
    }
    return queued.recipients.size() > most_shown
               ? text + " and " + std::to_string(queued.recipients.size() - most_shown) + " more"
               : text;
}

void print_line(const HeldMessage& message) {
    const auto& [queued, record] = message;
    std::cout << queued.id << "  " << shown(record.time) << "  "
              << (record.login.empty() ? "nobody" : shown(record.login)) << '\n'
              << "    from <" << shown(queued.sender) << "> to " << recipients_of(queued) << '\n';
    for (const auto& rule : record.rules) {
        std::cout << "    rule " << shown(rule.id) << ": " << shown(rule.what) << '\n';
    }
}

int list(const HeldOptions& options) {
    const auto queue = held_queue(options);
    const auto all = queue ? held_messages(**queue, options) : Result<HeldMessages>(queue.error());
    if (!all) {
        return complain(all.error());
    }
    if (options.is_json) {
        Json messages = Json::array();
        for (const auto& each : all->ours) {
            messages.push_back(json_of(each));
        }
        print({{"held", std::move(messages)}, {"others", all->others}, {"unread", all->unread}});
        return exit_ok;
    }
    for (const auto& each : all->ours) {
        print_line(each);
    }
    std::cout << all->ours.size() << " held";
    if (all->others != 0) {
        std::cout << "; " << all->others << " that no record is about are not shown";
    }
    std::cout << '\n' << std::flush;
    if (all->unread != 0) {
        std::cerr << "msa-milter: " << all->unread
                  << " entries of the queue cannot be read, or left while they were\n";
    }
    return exit_ok;
}

void print_field(std::string_view name, std::string_view value) {
    constexpr std::size_t width = 14;
    std::cout << name << std::string(name.size() < width ? width - name.size() : 1, ' ')
              << shown(value) << '\n';
}

void print_text(const HeldMessage& message, const std::string& header) {
    const auto& [queued, record] = message;
    print_field("queue_id", queued.id);
    print_field("held", record.time);
    for (const auto& rule : record.rules) {
        print_field("rule", rule.id + ": " + rule.what);
    }
    print_field("octets", std::to_string(queued.octets));
    for (const auto& each : queued.recipients) {
        print_field("to", each);
    }
    print_field("transaction", record.transaction);
    for (const auto& [name, value] : record.told) {
        print_field(name, value);
    }
    for (const auto& each : record.signatures) {
        print_field("signed", each.selector + "._domainkey." + each.domain);
    }
    if (!record.unsigned_reason.empty()) {
        print_field("unsigned", record.unsigned_reason);
    }
    std::cout << '\n';
    for (const auto line : split(header, '\n')) {
        if (!line.empty()) {
            std::cout << shown(line) << '\n';
        }
    }
}

int show(const ShowOptions& options) {
    const auto queue = held_queue(options.held);
    if (!queue) {
        return complain(queue.error());
    }
    const auto message = held_message(options.id, **queue, options.held);
    const auto header =
        message ? (*queue)->header(message->queued) : Result<std::string>(message.error());
    if (!header) {
        return complain(header.error());
    }
    if (options.held.is_json) {
        auto json = json_of(*message);
        json["header"] = *header;
        print(json);
    } else {
        print_text(*message, *header);
    }
    return exit_ok;
}

void add_list(Command& held, int& status) {
    auto options = std::make_shared<HeldOptions>();
    auto* command = held.add_subcommand("list", "What rules held and the MTA still has");
    add_held_options(*command, *options);
    command->footer(
        "Messages that somebody else holds are counted only.\nExit status: 0, 69 the MTA does not "
        "answer, 77 or 78 a file cannot be read.");
    command->callback([options, &status] { status = list(*options); });
}

void add_show(Command& held, int& status) {
    auto options = std::make_shared<ShowOptions>();
    auto* command = held.add_subcommand("show", "One of them, with its header as it would leave");
    command->add_option("ID", options->id, "Its queue ID")->required();
    add_held_options(*command, options->held);
    command->footer(
        "Exit status: 0, 65 no rule holds such a message, 69 the MTA does not answer, 77 or 78 a "
        "file\ncannot be read.");
    command->callback([options, &status] { status = show(*options); });
}

}  // namespace

void add_held_command(Command& app, int& status) {
    auto* held = app.add_subcommand(
        "held", "Mail that rules hold in the MTA's queue: list, show, release, delete");
    held->require_subcommand(1);
    add_list(*held, status);
    add_show(*held, status);
    add_held_acts(*held, status);
}

}  // namespace msa

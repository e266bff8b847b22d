#include "commands/held_messages.h"

#include "base/text.h"
#include "command_line/command.h"
#include "commands/services.h"
#include "queue/queue_program.h"
#include "trail/record_files.h"

#include <algorithm>
#include <utility>

namespace msa {
namespace {

/// Of those that are listed. Without any, no trail is read.
Result<std::map<std::string, HeldRecord, std::less<>>> records_of(
    const std::vector<QueuedMessage>& queued, const TrailOptions& trail) {
    QueuedSince since;
    for (const auto& each : queued) {
        since.emplace(each.id, each.since);
    }
    if (since.empty()) {
        return std::map<std::string, HeldRecord, std::less<>>();
    }
    const auto paths = trail_paths(trail);
    const auto files = paths ? record_files(*paths) : paths.error();
    return files ? held_records(*files, since, progress_bar())
                 : Result<std::map<std::string, HeldRecord, std::less<>>>(files.error());
}

Result<HeldMessages> joined(QueueListing listing, const TrailOptions& trail) {
    auto records = records_of(listing.messages, trail);
    if (!records) {
        return records.error();
    }
    HeldMessages all;
    all.unread = listing.unread;
    for (auto& each : listing.messages) {
        const auto record = records->find(each.id);
        if (record == records->end()) {
            ++all.others;
        } else {
            all.ours.push_back({std::move(each), std::move(record->second)});
            records->erase(record);
        }
    }
    std::sort(all.ours.begin(), all.ours.end(), [](const auto& a, const auto& b) {
        return std::pair(a.record.at, a.queued.id) < std::pair(b.record.at, b.queued.id);
    });
    return all;
}

}  // namespace

void add_held_options(Command& command, HeldOptions& options) {
    command.add_option("--mta", options.mta, "Whose queue; absent: Postfix's if it is installed")
        ->one_of({"postfix", "sendmail"});
    auto* postfix = command
                        .add_option(
                            "--postfix",
                            [&options](const std::vector<std::string>& folder) {
                                options.is_postfix_named = true;
                                options.postfix_folder = folder.empty() ? "" : folder.front();
                            },
                            "Postfix's queue; with a folder, that of the configuration there")
                        ->type_name("[FOLDER]")
                        ->expected(0, 1);
    command
        .add_option("--sendmail", options.sendmail_file, "Sendmail's queue, by this sendmail.cf")
        ->excludes(postfix);
    command
        .add_option("--trail", options.trail.files,
                    "Files and folders of the trail; absent: that of the settings")
        ->allow_extra_args(false);
    command.add_option("--config", options.trail.config,
                       std::string("Daemon settings; absent: ") + default_config +
                           " if it exists, or else the defaults");
    command.add_option("--control", options.control,
                       "Control socket, instead of the one in the settings");
    command.add_flag("--json", options.is_json, "The answer as JSON");
}

Result<std::unique_ptr<const HeldQueue>> held_queue(const HeldOptions& options) {
    const bool is_sendmail_named = !options.sendmail_file.empty();
    if ((options.mta == "postfix" && is_sendmail_named) ||
        (options.mta == "sendmail" && options.is_postfix_named)) {
        return Error{"--mta " + options.mta + " names another MTA than --" +
                         (is_sendmail_named ? "sendmail" : "postfix"),
                     ErrorKind::bad_input};
    }
    if (options.mta == "sendmail" || is_sendmail_named) {
        return sendmail_queue(options.sendmail_file);
    }
    if (options.mta == "postfix" || options.is_postfix_named || has_queue_program("postqueue")) {
        return postfix_queue(options.postfix_folder);
    }
    if (has_queue_program("sendmail")) {
        return sendmail_queue({});
    }
    return Error{"no MTA is here: neither postqueue nor sendmail is in the PATH or in /usr/sbin"};
}

Result<HeldMessages> held_messages(const HeldQueue& queue, const HeldOptions& options) {
    auto listing = queue.list();
    return listing ? joined(*std::move(listing), options.trail)
                   : Result<HeldMessages>(listing.error());
}

Result<HeldMessage> held_message(const std::string& id, const HeldQueue& queue,
                                 const HeldOptions& options) {
    auto listing = is_queue_id(id) ? queue.list()
                                   : Error{"'" + printable(id) +
                                               "' is no queue ID: letters and "
                                               "digits, as `msa-milter held list` shows it",
                                           ErrorKind::bad_input};
    if (!listing) {
        return listing.error();
    }
    std::erase_if(listing->messages, [&id](const auto& each) { return each.id != id; });
    if (listing->messages.empty()) {
        return Error{id + ": no such message is held; `msa-milter held list` shows those that are",
                     ErrorKind::bad_input};
    }
    auto all = joined(*std::move(listing), options.trail);
    if (!all) {
        return all.error();
    }
    if (all->ours.empty()) {
        return Error{id + ": the trail has no record that a rule held this message: somebody else "
                          "did, and it is left alone",
                     ErrorKind::bad_input};
    }
    return std::move(all->ours.front());
}

}  // namespace msa

// msa-milter trace: of a message that somebody received, who sent it through this host, by which
// right, and whether it is as it left.
#include "audit/record_json.h"
#include "base/text.h"
#include "command_line/command.h"
#include "commands/audit_options.h"
#include "commands/audit_proof.h"
#include "commands/commands.h"
#include "commands/exit_status.h"
#include "commands/message_file.h"
#include "commands/rule_options.h"
#include "commands/traced_message.h"
#include "dns/unbound_resolver.h"
#include "inquiry/alterations.h"
#include "workbench/shown_message.h"

#include <algorithm>
#include <chrono>
#include <iostream>
#include <memory>
#include <set>
#include <utility>

namespace msa {
namespace {

struct TraceOptions {
    std::string message;
    TrailOptions trail;
    std::vector<std::string> keys;  // NAME=RECORD
    std::vector<std::string> resolver;
    std::string proof;
    bool is_json = false;
};

constexpr std::chrono::seconds patience{10};  // for one answer of DNS
/// Signatures of one message that are looked for. Ours is the lowest but for those of who had the
/// message before.
constexpr std::size_t most_sought = 100;

/// Key records that were given, and those that DNS has.
class KeySource {
public:
    explicit KeySource(const TraceOptions& options) : options_(options) {}

    /// Error: what was given is no NAME=RECORD.
    [[nodiscard]] Result<void> take_given() {
        for (const auto& each : options_.keys) {
            const auto equals = each.find('=');
            const auto name = ascii_lower(each.substr(0, equals));
            if (equals == std::string::npos || name.find("._domainkey.") == std::string::npos) {
                return Error{"--key '" + shown(each) +
                                 "': not SELECTOR._domainkey.DOMAIN=RECORD as DNS has it",
                             ErrorKind::bad_input};
            }
            given_.push_back({name, each.substr(equals + 1)});
        }
        return {};
    }

    /// Error: nobody can tell. A name that has no record, or several, has the empty one.
    [[nodiscard]] Result<PublishedKey> find(const std::string& name) {
        const auto given = std::find_if(given_.begin(), given_.end(),
                                        [&name](const auto& each) { return each.name == name; });
        if (given != given_.end()) {
            return *given;
        }
        if (!resolver_) {
            auto made = make_unbound_resolver({.servers = options_.resolver});
            if (!made) {
                return made.error();
            }
            resolver_ = *std::move(made);
        }
        const auto answer =
            resolver_->ask(name, RecordType::txt, std::chrono::steady_clock::now() + patience);
        if (!answer) {
            return answer.error();
        }
        return PublishedKey{
            name, answer->records.size() == 1 ? answer->records.front().value : std::string()};
    }

private:
    const TraceOptions& options_;
    std::vector<PublishedKey> given_;
    std::unique_ptr<const Resolver> resolver_;
};

bool has_signature(const SignedRecord& record, const JudgedSignature& signature) {
    const auto cut = signature.octets.substr(0, recorded_signature_octets);
    return std::find(record.signatures.begin(), record.signatures.end(), cut) !=
           record.signatures.end();
}

std::vector<std::string> lowest_signatures(const RefereeAnswer& answer) {
    std::vector<std::string> sought;
    for (auto each = answer.signatures.rbegin();
         each != answer.signatures.rend() && sought.size() < most_sought; ++each) {
        sought.push_back(each->octets);
    }
    return sought;
}

/// With the empty line behind it: which signatures there are, no body says.
std::string_view header_of(std::string_view text) {
    constexpr std::string_view end = "\r\n\r\n";
    const auto found = text.find(end);
    return found == std::string_view::npos ? text : text.substr(0, found + end.size());
}

/// Those of recorded signatures, and without any those of our own keys.
struct ToVerify {
    std::vector<std::string> signatures;
    std::set<std::string> key_names;
};

ToVerify to_verify(const TracedMessage& message) {
    ToVerify wanted;
    for (const bool recorded : {true, false}) {
        for (const auto& each : message.signatures) {
            if (recorded ? each.is_recorded : each.has_own_key) {
                wanted.signatures.push_back(each.judged.octets);
                wanted.key_names.insert(each.judged.key_name);
            }
        }
        if (!wanted.signatures.empty()) {
            break;
        }
    }
    return wanted;
}

void verify(TracedMessage& message, const std::string& text, KeySource& source) {
    const auto wanted = to_verify(message);
    RefereeQuestion question;
    question.only = wanted.signatures;
    std::string trouble;
    for (const auto& name : wanted.key_names) {
        auto key = source.find(name);
        if (key && !key->record.empty()) {
            question.keys.push_back(*std::move(key));
        } else {
            trouble = name + ": " + (key ? "DNS has no such record, or several" : key.error().what);
        }
    }
    auto answer = question.keys.empty() ? Result<RefereeAnswer>(RefereeAnswer{})
                                        : ask_referee(text, question);
    if (!answer) {
        trouble = answer.error().what;
        answer = RefereeAnswer{};
    }
    for (auto& each : message.signatures) {
        const auto judged = std::find_if(
            answer->signatures.begin(), answer->signatures.end(), [&each](const auto& other) {
                return other.octets == each.judged.octets && other.key_name == each.judged.key_name;
            });
        if (judged != answer->signatures.end()) {
            each.judged = *judged;
        }
        if (each.judged.verdict == DkimVerdict::no_key &&
            wanted.key_names.contains(each.judged.key_name)) {
            each.judged.why = trouble;
        }
    }
}

Result<TracedMessage> traced(const TraceOptions& options) {
    KeySource source(options);
    if (const auto taken = source.take_given(); !taken) {
        return taken.error();
    }
    const auto text = message_in(options.message);
    if (!text) {
        return text.error();
    }
    const auto seen = ask_referee(header_of(*text), {});
    if (!seen) {
        return seen.error();
    }
    const auto paths = trail_paths(options.trail);
    const auto files = paths ? record_files(*paths) : paths.error();
    if (!files) {
        return files.error();
    }
    auto found = records_of_signatures(*files, lowest_signatures(*seen), progress_bar());
    if (!found) {
        return found.error();
    }
    if (found->damaged.count != 0) {
        std::cerr << "msa-milter: " << found->damaged.count
                  << " lines of this trail are not records; `msa-milter audit verify` says more\n";
    }
    const auto shown = shown_message(*text, MtaKind::postfix);
    TracedMessage message;
    message.file = options.message;
    message.body_octets = shown.body.size();
    message.untold = seen->untold;
    for (auto& record : found->records) {
        auto altered = altered_fields(record, shown.header);
        message.records.push_back({std::move(record), std::move(altered)});
    }
    for (const auto& each : seen->signatures) {
        const bool is_recorded =
            std::any_of(message.records.begin(), message.records.end(),
                        [&each](const auto& traced) { return has_signature(traced.record, each); });
        message.signatures.push_back({each, is_recorded, found->keys.contains(each.key_name)});
    }
    verify(message, *text, source);
    judge(message);
    return message;
}

int exit_status_of(TraceVerdict verdict) {
    return verdict == TraceVerdict::ours          ? exit_ok
           : verdict == TraceVerdict::cannot_tell ? exit_unavailable
                                                  : exit_findings;
}

int trace(const TraceOptions& options) {
    const auto message = traced(options);
    if (!message) {
        return complain(message.error());
    }
    (options.is_json ? print_json : print_text)(*message);
    if (options.proof.empty() || message->records.empty()) {
        return exit_status_of(message->verdict);
    }
    const int proven = prove_record({.record = {message->records.front().record.transaction, {}},
                                     .trail = options.trail,
                                     .anchors = {},
                                     .output = options.proof});
    return proven == exit_ok ? exit_status_of(message->verdict) : proven;
}

}  // namespace

void add_trace_command(Command& app, int& status) {
    auto options = std::make_shared<TraceOptions>();
    auto* command = app.add_subcommand(
        "trace", "Who sent a message that somebody received, and whether it changed since it left");
    command->add_option("MESSAGE", options->message, "The message in a file; - is standard input")
        ->required();
    command
        ->add_option("--trail", options->trail.files,
                     "Files and folders of the trail; absent: that of the settings")
        ->allow_extra_args(false);
    command->add_option("--config", options->trail.config,
                        "Settings of the daemon, which name the trail");
    command
        ->add_option("--key", options->keys,
                     "SELECTOR._domainkey.DOMAIN=RECORD: a key record that DNS no longer has")
        ->allow_extra_args(false);
    command->add_option("--resolver", options->resolver,
                        "Recursive servers to ask, ADDRESS or ADDRESS@PORT; absent: those of "
                        "/etc/resolv.conf");
    command->add_option("--proof", options->proof,
                        "Write NAME.json and NAME.tlog-proof: the record, and the proof that it is "
                        "in the trail");
    command->add_flag("--json", options->is_json, "The answer as JSON, with the whole records");
    command->footer(
        "Exit status: 0 ours and as it left, 1 altered, without a record, or not ours, 65 not "
        "a\nmessage, 69 cannot tell, 77 or 78 a file cannot be read.");
    command->callback([options, &status] { status = trace(*options); });
}

}  // namespace msa

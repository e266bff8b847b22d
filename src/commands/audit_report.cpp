// msa-milter audit report: a span of the trail for people, as one HTML file.
#include "audit/timestamp.h"
#include "audit/trail_file.h"
#include "base/instant.h"
#include "command_line/command.h"
#include "commands/audit_options.h"
#include "commands/exit_status.h"
#include "commands/query_options.h"
#include "commands/rule_options.h"
#include "inquiry/report_page.h"
#include "trail/verification.h"

#include <chrono>
#include <iostream>
#include <memory>

namespace msa {
namespace {

struct ReportOptions {
    TrailOptions trail;
    std::string from;
    std::string to;
    std::string output;
    std::vector<std::string> keys;
    std::vector<std::string> anchors;
};

/// Days only: a report is about whole ones.
Result<TimeSpan> span_of(const ReportOptions& options) {
    constexpr std::size_t day_octets = 10;
    for (const auto* day : {&options.from, &options.to}) {
        if (day->size() != day_octets || !parse_instant(*day)) {
            return Error{"'" + shown(*day) + "' is not a day: write 2026-11-26",
                         ErrorKind::bad_input};
        }
    }
    return time_span(options.from, options.to);
}

Result<VerificationRequest> request_of(const ReportOptions& options) {
    VerificationRequest request;
    auto paths = trail_paths(options.trail);
    if (!paths) {
        return paths.error();
    }
    request.paths = *std::move(paths);
    request.anchors = options.anchors;
    request.progress = progress_bar();
    for (const auto& text : options.keys) {
        auto key = parse_verifier_key(text);
        if (!key) {
            return within(shown(text), key.error());
        }
        request.keys.push_back(*std::move(key));
    }
    return request;
}

/// Words that name the same trail on another command line.
std::vector<std::string> trail_words(const ReportOptions& options) {
    std::vector<std::string> words;
    if (options.trail.config) {
        words = {"--config", *options.trail.config};
    }
    words.insert(words.end(), options.trail.files.begin(), options.trail.files.end());
    return words;
}

std::vector<std::string> proof_words(const ReportOptions& options) {
    std::vector<std::string> words;
    for (const auto& key : options.keys) {
        words.insert(words.end(), {"--key", key});
    }
    for (const auto& anchor : options.anchors) {
        words.insert(words.end(), {"--anchor", anchor});
    }
    return words;
}

Result<void> write(const std::string& output, const std::string& page) {
    if (output.empty()) {
        std::cout << page << std::flush;
        return {};
    }
    auto written = replace_trail_file(output, page);
    if (!written) {
        return Error{written.error().what, ErrorKind::cannot_create};
    }
    return {};
}

int report(const ReportOptions& options) {
    const auto span = span_of(options);
    if (!span) {
        return complain(span.error());
    }
    const auto request = request_of(options);
    if (!request) {
        return complain(request.error());
    }
    const auto files = record_files(request->paths);
    if (!files) {
        return complain(files.error());
    }
    const auto verification = verify_trail(*request);
    if (!verification) {
        return complain(verification.error());
    }
    const auto numbers = report_numbers(*files, *span, request->progress);
    if (!numbers) {
        return complain(numbers.error());
    }
    const auto now = timestamp(std::chrono::system_clock::now());
    const auto page = report_page({.verification = *verification,
                                   .numbers = *numbers,
                                   .rules = rule_names(),
                                   .from = options.from,
                                   .to = options.to,
                                   .trail = trail_words(options),
                                   .proof = proof_words(options),
                                   .written = now.substr(0, now.find('.')) + 'Z'});
    if (const auto written = write(options.output, page); !written) {
        return complain(written.error());
    }
    return verification->has_integrity() && verification->is_complete() ? exit_ok : exit_findings;
}

}  // namespace

void add_audit_report(Command& audit, int& status) {
    auto options = std::make_shared<ReportOptions>();
    auto* command = audit.add_subcommand(
        "report", "Write what happened in a period, for people, as one HTML file");
    add_trail_options(*command, options->trail);
    command->add_option("--from", options->from, "The first day, 2026-11-01, in UTC")->required();
    command->add_option("--to", options->to, "The last day")->required();
    command->add_option("-o,--output", options->output, "The file; absent: standard output");
    command->add_option("--key", options->keys, "A verifier key that you kept, NAME+ID+KEY")
        ->allow_extra_args(false);
    command
        ->add_option("--anchor", options->anchors, "A file with checkpoints kept on another host")
        ->allow_extra_args(false);
    command->footer(
        "Exit status: 0 the report is written, 1 written, but the trail is not whole or not "
        "proven, 65 not\na trail or not a day, 69, 77 or 78 a file cannot be read, 73 the report "
        "cannot "
        "be "
        "written.");
    command->callback([options, &status] { status = report(*options); });
}

}  // namespace msa

// msa-milter audit verify: whether what a trail holds is what was written, and whether all is
// there.
#include "base/text.h"
#include "command_line/command.h"
#include "commands/audit_options.h"
#include "commands/audit_proof.h"
#include "commands/exit_status.h"
#include "commands/rule_options.h"
#include "trail/trail_time.h"
#include "trail/verification_words.h"

#include <algorithm>
#include <iostream>
#include <memory>
#include <string>
#include <vector>

#include <nlohmann/json.hpp>

namespace msa {
namespace {

struct VerifyOptions {
    TrailOptions trail;
    std::vector<std::string> keys;
    std::vector<std::string> anchors;
    std::string proof;
    bool every_signature = false;
    std::string format = "text";
};

Result<std::vector<VerifierKey>> keys_of(const VerifyOptions& options) {
    std::vector<VerifierKey> keys;
    for (const auto& text : options.keys) {
        auto key = parse_verifier_key(text);
        if (!key) {
            return within(shown(text), key.error());
        }
        keys.push_back(*std::move(key));
    }
    return keys;
}

Result<VerificationRequest> request_of(const VerifyOptions& options) {
    VerificationRequest request;
    auto keys = keys_of(options);
    if (!keys) {
        return keys.error();
    }
    request.keys = *std::move(keys);
    auto paths = trail_paths(options.trail);
    if (!paths) {
        return paths.error();
    }
    request.paths = *std::move(paths);
    request.anchors = options.anchors;
    request.every_signature = options.every_signature;
    request.progress = progress_bar();
    return request;
}

void print_tree(const TreeReport& tree) {
    std::cout << shown(tree.origin) << ": " << tree.read << " records, "
              << trail_time(tree.first_time) << " to " << trail_time(tree.last_time) << "; ";
    if (tree.covered == 0) {
        std::cout << "no checkpoint holds\n";
        return;
    }
    std::cout << "the checkpoint of " << tree.covered << " holds, root " << tree.root
              << (tree.key.empty() ? "" : ", key " + tree.key) << '\n';
}

void print_text(const VerificationReport& report) {
    for (const auto& each : in_order(report)) {
        std::cout << shown(report.where(each.place)) << ": " << to_text(each.verdict) << ": "
                  << each.what << '\n';
    }
    for (std::size_t i = 0; i < verdicts; ++i) {
        const auto verdict = static_cast<Verdict>(i);
        if (const auto count = report.observations.count(verdict);
            count > Observations::kept_of_each) {
            std::cout << to_text(verdict) << ": " << count - Observations::kept_of_each
                      << " more are not shown\n";
        }
    }
    for (const auto& tree : report.trees) {
        print_tree(tree);
    }
    std::cout << report.records << " records, " << report.checkpoints << " checkpoints, "
              << report.signatures << " signatures looked at\n"
              << "integrity: " << integrity_words(report) << '\n'
              << "completeness: " << completeness_words(report) << '\n';
}

void print_json(const VerificationReport& report) {
    using Json = nlohmann::ordered_json;
    auto findings = Json::array();
    for (const auto& each : in_order(report)) {
        findings.push_back({{"verdict", to_text(each.verdict)},
                            {"file", shown(report.files.at(each.place.file))},
                            {"line", each.place.line},
                            {"what", each.what}});
    }
    auto trees = Json::array();
    for (const auto& tree : report.trees) {
        trees.push_back({{"origin", shown(tree.origin)},
                         {"records", tree.read},
                         {"from", trail_time(tree.first_time)},
                         {"to", trail_time(tree.last_time)},
                         {"covered", tree.covered},
                         {"root", tree.root},
                         {"key", tree.key},
                         {"holds", tree.holds}});
    }
    std::cout << Json{{"integrity", report.has_integrity()},
                      {"complete", report.is_complete()},
                      {"signed", report.has_key},
                      {"trusted", report.is_trusted},
                      {"records", report.records},
                      {"older_records", report.older_records},
                      {"checkpoints", report.checkpoints},
                      {"signatures", report.signatures},
                      {"trees", trees},
                      {"findings", findings}}
                     .dump(2)
              << '\n';
}

int verify_one(const VerifyOptions& options) {
    auto keys = keys_of(options);
    if (!keys) {
        return complain(keys.error());
    }
    const auto& records = options.trail.files;
    if (records.size() > 1) {
        return complain({"--proof takes one record: name only its file", ErrorKind::bad_input});
    }
    return verify_proof({.proof = options.proof,
                         .record = records.empty() ? std::string() : records.front(),
                         .keys = *std::move(keys),
                         .anchors = options.anchors,
                         .is_json = options.format == "json"});
}

int verify(const VerifyOptions& options) {
    if (!options.proof.empty()) {
        return verify_one(options);
    }
    const auto request = request_of(options);
    if (!request) {
        return complain(request.error());
    }
    const auto report = verify_trail(*request);
    if (!report) {
        return complain(report.error());
    }
    options.format == "json" ? print_json(*report) : print_text(*report);
    return report->has_integrity() && report->is_complete() ? exit_ok : exit_findings;
}

}  // namespace

void add_audit_verify(Command& audit, int& status) {
    auto options = std::make_shared<VerifyOptions>();
    auto* command = audit.add_subcommand("verify", "Whether the trail is whole and unchanged");
    add_trail_options(*command, options->trail);
    command->add_option("--key", options->keys, "A verifier key that you kept, NAME+ID+KEY")
        ->allow_extra_args(false);
    command
        ->add_option("--anchor", options->anchors, "A file with checkpoints kept on another host")
        ->allow_extra_args(false);
    command->add_option(
        "--proof", options->proof,
        "Verify one record in FILE, or beside it, as `audit proof` wrote it; no trail is read");
    command->add_flag(
        "--every-signature", options->every_signature,
        "Verify every signature, even of more than 10000 checkpoints; roots are always compared");
    command->add_option("--format", options->format, "How the answer is printed")
        ->one_of({"text", "json"})
        ->capture_default_str();
    command->footer(
        "Exit status: 0 both integrity and completeness are given, 1 one is not, 65 not a "
        "trail,\nkey or checkpoint, 69, 77 or 78 a file cannot be read.");
    command->callback([options, &status] { status = verify(*options); });
}

}  // namespace msa

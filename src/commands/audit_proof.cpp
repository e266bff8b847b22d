// msa-milter audit proof: one record with the proof that it is in the trail, for whoever may see
// this record and no other; and the other end of it, `audit verify --proof`.
#include "commands/audit_proof.h"

#include "audit/trail_file.h"
#include "base/file.h"
#include "base/text.h"
#include "command_line/command.h"
#include "commands/exit_status.h"
#include "commands/rule_options.h"
#include "trail/checkpoint_store.h"
#include "trail/line_reader.h"
#include "trail/proof_judgement.h"

#include <iostream>
#include <memory>
#include <string>
#include <utility>

#include <nlohmann/json.hpp>

namespace msa {
namespace {

constexpr std::size_t max_proof = 4 * max_note;
constexpr std::string_view proof_extension = ".tlog-proof";
constexpr std::string_view record_extension = ".json";

void warn_of(const RecordProof& found) {
    if (!found.is_trail_whole) {
        std::cerr << "something is wrong with this trail; `msa-milter audit verify` says what. The "
                     "checkpoint of this proof is valid.\n";
    }
    if (found.proof->note.signatures.empty()) {
        std::cerr << "the checkpoint of this proof is not signed: it convinces only those who kept "
                     "the same one on another host\n";
    }
    if (!found.recipients.empty()) {
        std::cerr << "more of its recipients are in other records, which have their own proofs:";
        for (const auto n : found.recipients) {
            std::cerr << ' ' << n;
        }
        std::cerr << '\n';
    }
}

Result<void> write(const RecordProof& found, const std::string& output) {
    if (output.empty()) {
        std::cout << found.line << '\n' << found.proof->text() << std::flush;
        return {};
    }
    const auto written = replace_trail_file(output + std::string(record_extension), found.line);
    return written ? replace_trail_file(output + std::string(proof_extension), found.proof->text())
                   : written.error();
}

std::string without_end(std::string line) {
    if (line.ends_with('\n')) {
        line.pop_back();
    }
    return line;
}

struct ProvenRecord {
    std::string line;
    TlogProof proof;
};

/// The record stands in the file itself, in front of its proof, in the file that is named, or in
/// the one beside it that ends in .json.
Result<ProvenRecord> read_proof(const ProofCheck& check) {
    auto text = read_file(check.proof, max_proof);
    if (!text) {
        return text.error();
    }
    std::string line;
    if (text->starts_with('{')) {
        const auto end = std::min(text->find('\n'), text->size() - 1);
        line = text->substr(0, end);
        text->erase(0, end + 1);
    } else {
        const auto stem = std::string_view(check.proof);
        const auto beside = std::string(stem.ends_with(proof_extension)
                                            ? stem.substr(0, stem.size() - proof_extension.size())
                                            : stem) +
                            std::string(record_extension);
        auto record = read_file(check.record.empty() ? beside : check.record, max_line_octets + 1);
        if (!record) {
            auto error = within("the record that this proves", record.error());
            error.kind = ErrorKind::bad_input;
            return error;
        }
        line = without_end(*std::move(record));
    }
    auto proof = parse_tlog_proof(*text);
    return proof ? Result(ProvenRecord{std::move(line), *std::move(proof)})
                 : within(check.proof, proof.error());
}

Result<std::vector<Checkpoint>> kept_checkpoints(const std::vector<std::string>& files,
                                                 const Checkpoint& wanted) {
    CheckpointStore store;
    Observations observations;
    for (std::size_t i = 0; i < files.size(); ++i) {
        const auto before = store.count();
        const auto added = store.add_file(files[i], i, true, observations);
        if (!added) {
            return added.error();
        }
        if (store.count() == before) {
            return Error{files[i] + ": this is not a checkpoint", ErrorKind::bad_input};
        }
    }
    std::vector<Checkpoint> kept;
    for (const auto& stored : store.of(wanted.origin)) {
        if (stored.size != wanted.size) {
            continue;
        }
        const auto note = store.note(stored);
        auto checkpoint = note ? parse_checkpoint(note->text) : Result<Checkpoint>(note.error());
        if (!checkpoint) {
            return checkpoint.error();
        }
        kept.push_back(*std::move(checkpoint));
    }
    return kept;
}

void print(const ProofCheck& check, const ProvenRecord& record, const ProofJudgement& judged) {
    const auto& [index, hashes, note, checkpoint] = record.proof;
    if (check.is_json) {
        std::cout << nlohmann::ordered_json{{"verdict", to_text(judged.verdict)},
                                            {"what", judged.what},
                                            {"file", shown(check.proof)},
                                            {"origin", shown(checkpoint.origin)},
                                            {"n", index},
                                            {"size", checkpoint.size},
                                            {"root", base64(octets_of(checkpoint.root))}}
                         .dump(2)
                  << '\n';
        return;
    }
    std::cout << shown(check.proof) << ": " << to_text(judged.verdict) << ": " << judged.what
              << "\nrecord " << index << ", the checkpoint of " << checkpoint.size << " records of "
              << shown(checkpoint.origin) << ", root " << base64(octets_of(checkpoint.root))
              << '\n';
}

}  // namespace

int prove_record(const RecordProofRequest& options) {
    VerificationRequest request;
    auto paths = trail_paths(options.trail);
    if (!paths) {
        return complain(paths.error());
    }
    request.paths = *std::move(paths);
    request.anchors = options.anchors;
    request.progress = progress_bar();
    const auto found = record_proof(std::move(request), options.record);
    if (!found) {
        return complain(found.error());
    }
    if (!found->proof) {
        std::cerr << "record " << found->n << " of " << shown(found->origin)
                  << " is there, but no checkpoint that holds covers it"
                  << (options.anchors.empty() ? ": the daemon makes one within a second; if it "
                                                "does not, `msa-milter audit verify` says why"
                                              : " among those that were kept")
                  << '\n';
        return exit_findings;
    }
    if (const auto written = write(*found, options.output); !written) {
        auto error = written.error();
        error.kind = ErrorKind::cannot_create;
        return complain(error);
    }
    warn_of(*found);
    return exit_ok;
}

int verify_proof(const ProofCheck& check) {
    const auto record = read_proof(check);
    if (!record) {
        return complain(record.error());
    }
    auto anchors = kept_checkpoints(check.anchors, record->proof.checkpoint);
    if (!anchors) {
        return complain(anchors.error());
    }
    const auto judged =
        judgement(record->line, record->proof, Vouchers{check.keys, *std::move(anchors)});
    print(check, *record, judged);
    return judged.verdict == ProofVerdict::proven ? exit_ok : exit_findings;
}

void add_audit_proof(Command& audit, int& status) {
    auto options = std::make_shared<RecordProofRequest>();
    auto* command =
        audit.add_subcommand("proof", "Print one record and the proof that it is in the trail");
    command
        ->add_option("TRANSACTION", options->record.name,
                     "A transaction or session, as in the records, or the number of a record")
        ->required();
    add_trail_options(*command, options->trail);
    command->add_option("--origin", options->record.origin,
                        "The tree of the record, if several have one with this number");
    command
        ->add_option(
            "--anchor", options->anchors,
            "A file of checkpoints kept on another host: the proof is made for the last of them")
        ->allow_extra_args(false);
    command->add_option("-o,--output", options->output,
                        "Write NAME.json, the record, and NAME.tlog-proof, instead of both on "
                        "standard output");
    command->footer(
        "Exit status: 0 printed, 1 no checkpoint covers the record yet, 65 no record has that "
        "name,\nor several have, 69, 77 or 78 a file cannot be read, 73 a file cannot be written.");
    command->callback([options, &status] { status = prove_record(*options); });
}

}  // namespace msa

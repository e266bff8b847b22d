// Records, their proofs, and who believes them.
#include "trail/record_proof.h"

#include "base/text.h"
#include "trail/compact_range.h"
#include "trail/proof_judgement.h"
#include "unit/trail/verified_site.h"

#include <algorithm>

#include <boost/test/unit_test.hpp>

using msa::ProofVerdict;
using msa::RecordProof;
using msa::WrittenTrail;
using msa::trail_test::Strings;

namespace {

struct Site : msa::trail_test::Site {
    [[nodiscard]] msa::Result<RecordProof> found(const std::string& name,
                                                 const std::string& origin = "") {
        request.paths = {folder.path()};
        return msa::record_proof(request, {name, origin});
    }
    [[nodiscard]] std::string trouble(const std::string& name) { return found(name).error().what; }
    [[nodiscard]] ProofVerdict judged(const RecordProof& record) const {
        return msa::judgement(record.line, *record.proof, vouchers).verdict;
    }

    msa::Vouchers vouchers{{msa::parse_verifier_key(trail.verifier_key()).value()}, {}};
};

}  // namespace

BOOST_TEST_DONT_PRINT_LOG_VALUE(ProofVerdict)

BOOST_FIXTURE_TEST_SUITE(record_proof_test, Site)

BOOST_AUTO_TEST_CASE(every_record_is_proven_by_the_last_checkpoint) {
    trail.write_into(folder);
    for (std::size_t n = 0; n < trail.lines.size(); ++n) {
        const auto record = found(std::to_string(n)).value();
        BOOST_TEST(record.n == n);
        BOOST_TEST(record.line == trail.lines[n]);
        BOOST_TEST(record.proof->checkpoint.size == 12U);
        BOOST_TEST(record.is_trail_whole);
        BOOST_TEST((judged(record) == ProofVerdict::proven));
    }
}

BOOST_AUTO_TEST_CASE(a_record_is_found_by_transaction_and_session) {
    trail.write_into(folder);
    BOOST_TEST(found("s7.1").value().n == 7U);
    BOOST_TEST(found("s7").value().n == 7U);
    BOOST_TEST(trouble("s7.2") == "no record of s7.2 is in the trail");
    BOOST_TEST(trouble("s") == "no record of s is in the trail");
    BOOST_TEST(trouble("99") == "no record of 99 is in the trail");
    BOOST_TEST(trouble("user7") == "no record of user7 is in the trail");
}

BOOST_AUTO_TEST_CASE(a_session_of_several_transactions_asks_which_is_meant) {
    trail.add("transaction", R"("session":"s7","transaction":"s7.2")");
    trail.checkpoint();
    trail.write_into(folder);
    BOOST_TEST(trouble("s7") == "s7 is the name of 2 records: name one of s7.1, s7.2");
    BOOST_TEST(found("s7.2").value().n == 12U);
}

BOOST_AUTO_TEST_CASE(a_number_that_two_trees_have_asks_which_is_meant) {
    WrittenTrail other(&key, "msa2.example.net");
    other.add_transaction();
    other.checkpoint();
    (void)folder.write("1.jsonl", trail.records());
    (void)folder.write("1.checkpoints", trail.checkpoints() + other.checkpoints());
    (void)folder.write("2.jsonl", other.records());
    request.paths = {folder.path()};
    BOOST_TEST(trouble("1").find("1 is the name of 2 records: name one of --origin msa") == 0U);
    BOOST_TEST(found("1", other.origin()).value().line == other.lines[1]);
    BOOST_TEST(found("1", trail.origin()).value().line == trail.lines[1]);
}

BOOST_AUTO_TEST_CASE(recipients_in_records_of_their_own_are_named) {
    trail.add("recipients", R"("transaction":"s14.1","part":1,"recipients":[])");
    trail.add("recipients", R"("transaction":"s14.1","part":2,"recipients":[])");
    trail.add_transaction();
    trail.checkpoint();
    trail.write_into(folder);
    const auto record = found("s14.1").value();
    BOOST_TEST(record.n == 14U);
    BOOST_TEST(record.recipients == (std::vector<std::uint64_t>{12, 13}),
               boost::test_tools::per_element());
    BOOST_TEST(found("s14").value().recipients.size() == 2U);
    BOOST_TEST(found("12").value().line == trail.lines[12]);
}

BOOST_AUTO_TEST_CASE(what_no_checkpoint_covers_yet_has_no_proof) {
    trail.add_transaction();
    trail.write_into(folder);
    BOOST_TEST(!found("12").value().proof.has_value());
    BOOST_TEST(found("11").value().proof.has_value());
}

BOOST_AUTO_TEST_CASE(what_stands_in_front_of_a_change_is_proven_by_an_older_checkpoint) {
    trail.lines[7].replace(trail.lines[7].find("user7"), 5, "user8");
    trail.write_into(folder);
    const auto record = found("4").value();
    BOOST_TEST(!record.is_trail_whole);
    BOOST_TEST(record.proof->checkpoint.size == 6U);
    BOOST_TEST((judged(record) == ProofVerdict::proven));
    BOOST_TEST(!found("7").value().proof.has_value());
    BOOST_TEST(!found("8").value().proof.has_value());
}

BOOST_AUTO_TEST_CASE(where_records_are_missing_those_behind_have_no_proof) {
    trail.lines.erase(trail.lines.begin() + 7);
    trail.write_into(folder);
    BOOST_TEST(found("4").value().proof->checkpoint.size == 6U);
    BOOST_TEST(!found("9").value().proof.has_value());
}

BOOST_AUTO_TEST_CASE(behind_a_file_that_was_deleted_by_policy_records_have_proofs) {
    msa::CompactRange gone(0);
    for (std::size_t i = 0; i < 5; ++i) {
        gone.add(msa::leaf_hash(trail.lines[i]));
    }
    std::string subtrees;
    for (const auto& each : gone.subtrees()) {
        subtrees += (subtrees.empty() ? "\"" : ",\"") + msa::hex(msa::octets_of(each)) + '"';
    }
    trail.add("expiry", "\"files\":[{\"file\":\"audit.jsonl.1\",\"origin\":\"" + trail.origin() +
                            "\",\"first\":0,\"end\":5,\"subtrees\":[" + subtrees + "]}]");
    trail.checkpoint();
    (void)folder.write("audit.jsonl", trail.records(5));
    (void)folder.write("audit.checkpoints", trail.checkpoints());
    for (const auto* const n : {"5", "8", "12"}) {
        const auto record = found(n).value();
        BOOST_TEST(record.proof->checkpoint.size == 13U);
        BOOST_TEST((judged(record) == ProofVerdict::proven));
    }
}

BOOST_AUTO_TEST_CASE(a_proof_is_made_for_the_checkpoint_that_was_kept) {
    trail.write_into(folder);
    const msa::TemporaryFolder elsewhere;
    request.anchors = {elsewhere.write("kept", trail.notes[1])};
    const auto record = found("4").value();
    BOOST_TEST(record.proof->checkpoint.size == 6U);
    vouchers = {{}, {record.proof->checkpoint}};
    BOOST_TEST((judged(record) == ProofVerdict::proven));
    BOOST_TEST(!found("7").value().proof.has_value());
}

BOOST_AUTO_TEST_CASE(each_edit_of_record_and_proof_is_refused) {
    trail.write_into(folder);
    const auto whole = found("7").value();
    const auto verdict_after = [&](const std::function<void(RecordProof&)>& edit) {
        auto record = whole;
        edit(record);
        return judged(record);
    };
    for (std::size_t at = 0; at < whole.line.size(); ++at) {
        const auto verdict = verdict_after([at](RecordProof& record) {
            record.line[at] = static_cast<char>(record.line[at] ^ 1);
        });
        BOOST_TEST((verdict == ProofVerdict::changed));
    }
    for (std::size_t i = 0; i < whole.proof->hashes.size(); ++i) {
        const auto verdict =
            verdict_after([i](RecordProof& record) { record.proof->hashes[i][31] ^= 1; });
        BOOST_TEST((verdict == ProofVerdict::changed));
    }
    using Edit = void (*)(RecordProof&);
    for (const Edit edit : {Edit([](RecordProof& each) { each.line += ' '; }),
                            Edit([](RecordProof& each) { each.line.clear(); }),
                            Edit([](RecordProof& each) { each.proof->hashes.pop_back(); }),
                            Edit([](RecordProof& each) { each.proof->hashes.emplace_back(); }),
                            Edit([](RecordProof& each) { each.proof->index = 6; }),
                            Edit([](RecordProof& each) { each.proof->checkpoint.size = 7; }),
                            Edit([](RecordProof& each) { each.proof->checkpoint.root[0] ^= 1; })}) {
        BOOST_TEST((verdict_after(edit) == ProofVerdict::changed));
    }
    for (const Edit edit :
         {Edit([](RecordProof& each) { each.proof->note.signatures.clear(); }),
          Edit([](RecordProof& each) { each.proof->note.text += "more\n"; }),
          Edit([](RecordProof& each) { each.proof->note.signatures[0].octets[9] ^= 1; })}) {
        BOOST_TEST((verdict_after(edit) == ProofVerdict::bad_signature));
    }
}

BOOST_AUTO_TEST_CASE(a_proof_convinces_nobody_for_whom_nobody_vouches) {
    trail.write_into(folder);
    const auto record = found("7").value();
    vouchers = {};
    BOOST_TEST((judged(record) == ProofVerdict::unproven));
    auto other = record.proof->checkpoint;
    other.size = 6;
    vouchers.anchors = {other};
    BOOST_TEST((judged(record) == ProofVerdict::unproven));
    other.size = 12;
    other.root[0] ^= 1;
    vouchers.anchors = {other};
    BOOST_TEST((judged(record) == ProofVerdict::fork));
    const auto mallory = msa::new_audit_key();
    vouchers = {{msa::verifier_key(mallory, trail.origin()).value()}, {}};
    BOOST_TEST((judged(record) == ProofVerdict::bad_signature));
}

BOOST_AUTO_TEST_SUITE_END()

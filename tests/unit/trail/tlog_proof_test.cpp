// Proofs of records as files.
#include "trail/tlog_proof.h"

#include "audit/merkle_tree.h"
#include "crypto/digest.h"

#include <boost/test/unit_test.hpp>

namespace {

struct Site {
    Site() {
        msa::MerkleTree tree;
        tree.add("a");
        tree.add("b");
        tree.add("c");
        proof.index = 2;
        proof.hashes = {msa::node_hash(msa::leaf_hash("a"), msa::leaf_hash("b"))};
        proof.checkpoint = msa::checkpoint("msa1.example.net/msa-milter/2026", tree);
        proof.note = {proof.checkpoint.text(), {{proof.checkpoint.origin, 7, "signature"}}};
    }

    [[nodiscard]] std::string trouble_with(std::string_view old, std::string_view by) const {
        auto text = proof.text();
        text.replace(text.find(old), old.size(), by);
        const auto read = msa::parse_tlog_proof(text);
        return read ? "" : read.error().what;
    }

    msa::TlogProof proof;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(tlog_proof_test, Site)

BOOST_AUTO_TEST_CASE(a_proof_looks_as_the_specification_has_it) {
    BOOST_TEST(proof.text() ==
               "c2sp.org/tlog-proof@v1\n"
               "index 2\n"
               "sTeYX/SE+2ANuTEHx3sDZcgNePW0Kd7Q/Zc2HQd5mes=\n"
               "\n"
               "msa1.example.net/msa-milter/2026\n"
               "3\n"
               "NmQuc8JUCrEh46a/lUWwokmCzYMOsT080Z3jzmwCHsE=\n"
               "\n"
               "\u2014 msa1.example.net/msa-milter/2026 AAAAB3NpZ25hdHVyZQ==\n");
}

BOOST_AUTO_TEST_CASE(what_was_written_is_read) {
    const auto read = msa::parse_tlog_proof(proof.text()).value();
    BOOST_TEST(read.text() == proof.text());
    BOOST_TEST((read.checkpoint == proof.checkpoint));
    BOOST_TEST((msa::proven_root(2, 3, msa::leaf_hash("c"), read.hashes) == read.checkpoint.root));
    proof.note.signatures.clear();
    BOOST_TEST(msa::parse_tlog_proof(proof.text()).value().text() == proof.text());
}

BOOST_AUTO_TEST_CASE(what_nothing_vouches_for_is_passed_over) {
    BOOST_TEST(trouble_with("index", "extra c2Vjb25k\nindex") == "");
    BOOST_TEST(trouble_with("index", "extra c2Vjb25k\nextra c2Vjb25k\nindex") != "");
}

BOOST_AUTO_TEST_CASE(what_is_no_proof_is_refused_with_a_reason) {
    const std::string index = "not a proof of a record: it has no line `index N`";
    BOOST_TEST(trouble_with("@v1", "@v2") ==
               "not a proof of a record: the first line is not c2sp.org/tlog-proof@v1");
    BOOST_TEST(trouble_with("index 2", "index 02") == index);
    BOOST_TEST(trouble_with("index 2", "index ") == index);
    BOOST_TEST(trouble_with("index 2", "index -2") == index);
    BOOST_TEST(trouble_with("index 2", "index 18446744073709551616") == index);
    BOOST_TEST(trouble_with("index 2", "2") == index);
    const std::string hashes =
        "not a proof of a record: the lines after the index must be at most 64 hashes in base64";
    BOOST_TEST(trouble_with("sTeY", "*TeY") == hashes);
    BOOST_TEST(trouble_with("mes=\n", "me==\n") == hashes);
    BOOST_TEST(trouble_with("mes=\n", "met=\n") == hashes);  // the same octets, spelled otherwise
    BOOST_TEST(trouble_with("\n\nmsa1", "\nmsa1") == hashes);
    BOOST_TEST(trouble_with("\n3\n", "\n03\n") == "not a checkpoint: its size is not a number");
    BOOST_TEST(trouble_with("\n\n\u2014", "\n\u2014") ==
               "not a signed note: no text with a blank line after it");
    BOOST_TEST(msa::parse_tlog_proof("c2sp.org/tlog-proof@v1\nindex 0\n").error().what ==
               "not a proof of a record: it ends before its checkpoint");
    proof.hashes.resize(65);
    BOOST_TEST(!msa::parse_tlog_proof(proof.text()).has_value());
}

BOOST_AUTO_TEST_SUITE_END()

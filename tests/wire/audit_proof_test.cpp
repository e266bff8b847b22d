// `audit proof` and `audit verify --proof`: one record for whoever may see no other.
#include "wire/signed_trail.h"

#include <fstream>
#include <string>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

using namespace msa::wire;

namespace {

struct Site {
    [[nodiscard]] Ended prove(const std::string& name) const {
        return run({"audit", "proof", name, signed_trail().folder.path()});
    }
    [[nodiscard]] Ended verify(const std::string& file, std::vector<std::string> more = {}) const {
        std::vector<std::string> arguments{"audit", "verify", "--proof", file};
        arguments.insert(arguments.end(), more.begin(), more.end());
        return run(arguments);
    }

    std::vector<std::string> with_key{"--key", signed_trail().key};
    msa::TemporaryFolder folder;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(audit_proof, Site)

BOOST_AUTO_TEST_CASE(a_record_goes_to_somebody_who_keeps_the_key) {
    const auto made = prove("7");
    BOOST_TEST(made.status == 0, made.err);
    BOOST_TEST(made.err == "");
    const auto end = made.out.find('\n');
    BOOST_TEST(nlohmann::json::parse(made.out.substr(0, end)).at("n") == 7);
    const auto file = folder.write("mail", made.out);
    const auto proven = verify(file, with_key);
    BOOST_TEST(proven.status == 0, proven.out);
    BOOST_TEST(proven.out.find(": proven: its checkpoint is signed with the key that was given\n"
                               "record 7, the checkpoint of ") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(record_and_proof_are_files_of_their_own_on_request) {
    const auto made =
        run({"audit", "proof", "7", "-o", folder.path_of("mail"), signed_trail().folder.path()});
    BOOST_TEST(made.status == 0, made.err);
    BOOST_TEST(made.out == "");
    BOOST_TEST(contents(folder.path_of("mail.json")).ends_with("}"));
    BOOST_TEST(verify(folder.path_of("mail.tlog-proof"), with_key).status == 0);
    // Under other names, and with the end of a line that editors add.
    const auto record = folder.write("record", contents(folder.path_of("mail.json")) + "\n");
    const auto proof = folder.write("proof", contents(folder.path_of("mail.tlog-proof")));
    BOOST_TEST(verify(proof, {"--key", signed_trail().key, record}).status == 0);
    const auto alone = verify(proof, with_key);
    BOOST_TEST(alone.status == 65);
    BOOST_TEST(alone.err.find("the record that this proves: " + proof + ".json: ") !=
               std::string::npos);
    const auto closed = run(
        {"audit", "proof", "7", "-o", folder.path_of("none/mail"), signed_trail().folder.path()});
    BOOST_TEST(closed.status == 73);
}

BOOST_AUTO_TEST_CASE(a_transaction_is_found_by_its_name) {
    const auto record =
        nlohmann::json::parse(prove("20").out.substr(0, prove("20").out.find('\n')));
    const std::string transaction = record.at("transaction");
    BOOST_TEST(prove(transaction).out == prove("20").out);
    const auto several = prove(record.at("session"));
    BOOST_TEST(several.status == 65);
    BOOST_TEST(several.err.find("is the name of 300 records: name one of ") != std::string::npos);
    const auto none = prove("0123456789abcdef.1");
    BOOST_TEST(none.status == 65);
    BOOST_TEST(none.err.find("no record of 0123456789abcdef.1 is in the trail") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(what_is_not_as_it_was_is_told_by_name) {
    const auto made = prove("7").out;
    const auto verdict = [&](const std::string& text, const std::vector<std::string>& more) {
        const auto judged = verify(folder.write("mail", text), more);
        const auto begin = judged.out.find(": ") + 2;
        return std::to_string(judged.status) + ' ' +
               judged.out.substr(begin, judged.out.find(':', begin) - begin);
    };
    auto other = made;
    other[other.find("\"host\"") + 9] ^= 1;
    BOOST_TEST(verdict(other, with_key) == "1 changed");
    other = made;
    auto& letter = other[other.rfind("=\n") - 5];
    letter = letter == 'A' ? 'B' : 'A';
    BOOST_TEST(verdict(other, with_key) == "1 bad signature");
    BOOST_TEST(verdict(made, {}) == "1 unproven");
    const auto checkpoints = signed_trail().folder.path_of("audit.checkpoints");
    BOOST_TEST(verdict(made, {"--anchor", checkpoints}) == "0 proven");
    BOOST_TEST(verify(folder.write("mail", made.substr(0, made.size() / 2))).status == 65);
    BOOST_TEST(verify(folder.write("mail", "")).status == 65);
    BOOST_TEST(verify(folder.write("mail", made), {"--key", "none"}).status == 65);
}

BOOST_AUTO_TEST_CASE(a_judgement_can_be_read_by_programs) {
    const auto file = folder.write("mail", prove("7").out);
    const auto judged =
        nlohmann::json::parse(verify(file, {"--key", signed_trail().key, "--format", "json"}).out);
    BOOST_TEST(judged.at("verdict") == "proven");
    BOOST_TEST(judged.at("n") == 7);
    BOOST_TEST(judged.at("size") == signed_trail().count);
}

BOOST_AUTO_TEST_SUITE_END()

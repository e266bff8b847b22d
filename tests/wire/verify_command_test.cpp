// `audit verify` as its user sees it: verdicts with file and line, both conclusions, exit status.
#include "fakes/written_trail.h"
#include "wire/program.h"

#include <filesystem>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

namespace fs = std::filesystem;
using namespace msa::wire;
using Words = std::vector<std::string>;

namespace {

/// Ten records, and a checkpoint of all.
struct Site {
    Site() {
        trail.add("start", "\"clean\":true");
        for (int i = 0; i < 8; ++i) {
            trail.add_transaction("user" + std::to_string(i));
        }
        trail.checkpoint();
        trail.write_into(folder);
    }
    [[nodiscard]] static Ended verify(Words more) {
        more.insert(more.begin(), {"audit", "verify"});
        return run(more);
    }
    [[nodiscard]] Ended verify_with_key(Words more = {}) const {
        more.insert(more.end(), {"--key", trail.verifier_key(), folder.path()});
        return verify(std::move(more));
    }
    void change_a_record() const {
        auto text = trail.records();
        text.replace(text.find("user5"), 5, "mallo");
        (void)folder.write("audit.jsonl", text);
    }
    [[nodiscard]] std::string file() const { return folder.path_of("audit.jsonl"); }

    msa::PrivateKey key = msa::new_audit_key();
    msa::WrittenTrail trail{&key};
    msa::TemporaryFolder folder;
};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(verify_command, Site)

BOOST_AUTO_TEST_CASE(a_whole_trail_is_said_to_be_whole_and_by_whose_key) {
    const auto verified = verify_with_key();
    BOOST_TEST(verified.status == 0);
    BOOST_TEST(verified.err == "");
    BOOST_TEST(verified.out.starts_with("msa1.example.net/msa-milter/2026: 10 records, 2026-03-01"),
               verified.out);
    BOOST_TEST(has(verified.out, "the checkpoint of 10 holds, root "), verified.out);
    BOOST_TEST(has(verified.out, "integrity: given, signed with the key that was given\n"));
    BOOST_TEST(has(verified.out, "completeness: given up to the last checkpoint\n"));
}

BOOST_AUTO_TEST_CASE(without_a_key_it_says_that_only_the_trail_vouches_for_itself) {
    const auto verified = verify({folder.path()});
    BOOST_TEST(verified.status == 0);
    BOOST_TEST(has(verified.out, "a key that only the trail itself names: give yours with --key"));
}

BOOST_AUTO_TEST_CASE(files_are_read_under_any_name_and_in_any_order) {
    (void)folder.write("b", trail.records(0, 4));
    (void)folder.write("a", trail.records(4));
    fs::remove(file());
    const auto verified =
        verify({folder.path_of("a"), folder.path_of("b"), folder.path_of("audit.checkpoints"),
                "--key", trail.verifier_key()});
    BOOST_TEST(verified.status == 0, verified.out);
}

BOOST_AUTO_TEST_CASE(a_changed_record_is_named_with_file_and_line) {
    change_a_record();
    const auto verified = verify_with_key();
    BOOST_TEST(verified.status == 1);
    BOOST_TEST(verified.out.starts_with(file() + ":1: changed: records 0 to 9"), verified.out);
    BOOST_TEST(has(verified.out, "integrity: NOT GIVEN (1 findings)"), verified.out);
}

BOOST_AUTO_TEST_CASE(a_cut_tail_is_incomplete_and_what_is_left_is_as_it_was) {
    (void)folder.write("audit.jsonl", trail.records(0, 9));
    const auto verified = verify_with_key();
    BOOST_TEST(verified.status == 1);
    BOOST_TEST(has(verified.out, file() + ":9: cut tail: 1 record"), verified.out);
    BOOST_TEST(has(verified.out, "completeness: NOT GIVEN (1 findings)"), verified.out);
}

BOOST_AUTO_TEST_CASE(an_anchor_finds_a_history_that_was_written_anew) {
    (void)folder.write("anchor", trail.notes.back());
    msa::WrittenTrail other(&key);
    for (int i = 0; i < 12; ++i) {
        other.add_transaction("mallory");
    }
    other.checkpoint();
    other.write_into(folder);
    fs::rename(folder.path_of("anchor"), folder.path() + ".anchor");
    BOOST_TEST(verify_with_key().status == 0);  // the key's owner has done it
    const auto verified = verify_with_key({"--anchor", folder.path() + ".anchor"});
    BOOST_TEST(verified.status == 1);
    BOOST_TEST(has(verified.out, folder.path() + ".anchor"), verified.out);
    fs::remove(folder.path() + ".anchor");
}

BOOST_AUTO_TEST_CASE(another_key_is_no_proof) {
    const auto other = msa::new_audit_key();
    const msa::WrittenTrail elsewhere(&other);
    const auto verified = verify({folder.path(), "--key", elsewhere.verifier_key()});
    BOOST_TEST(verified.status == 1);
    BOOST_TEST(has(verified.out, "bad signature"), verified.out);
}

BOOST_AUTO_TEST_CASE(json_says_the_same) {
    change_a_record();
    const auto verified = verify_with_key({"--format", "json"});
    BOOST_TEST(verified.status == 1);
    const auto told = nlohmann::json::parse(verified.out);
    BOOST_TEST(told.at("integrity") == false);
    BOOST_TEST(told.at("records") == 10);
    BOOST_TEST(told.at("findings").at(0).at("verdict") == "changed");
    BOOST_TEST(told.at("findings").at(0).at("line") == 1);
    BOOST_TEST(told.at("trees").at(0).at("origin") == trail.origin());
}

BOOST_AUTO_TEST_CASE(what_is_no_trail_no_key_and_not_there_is_told_in_one_line) {
    struct Wrong {
        Words words;
        int status;
        std::string told;
    };
    (void)folder.write("text", "hello\n");
    const auto empty = folder.path_of("empty");
    fs::create_directory(empty);
    const std::vector<Wrong> all{
        {{folder.path_of("none")}, 78, "none: No such file"},
        {{empty}, 65, "no file of a trail"},
        {{folder.path_of("audit.checkpoints")}, 65, "no file with records"},
        {{file(), "--key", "nonsense"}, 65, "nonsense: "},
        {{file(), "--anchor", folder.path_of("text")}, 65, "this is not a checkpoint"},
        {{file(), "--format", "xml"}, 64, "--format"}};
    for (const auto& each : all) {
        const auto verified = verify(each.words);
        BOOST_TEST(verified.status == each.status, each.told << ": " << verified.err);
        BOOST_TEST(verified.out == "", verified.out);
        BOOST_TEST(has(verified.err, each.told), verified.err);
    }
}

BOOST_AUTO_TEST_CASE(binary_garbage_and_a_line_without_end_are_findings_and_no_crash) {
    std::string garbage(300'000, '\0');
    for (std::size_t i = 0; i < garbage.size(); ++i) {
        garbage[i] = static_cast<char>(i * 37 % 251);
    }
    std::erase(garbage, '\n');
    (void)folder.write("audit.jsonl", trail.records() + garbage);
    const auto verified = verify_with_key();
    BOOST_TEST(verified.status == 1);
    BOOST_TEST(has(verified.out, file() + ":11: unreadable: "), verified.out);
    BOOST_TEST(has(verified.out, "the checkpoint of 10 holds"), verified.out);
}

BOOST_AUTO_TEST_SUITE_END()

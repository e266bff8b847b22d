// What the daemon wrote, and what we export of it, before programs that are not ours: Go's code for
// its checksum database, and a page of Python. Both refuse each of the edits.
#include "wire/signed_trail.h"

#include <filesystem>
#include <functional>
#include <map>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

using namespace msa::wire;
using Lines = std::vector<std::string>;

namespace {

namespace fs = std::filesystem;

/// tests/verifiers/trail.go, built once.
class GoVerifier {
public:
    [[nodiscard]] Ended run(const std::string& what, const std::string& files) const {
        return ask_shell(program_ + ' ' + in_quotes(signed_trail().key) + ' ' + what + ' ' + files);
    }

private:
    msa::TemporaryFolder folder_;
    std::string program_ = built_with_go("trail", folder_);
};

const GoVerifier& go() {
    static const GoVerifier verifier;
    return verifier;
}

Ended python(const std::string& first, const std::string& second) {
    return ask_shell("contrib/verify-trail.py " + in_quotes(signed_trail().key) + ' ' + first +
                     ' ' + second);
}

Lines lines_of(const std::string& text) {
    std::istringstream in(text);
    Lines lines;
    for (std::string line; std::getline(in, line);) {
        lines.push_back(line);
    }
    return lines;
}

std::string text_of(const Lines& lines) {
    std::string text;
    for (const auto& line : lines) {
        text += line + '\n';
    }
    return text;
}

/// Another digit, or another letter of base64, at that place.
void change(std::string& text, std::size_t at) {
    auto& c = text.at(at);
    c = c == '1' ? '2' : c == 'A' ? 'B' : c >= '0' && c <= '9' ? '1' : 'A';
}

/// Where the root of the last checkpoint ends.
std::size_t root_end(const std::string& notes) {
    return notes.rfind("=\n\n\u2014");
}

/// What somebody may do to records, and to a checkpoint.
const std::map<std::string, std::function<void(Lines&)>> record_edits{
    {"one octet changed", [](Lines& lines) { change(lines[100], lines[100].find("T") + 1); }},
    {"line removed", [](Lines& lines) { lines.erase(lines.begin() + 100); }},
    {"line inserted", [](Lines& lines) { lines.insert(lines.begin() + 100, lines[50]); }},
    {"lines swapped", [](Lines& lines) { std::swap(lines[100], lines[101]); }},
    {"tail cut", [](Lines& lines) { lines.resize(lines.size() - 1); }},
};
const std::map<std::string, std::function<void(std::string&)>> note_edits{
    {"size edited",
     [](std::string& note) { change(note, note.rfind('\n', root_end(note) - 1) - 1); }},
    {"root edited", [](std::string& note) { change(note, root_end(note) - 9); }},
    {"signature edited", [](std::string& note) { change(note, note.rfind("=\n") - 9); }},
};

struct Site {
    /// What we export of these records; the folder of the tree.
    [[nodiscard]] std::string exported() const {
        const auto done = run({"audit", "export", "--format", "tiles", "-o", folder.path_of("log"),
                               signed_trail().folder.path()});
        BOOST_TEST(done.status == 0, done.err);
        return done.out.substr(0, done.out.find(": "));
    }
    /// Records and checkpoints of the trail, edited.
    [[nodiscard]] Ended python_after(const std::string& records, const std::string& notes) const {
        return python(folder.write("records", records), folder.write("checkpoints", notes));
    }
    /// NAME.json and NAME.tlog-proof.
    [[nodiscard]] std::string proof() const {
        const auto done = run(
            {"audit", "proof", "123", "-o", folder.path_of("123"), signed_trail().folder.path()});
        BOOST_TEST(done.status == 0, done.err);
        return folder.path_of("123");
    }

    msa::TemporaryFolder folder;
};

/// Entry bundles are the records, each with two octets of its length in front.
Lines entries_of(const std::string& bundle) {
    Lines entries;
    for (std::size_t at = 0; at < bundle.size();) {
        const auto size = static_cast<std::size_t>(static_cast<unsigned char>(bundle[at])) * 256 +
                          static_cast<unsigned char>(bundle[at + 1]);
        entries.push_back(bundle.substr(at + 2, size));
        at += 2 + size;
    }
    return entries;
}

std::string bundle_of(const Lines& entries) {
    std::string bundle;
    for (const auto& entry : entries) {
        bundle += static_cast<char>(entry.size() / 256);
        bundle += static_cast<char>(entry.size() % 256);
        bundle += entry;
    }
    return bundle;
}

void overwrite(const std::string& path, const std::string& octets) {
    std::ofstream(path, std::ios::binary | std::ios::trunc) << octets;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(foreign_verifiers, Site)

BOOST_AUTO_TEST_CASE(go_proves_an_exported_trail_and_refuses_every_edit) {
    const auto log = exported();
    const auto proven = go().run("tiles", log);
    BOOST_TEST(proven.status == 0, proven.out);
    BOOST_TEST(proven.out == std::to_string(signed_trail().count) + " records are proven\n");
    const auto bundle = log + "/tile/entries/000";
    const auto whole = contents(bundle);
    for (const auto& [name, edit] : record_edits) {
        auto entries = entries_of(whole);
        edit(entries);
        overwrite(bundle, bundle_of(entries));
        BOOST_TEST(go().run("tiles", log).status == 1, name);
    }
    overwrite(bundle, whole);
    for (const auto* const tile : {"/tile/0/000", "/tile/1/000.p/1"}) {
        auto octets = contents(log + tile);
        octets[17] = static_cast<char>(octets[17] ^ 1);
        overwrite(log + tile, octets);
        BOOST_TEST(go().run("tiles", log).status == 1, tile);
        octets[17] = static_cast<char>(octets[17] ^ 1);
        overwrite(log + tile, octets);
    }
    const auto note = contents(log + "/checkpoint");
    for (const auto& [name, edit] : note_edits) {
        auto edited = note;
        edit(edited);
        overwrite(log + "/checkpoint", edited);
        BOOST_TEST(go().run("tiles", log).status == 1, name);
        BOOST_TEST(go().run("checkpoint", log + "/checkpoint").status == 1, name);
    }
    overwrite(log + "/checkpoint", note);
    BOOST_TEST(go().run("checkpoint", log + "/checkpoint").status == 0);
    BOOST_TEST(go().run("tiles", log).status == 0);
}

BOOST_AUTO_TEST_CASE(go_proves_a_record_and_refuses_every_edit) {
    const auto name = proof();
    const auto files = name + ".tlog-proof " + name + ".json";
    const auto proven = go().run("proof", files);
    BOOST_TEST(proven.out == "record 123 is proven\n");
    BOOST_TEST(proven.status == 0);
    const auto record = contents(name + ".json");
    const auto text = contents(name + ".tlog-proof");
    auto edited = record;
    change(edited, 60);
    overwrite(name + ".json", edited);
    BOOST_TEST(go().run("proof", files).status == 1);
    overwrite(name + ".json", record);
    for (const auto& [what, edit] : note_edits) {
        edited = text;
        edit(edited);
        overwrite(name + ".tlog-proof", edited);
        BOOST_TEST(go().run("proof", files).status == 1, what);
    }
    edited = text;
    change(edited, text.find("index ") + 20);  // in the first hash
    overwrite(name + ".tlog-proof", edited);
    BOOST_TEST(go().run("proof", files).status == 1);
}

BOOST_AUTO_TEST_CASE(python_proves_a_trail_and_refuses_every_edit) {
    const auto& trail = signed_trail();
    const auto proven = python_after(trail.records, trail.checkpoints);
    BOOST_TEST(proven.out ==
               std::to_string(trail.count) + " records are proven, 0 more are not covered yet\n");
    BOOST_TEST(proven.status == 0);
    for (const auto& [name, edit] : record_edits) {
        auto lines = lines_of(trail.records);
        edit(lines);
        const auto refused = python_after(text_of(lines), trail.checkpoints);
        BOOST_TEST(refused.status == 1, name);
        BOOST_TEST(refused.out.find("not proven: of the first ") == 0U, name + ": " + refused.out);
    }
    for (const auto& [name, edit] : note_edits) {
        auto notes = trail.checkpoints;
        edit(notes);
        const auto refused = python_after(trail.records, notes);
        BOOST_TEST(refused.status == 1, name);
        BOOST_TEST(refused.out.find("not proven: ") == 0U, name + ": " + refused.out);
    }
}

BOOST_AUTO_TEST_CASE(python_proves_a_record_and_refuses_every_edit) {
    const auto name = proof();
    const auto record = contents(name + ".json");
    const auto text = contents(name + ".tlog-proof");
    const auto proven = python(name + ".json", name + ".tlog-proof");
    BOOST_TEST(proven.out == "record 123 is proven\n");
    BOOST_TEST(proven.status == 0);
    auto edited = record;
    change(edited, 60);
    BOOST_TEST(python_after(edited, text).status == 1);
    for (const auto& [what, edit] : note_edits) {
        edited = text;
        edit(edited);
        const auto refused = python_after(record, edited);
        BOOST_TEST(refused.status == 1, what);
        BOOST_TEST(refused.out.find("not proven: ") == 0U, what + ": " + refused.out);
    }
}

BOOST_AUTO_TEST_CASE(what_they_refuse_we_refuse) {
    const auto& trail = signed_trail();
    const auto verdict = [&](const std::string& records, const std::string& notes) {
        const msa::TemporaryFolder copy;
        (void)copy.write("records", records);
        (void)copy.write("checkpoints", notes);
        return run({"audit", "verify", "--key", trail.key, copy.path()}).status;
    };
    BOOST_TEST(verdict(trail.records, trail.checkpoints) == 0);
    for (const auto& [name, edit] : record_edits) {
        auto lines = lines_of(trail.records);
        edit(lines);
        BOOST_TEST(verdict(text_of(lines), trail.checkpoints) == 1, name);
    }
    for (const auto& [name, edit] : note_edits) {
        auto notes = trail.checkpoints;
        edit(notes);
        BOOST_TEST(verdict(trail.records, notes) == 1, name);
    }
}

BOOST_AUTO_TEST_SUITE_END()

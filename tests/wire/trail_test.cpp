// The trail behind daemons that end in order, are killed, meet each other, and find the disk full.
#include "audit/checkpoint_publisher.h"
#include "audit/note_key.h"
#include "audit/trail_lines.h"
#include "wire/audit_settings.h"
#include "wire/daemon.h"
#include "wire/milter_client.h"
#include "wire/patience.h"
#include "wire/program.h"

#include <array>
#include <atomic>
#include <csignal>
#include <cstdint>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/xattr.h>
#include <unistd.h>

namespace fs = std::filesystem;
using msa::TrailPaths;
using namespace msa::wire;
using Words = std::vector<std::string>;

namespace {

std::vector<std::string> lines_of(const Daemon& daemon) {
    std::istringstream all(contents(daemon.path("audit.jsonl")));
    std::vector<std::string> lines;
    for (std::string line; std::getline(all, line);) {
        lines.push_back(line);
    }
    return lines;
}

/// The control records, and `transaction` for each run of others.
Words kinds_of(const Daemon& daemon) {
    Words kinds;
    for (const auto& line : lines_of(daemon)) {
        const std::string kind = nlohmann::json::parse(line).at("record");
        if (kinds.empty() || kinds.back() != kind) {
            kinds.push_back(kind);
        }
    }
    return kinds;
}

nlohmann::json last_of(const Daemon& daemon, const std::string& kind) {
    nlohmann::json last;
    for (const auto& line : lines_of(daemon)) {
        auto record = nlohmann::json::parse(line);
        if (record.at("record") == kind) {
            last = std::move(record);
        }
    }
    return last;
}

/// Whether all lines are leaves of one tree, whose checkpoint is the latest.
bool is_whole(const Daemon& daemon) {
    const auto note = msa::last_checkpoint(TrailPaths::of(daemon.path("audit.jsonl")));
    if (!note) {
        return false;
    }
    const auto latest = msa::parse_checkpoint(note->text).value();
    msa::MerkleTree tree;
    for (const auto& line : lines_of(daemon)) {
        if (msa::leaf_number(line) != tree.size()) {
            return false;
        }
        tree.add(line);
    }
    return latest == msa::checkpoint(latest.origin, tree);
}

Answer answer_of(const Daemon& daemon) {
    MilterClient client(daemon.socket());
    client.greet();
    return client.submit(honest_mail()).answer;
}

/// An entry of an access list as the kernel has it, version 2 (acl(5)).
struct AclEntry {
    std::uint16_t tag;
    std::uint16_t permissions;
    std::uint32_t id;
};

/// As systemd hands credentials to a service that is not root's: they stay root's, an access list
/// lets its user read, and the mask of that stands where the mode has the group.
void hand_over(const std::string& path, unsigned mask) {
    if (::geteuid() != 0) {
        BOOST_REQUIRE(::chmod(path.c_str(), mask << 3U) == 0);  // ours anyway
        return;
    }
    constexpr std::uint32_t nobody = 65534;
    constexpr std::uint32_t none = ~0U;
    const auto bits = static_cast<std::uint16_t>(mask >> 3U);
    struct {
        std::uint32_t version = 2;
        std::array<AclEntry, 5> entries;
    } list{.entries = {AclEntry{0x01, bits, none}, AclEntry{0x02, bits, nobody},
                       AclEntry{0x04, 0, none}, AclEntry{0x10, bits, none},
                       AclEntry{0x20, 0, none}}};
    BOOST_REQUIRE(::chown(path.c_str(), 0, 0) == 0);
    BOOST_REQUIRE(::setxattr(path.c_str(), "system.posix_acl_access", &list, sizeof list, 0) == 0);
}

/// Submits until the daemon is gone; the ports of clients whose message was accepted.
std::set<int> accepted_until_it_is_gone(const std::string& socket) {
    std::set<int> accepted;
    try {
        for (;;) {
            MilterClient client(socket);
            client.greet();
            if (client.submit(honest_mail()).is_accepted()) {
                accepted.insert(client.client_port());
            }
        }
    } catch (const std::exception&) {
        return accepted;  // killed
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(trail)

BOOST_AUTO_TEST_CASE(an_orderly_run_begins_and_ends_with_its_records) {
    Daemon daemon;
    BOOST_TEST(answer_of(daemon) == "");
    daemon.signal(SIGTERM);
    BOOST_TEST(daemon.exit_status() == 0);
    daemon.start();
    const auto start = last_of(daemon, "start");
    BOOST_TEST(start.at("clean") == true);
    BOOST_TEST(start.at("read_again") == 0);
    daemon.signal(SIGTERM);
    BOOST_TEST(daemon.exit_status() == 0);
    BOOST_TEST(is_whole(daemon));
    BOOST_TEST(kinds_of(daemon).front() == "tree");
    BOOST_TEST(kinds_of(daemon).back() == "stop");
}

BOOST_AUTO_TEST_CASE(a_checkpoint_follows_the_news_by_itself) {
    const Daemon daemon;
    BOOST_TEST(answer_of(daemon) == "");
    BOOST_TEST(comes_true([&] { return is_whole(daemon); }));
    BOOST_TEST(daemon.logs("event=checkpoint origin="));
}

BOOST_AUTO_TEST_CASE(what_was_accepted_before_a_kill_has_its_record_and_the_tree_goes_on) {
    Daemon daemon;
    std::set<int> accepted;
    constexpr int rounds = 5;
    for (int round = 0; round < rounds; ++round) {
        std::vector<std::set<int>> of_each(4);
        std::vector<std::thread> clients;
        clients.reserve(of_each.size());
        for (auto& each : of_each) {
            clients.emplace_back([&] { each = accepted_until_it_is_gone(daemon.socket()); });
        }
        BOOST_TEST(daemon.logs("action=accepted", accepted.size() + 10));
        daemon.signal(SIGKILL);
        BOOST_TEST(daemon.exit_status() == 128 + SIGKILL);
        for (auto& client : clients) {
            client.join();
        }
        for (auto& each : of_each) {
            accepted.merge(each);
        }
        daemon.start();
        BOOST_TEST(last_of(daemon, "start").at("clean") == false);
    }
    daemon.signal(SIGTERM);
    BOOST_TEST(daemon.exit_status() == 0);
    BOOST_TEST(is_whole(daemon));
    for (const auto& line : lines_of(daemon)) {
        const auto record = nlohmann::json::parse(line);
        if (record.at("record") == "transaction" && record.at("disposition") == "accepted") {
            accepted.erase(record.at("client").at("port").get<int>());
        }
    }
    BOOST_TEST(accepted.empty());
}

BOOST_AUTO_TEST_CASE(a_second_daemon_on_the_same_trail_does_not_start) {
    const Daemon first;
    const auto second = run({"run", "--control", "none", "--config", first.path("settings.toml"),
                             "--socket", "unix:" + first.path("second.sock")});
    BOOST_TEST(second.status == 73);
    BOOST_TEST(second.err.find(first.path("audit.lock") + ": process ") != std::string::npos);
    BOOST_TEST(answer_of(first) == "");
}

BOOST_AUTO_TEST_CASE(a_key_is_made_and_shown_and_signs) {
    Daemon daemon;
    daemon.signal(SIGTERM);
    BOOST_TEST(daemon.exit_status() == 0);
    const auto key = daemon.path("audit.key");
    const auto settings = daemon.path("settings.toml");
    for (int i = 0; i < 2; ++i) {
        const auto made = run({"audit", "key", "new", "--config", settings, "--file", key});
        BOOST_TEST(made.status == 0, made.err);
        if (i == 0) {
            write_audit_settings(daemon, "key = \"" + key + "\"\n");
        }
        const auto shown = run({"audit", "key", "show", "--config", settings});
        BOOST_TEST(shown.out == made.out);
        daemon.start();
        BOOST_TEST(answer_of(daemon) == "");
        daemon.signal(SIGTERM);
        BOOST_TEST(daemon.exit_status() == 0);
        BOOST_TEST(is_whole(daemon));
        const auto note = msa::last_checkpoint(TrailPaths::of(daemon.path("audit.jsonl")));
        const auto verifier =
            msa::parse_verifier_key(made.out.substr(0, made.out.size() - 1)).value();
        BOOST_TEST((msa::verdict(note.value(), verifier) == msa::NoteVerdict::good));
        BOOST_TEST(last_of(daemon, "audit_key").at("key") == verifier.text());
    }
    BOOST_TEST(msa::read_file(key + ".old", 1000).has_value());
    std::filesystem::permissions(key, std::filesystem::perms::owner_write,
                                 std::filesystem::perm_options::add);
    std::ofstream(key) << "no key";
    daemon.start();
    BOOST_TEST(daemon.exit_status() == 78);
    BOOST_TEST(daemon.log().find("audit key " + key) != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_credential_of_systemd_signs) {
    const msa::TemporaryFolder folder;
    const auto key = folder.path_of("audit.key");
    const auto made = run({"audit", "key", "new", "--file", key});
    BOOST_TEST(made.status == 0, made.err);
    hand_over(folder.path(), 0050);
    hand_over(key, 0040);
    Daemon daemon({.before = "export CREDENTIALS_DIRECTORY=" + folder.path()});
    daemon.signal(SIGTERM);
    BOOST_TEST(daemon.exit_status() == 0);
    write_audit_settings(daemon, "key = \"credential:audit.key\"\n");
    daemon.start();
    BOOST_TEST(answer_of(daemon) == "", daemon.log());
    daemon.signal(SIGTERM);
    BOOST_TEST(daemon.exit_status() == 0);
    const auto note = msa::last_checkpoint(TrailPaths::of(daemon.path("audit.jsonl")));
    BOOST_TEST(note.value().signatures.size() == 1U);
    BOOST_TEST(run({"audit", "key", "show", "--config", daemon.path("settings.toml")})
                   .err.find("--file FILE") != std::string::npos);
    fs::permissions(key, fs::perms::others_read, fs::perm_options::add);
    daemon.start();
    BOOST_TEST(daemon.exit_status() == 77);
    BOOST_TEST(daemon.log().find("audit.key is open to others") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(without_credentials_a_key_of_that_kind_is_missed) {
    Daemon daemon;
    daemon.signal(SIGTERM);
    BOOST_TEST(daemon.exit_status() == 0);
    write_audit_settings(daemon, "key = \"credential:audit.key\"\n");
    daemon.start();
    BOOST_TEST(daemon.exit_status() == 78);
    BOOST_TEST(daemon.log().find("LoadCredential=audit.key:FILE") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(after_a_full_disk_a_record_tells_what_is_missing) {
    Daemon daemon;
    BOOST_TEST(answer_of(daemon) == "");
    daemon.limit(RLIMIT_FSIZE, contents(daemon.path("audit.jsonl")).size() + 100);
    BOOST_TEST(answer_of(daemon).substr(0, 9) == "451 4.3.0");
    BOOST_TEST(answer_of(daemon).substr(0, 9) == "451 4.3.0");
    daemon.limit(RLIMIT_FSIZE, RLIM_INFINITY);
    BOOST_TEST(answer_of(daemon) == "");
    const auto gap = last_of(daemon, "gap");
    BOOST_TEST(gap.at("records") == 2);
    BOOST_TEST(gap.at("sessions").size() == 2U);
    daemon.signal(SIGTERM);
    BOOST_TEST(daemon.exit_status() == 0);
    BOOST_TEST(is_whole(daemon));
}

BOOST_AUTO_TEST_SUITE_END()

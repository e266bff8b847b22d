// Folders that are not there when the daemon starts: its own below /run is made, others are named
// with the command that makes them.
#include "fakes/temporary_folder.h"
#include "wire/daemon.h"
#include "wire/program.h"

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <sys/stat.h>
#include <unistd.h>

namespace fs = std::filesystem;
using namespace msa::wire;

namespace {

constexpr uid_t nobody = 65534;

/// Below /run, not there yet, and gone afterwards.
struct RunFolder {
    RunFolder() = default;
    RunFolder(const RunFolder&) = delete;
    RunFolder& operator=(const RunFolder&) = delete;
    ~RunFolder() {
        std::error_code ignored;
        fs::remove_all(path, ignored);
    }
    fs::path path = "/run/msa-milter-test-" + std::to_string(::getpid());
};

struct stat status_of(const fs::path& path) {
    struct stat status {};
    BOOST_REQUIRE(::stat(path.c_str(), &status) == 0);
    return status;
}

/// The command that the daemon's only line ends with.
std::string command_in(const std::string& log) {
    const auto at = log.find("install -d");
    BOOST_REQUIRE(at != std::string::npos);
    BOOST_TEST(log.find('\n') == log.size() - 1);
    return log.substr(at, log.size() - 1 - at);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(folders)

BOOST_AUTO_TEST_CASE(roots_daemon_makes_its_folder_below_run) {
    if (::geteuid() != 0) {
        return;
    }
    const RunFolder run;
    for (const auto& folder : {run.path, run.path / "of" / "ours"}) {
        fs::remove_all(run.path);
        Daemon daemon({.socket = "unix:" + (folder / "m.sock").string()});
        BOOST_TEST(daemon.is_running(), daemon.log());
        for (auto made = folder; made != "/run"; made = made.parent_path()) {
            const auto status = status_of(made);
            BOOST_TEST((status.st_uid == nobody) == (made == folder));
            BOOST_TEST((status.st_gid != 0U) == (made == folder));
            BOOST_TEST((status.st_mode & 07777U) == 0755U);
        }
        daemon.signal(SIGTERM);
        BOOST_TEST(daemon.exit_status() == 0);
    }
}

BOOST_AUTO_TEST_CASE(a_folder_below_run_that_is_there_stays_as_it_is) {
    if (::geteuid() != 0) {
        return;
    }
    const RunFolder run;
    fs::create_directory(run.path);
    fs::permissions(run.path, fs::perms(0750));
    const Daemon daemon({.socket = "unix:" + (run.path / "m.sock").string()});
    BOOST_TEST(status_of(run.path).st_uid == 0U);
    BOOST_TEST((status_of(run.path).st_mode & 07777U) == 0750U);
}

BOOST_AUTO_TEST_CASE(nothing_is_made_where_others_may_put_something_else) {
    if (::geteuid() != 0) {
        return;
    }
    const RunFolder run;
    fs::create_directory(run.path);
    fs::permissions(run.path, fs::perms(0777));
    Daemon daemon({.socket = "unix:" + (run.path / "ours" / "m.sock").string()});
    BOOST_TEST(daemon.exit_status() == 73);
    BOOST_TEST(!fs::exists(run.path / "ours"));
    // Nor through a link, nor above.
    fs::permissions(run.path, fs::perms(0755));
    fs::create_directory_symlink("/tmp", run.path / "link");
    const std::string there = "msa-milter-test-" + std::to_string(::getpid());
    Daemon linked({.socket = "unix:" + (run.path / "link" / there / "m.sock").string()});
    BOOST_TEST(linked.exit_status() == 73);
    Daemon above({.socket = "unix:/run/../tmp/" + there + "/m.sock"});
    BOOST_TEST(above.exit_status() == 73);
    BOOST_TEST(!fs::exists("/tmp/" + there));
}

BOOST_AUTO_TEST_CASE(other_folders_are_named_with_the_command_that_makes_them) {
    const msa::TemporaryFolder place;
    Daemon daemon({.socket = "unix:" + place.path_of("s") + "/m.sock"});
    BOOST_TEST(daemon.exit_status() == 73);
    BOOST_TEST(command_in(daemon.log()).ends_with(" " + place.path_of("s")));
    if (::geteuid() != 0) {
        return;
    }
    BOOST_TEST(command_in(daemon.log()) ==
               "install -d -m 2750 -o nobody -g postfix " + place.path_of("s"));
    Daemon roots({.socket = "unix:" + place.path_of("s") + "/m.sock",
                  .settings = "socket_mode = \"0600\"\n"});
    BOOST_TEST(roots.exit_status() == 73);
    BOOST_TEST(command_in(roots.log()) == "install -d -o nobody " + place.path_of("s"));
    Daemon grouped({.socket = "unix:" + place.path_of("s") + "/m.sock",
                    .settings = "socket_group = \"mail\"\n"});
    BOOST_TEST(command_in(grouped.log()) ==
               "install -d -m 0750 -o nobody -g mail " + place.path_of("s"));
    BOOST_TEST(grouped.exit_status() == 73);
}

BOOST_AUTO_TEST_CASE(the_trail_and_keys_have_folders_too) {
    const msa::TemporaryFolder place;
    const Daemon other;  // its settings, while its socket is its own
    if (::geteuid() == 0) {
        BOOST_REQUIRE(::chown(place.path().c_str(), nobody, nobody) == 0);
    }
    const std::string trail = place.path_of("log");
    const auto run_with = [&](const std::vector<std::string>& more) {
        std::vector<std::string> words{"run",
                                       "--control",
                                       "",
                                       "--config",
                                       other.path("settings.toml"),
                                       "--socket",
                                       "unix:" + place.path_of("m.sock")};
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    };
    const auto ended = run_with({"--audit", trail + "/audit.jsonl"});
    BOOST_TEST(ended.status == 73);
    BOOST_TEST(ended.err.find("folder " + trail + " does not exist") != std::string::npos,
               ended.err);
    if (::geteuid() == 0) {
        BOOST_TEST(command_in(ended.err) == "install -d -m 2750 -o nobody -g adm " + trail);
    }
    const std::string keys = place.path_of("keys");
    const auto rules = place.write("rules.toml", staff_rules() +
                                                     "[[dkim.key]]\ndomain = \"example.com\"\n"
                                                     "selector = \"s1\"\nfile = \"" +
                                                     keys + "/s1.pem\"\n");
    const auto checked = run({"check", rules});
    BOOST_TEST(checked.status == 78);
    BOOST_TEST(
        checked.out.find(keys + "/s1.pem: its folder does not exist; make it with: install -d " +
                         keys + '\n') != std::string::npos,
        checked.err + checked.out);
}

BOOST_AUTO_TEST_CASE(without_a_syslog_lines_go_to_standard_error) {
    if (fs::exists("/dev/log")) {
        return;
    }
    const msa::TemporaryFolder place;
    const Daemon other;
    const auto ended = run({"run", "--control", "none", "--config", other.path("settings.toml"),
                            "--log", "syslog", "--socket", "unix:" + place.path_of("m.sock"),
                            "--audit", place.path_of("log") + "/audit.jsonl"});
    BOOST_TEST(ended.err.find("warning event=log error=\"nothing listens at /dev/log") !=
                   std::string::npos,
               ended.err);
}

BOOST_AUTO_TEST_SUITE_END()

// Rotation by the daemon itself, and `audit expire` beside a running daemon and without one.
#include "wire/audit_settings.h"
#include "wire/daemon.h"
#include "wire/milter_client.h"
#include "wire/patience.h"
#include "wire/program.h"

#include <algorithm>
#include <csignal>
#include <filesystem>
#include <fstream>
#include <string>
#include <thread>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

namespace fs = std::filesystem;
using namespace msa::wire;
using Words = std::vector<std::string>;

namespace {

void end(Daemon& daemon) {
    daemon.signal(SIGTERM);
    BOOST_TEST(daemon.exit_status() == 0);
}

void submit(const Daemon& daemon, int messages) {
    for (int i = 0; i < messages; ++i) {
        MilterClient client(daemon.socket());
        client.greet();
        BOOST_TEST(client.submit(honest_mail()).answer == "");
    }
}

/// A daemon that has rotated its trail at least three times.
struct Site {
    Site() {
        end(daemon);
        write_audit_settings(daemon, "rotate = \"128k\"\n");
        daemon.start();
        while (files().size() < 4) {
            submit(daemon, 20);
        }
    }
    [[nodiscard]] Words files() const {
        Words names;
        for (const auto& each : fs::directory_iterator(daemon.path(""))) {
            const auto name = each.path().filename().string();
            if (name.starts_with("audit.jsonl")) {
                names.push_back(name);
            }
        }
        std::sort(names.begin(), names.end());
        return names;
    }
    [[nodiscard]] Ended expire(Words more = {}) const {
        Words words{"audit",    "expire",    "--config", daemon.path("settings.toml"),
                    "--before", "2199-01-01"};
        words.insert(words.end(), more.begin(), more.end());
        return run(words);
    }
    [[nodiscard]] Ended verify() const {
        return run({"audit", "verify", "--config", daemon.path("settings.toml")});
    }

    Daemon daemon;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(expire, Site)

BOOST_AUTO_TEST_CASE(old_files_go_beside_a_running_daemon_and_what_is_left_verifies) {
    BOOST_TEST(comes_true([this] { return verify().status == 0; }));
    const auto before = files();
    const auto dry = expire({"--dry-run"});
    BOOST_TEST(dry.status == 0, dry.err);
    BOOST_TEST(dry.out.starts_with("would delete " + daemon.path("audit.jsonl-")), dry.out);
    BOOST_TEST(files() == before, boost::test_tools::per_element());
    BOOST_TEST(comes_true([this] { return expire().status == 0; }));
    BOOST_TEST(files() == Words{"audit.jsonl"}, boost::test_tools::per_element());
    const auto verified = verify();
    BOOST_TEST(verified.status == 0, verified.out);
    BOOST_TEST(verified.out.find(": expired by policy: records 0 to ") != std::string::npos,
               verified.out);
    BOOST_TEST(verified.out.find("except for what the trail declares") != std::string::npos);
    const auto nothing = expire();
    BOOST_TEST(nothing.status == 0);
    BOOST_TEST(nothing.out.starts_with("no file to delete"));
    submit(daemon, 2);
    end(daemon);
    BOOST_TEST(verify().status == 0);
    daemon.start();
    BOOST_TEST(contents(daemon.path("audit.jsonl")).find("\"clean\":false") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(without_a_daemon_the_record_is_written_under_the_lock) {
    end(daemon);
    const auto expired = expire();
    BOOST_TEST(expired.status == 0, expired.err);
    BOOST_TEST(files() == Words{"audit.jsonl"}, boost::test_tools::per_element());
    BOOST_TEST(verify().status == 0);
    daemon.start();
    submit(daemon, 1);
    end(daemon);
    const auto verified = verify();
    BOOST_TEST(verified.status == 0, verified.out);
    // What was written in between was no unclean end.
    BOOST_TEST(verified.out.find(": unclean: ") == std::string::npos, verified.out);
}

BOOST_AUTO_TEST_CASE(an_unclean_end_is_still_told_by_the_next_start) {
    daemon.signal(SIGKILL);
    BOOST_TEST(daemon.exit_status() == 128 + SIGKILL);
    BOOST_TEST(expire().status == 0);
    daemon.start();
    BOOST_TEST(contents(daemon.path("audit.jsonl")).find("\"clean\":false") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_daemon_without_a_socket_is_not_written_past) {
    end(daemon);
    auto text = contents(daemon.path("settings.toml"));
    text.replace(text.find("control = \"control\""), 19, "control = \"none\"");
    std::ofstream(daemon.path("settings.toml")) << text;
    daemon.start();
    BOOST_TEST(comes_true([this] { return verify().status == 0; }));
    const auto before = files();
    const auto refused = expire();
    BOOST_TEST(refused.status == 73);
    BOOST_TEST(refused.err.find("audit.lock: process ") != std::string::npos, refused.err);
    BOOST_TEST(files() == before, boost::test_tools::per_element());
}

BOOST_AUTO_TEST_CASE(what_was_tampered_with_stays_and_is_named) {
    end(daemon);
    const auto first = fs::path(daemon.path(files().at(1)));
    auto text = contents(first);
    text.replace(text.find("\"disposition\":\"accepted\""), 24, "\"disposition\":\"refused!\"");
    std::ofstream(first) << text;
    const auto expired = expire();
    BOOST_TEST(expired.status == 1);
    BOOST_TEST(expired.err.find(" stays: ") != std::string::npos, expired.err);
    BOOST_TEST(files().size() > 1U);
    BOOST_TEST(fs::exists(first));
}

BOOST_AUTO_TEST_CASE(kills_while_files_rotate_lose_nothing) {
    int accepted = 0;
    for (int round = 0; round < 4; ++round) {
        std::thread submitter([&] {
            try {
                for (;;) {
                    MilterClient client(daemon.socket());
                    client.greet();
                    accepted += client.submit(honest_mail()).is_accepted() ? 1 : 0;
                }
            } catch (const std::exception&) {  // killed
            }
        });
        const auto before = files().size();
        BOOST_TEST(comes_true([&] { return files().size() > before; }));
        daemon.signal(SIGKILL);
        BOOST_TEST(daemon.exit_status() == 128 + SIGKILL);
        submitter.join();
        BOOST_TEST(verify().status == 0);
        daemon.start();
    }
    end(daemon);
    const auto verified = verify();
    BOOST_TEST(verified.status == 0, verified.out);
    int recorded = 0;
    for (const auto& name : files()) {
        const auto text = contents(daemon.path(name));
        for (auto at = text.find("\"record\":\"transaction\""); at != std::string::npos;
             at = text.find("\"record\":\"transaction\"", at + 1)) {
            ++recorded;
        }
    }
    BOOST_TEST(recorded >= accepted);
}

BOOST_AUTO_TEST_CASE(what_is_asked_for_wrongly_is_told) {
    end(daemon);
    const auto settings = daemon.path("settings.toml");
    BOOST_TEST(run({"audit", "expire", "--config", settings, "--before", "tomorrow"}).status == 64);
    BOOST_TEST(run({"audit", "expire", "--config", settings}).status == 64);
    const auto none = run({"audit", "expire", "--config", settings, "--before", "1999-12-31"});
    BOOST_TEST(none.status == 0);
    BOOST_TEST(none.out.starts_with("no file to delete"), none.out);
    for (const auto& name : files()) {
        fs::remove(daemon.path(name));
    }
    for (const auto* name : {"audit.checkpoint", "audit.checkpoints"}) {
        fs::remove(daemon.path(name));
    }
    BOOST_TEST(expire().status == 69);
}

BOOST_AUTO_TEST_SUITE_END()

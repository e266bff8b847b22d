// The control socket: what it says, whom it answers, and what nobody can do through it to the mail.
#include "base/file.h"
#include "base/socket_address.h"
#include "wire/daemon.h"
#include "wire/milter_client.h"
#include "wire/patience.h"
#include "wire/program.h"

#include <array>
#include <csignal>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <grp.h>
#include <nlohmann/json.hpp>
#include <sys/socket.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace msa::wire;

namespace {

using Json = nlohmann::json;

constexpr const char* status_line = "{\"method\":\"status\"}\n";

/// One who asks, with nothing between it and the socket.
class Asker {
public:
    explicit Asker(const std::string& path)
        : socket_(::socket(AF_UNIX, SOCK_STREAM | SOCK_CLOEXEC, 0)) {
        const auto address = msa::unix_address(path);
        BOOST_REQUIRE(address.has_value());
        is_connected_ = ::connect(socket_.get(), address->get(), address->length) == 0;
    }
    [[nodiscard]] bool is_connected() const { return is_connected_; }
    void say(std::string_view octets) const {
        while (!octets.empty()) {
            const auto count = ::send(socket_.get(), octets.data(), octets.size(), MSG_NOSIGNAL);
            if (count <= 0) {
                return;
            }
            octets.remove_prefix(static_cast<std::size_t>(count));
        }
    }
    void say_no_more() const { ::shutdown(socket_.get(), SHUT_WR); }
    /// A line; what there is, where the daemon closes before.
    [[nodiscard]] std::string hear() const {
        std::string line;
        for (char octet = 0; ::recv(socket_.get(), &octet, 1, 0) == 1 && octet != '\n';) {
            line += octet;
        }
        return line;
    }

private:
    msa::FileDescriptor socket_;
    bool is_connected_ = false;
};

std::string ask(const Daemon& daemon, std::string_view line) {
    const Asker asker(daemon.path("control"));
    asker.say(line);
    return asker.hear();
}

Json status(const Daemon& daemon) {
    return Json::parse(ask(daemon, status_line)).at("result");
}

Ended command(const std::string& name, const Daemon& daemon) {
    return run({name, "--config", daemon.path("settings.toml")});
}

/// What `use` returns to a process of a user that is neither root nor the daemon's.
template <class Use>
int as_stranger(gid_t group, Use use) {
    const pid_t child = ::fork();
    if (child == 0) {
        constexpr uid_t stranger = 4242;
        const bool became =
            ::setgroups(1, &group) == 0 && ::setgid(stranger) == 0 && ::setuid(stranger) == 0;
        ::_exit(became ? use() : 99);
    }
    int waited = 0;
    BOOST_REQUIRE(::waitpid(child, &waited, 0) == child);
    return status_of(waited);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(control)

BOOST_AUTO_TEST_CASE(says_that_the_trail_was_taken_away) {
    const Daemon daemon;
    BOOST_TEST(status(daemon).at("warnings").empty());
    BOOST_TEST(::rename(daemon.path("audit.jsonl").c_str(), daemon.path("gone").c_str()) == 0);
    BOOST_TEST(status(daemon).at("warnings").at(0) ==
               "the trail's file is not there: " + daemon.path("audit.jsonl"));
}

BOOST_AUTO_TEST_CASE(says_what_is_in_force_and_what_was_done) {
    const Daemon daemon;
    MilterClient client(daemon.socket());
    const auto told = status(daemon);
    BOOST_TEST(told.at("state") == "serving");
    BOOST_TEST(told.at("rules").at(0).at("version") == "test");
    BOOST_TEST(told.at("rules").at(0).at("file") == daemon.path("rules.toml"));
    BOOST_TEST(told.at("last_reload").is_null());
    BOOST_TEST(told.at("trail").at("file") == daemon.path("audit.jsonl"));
    BOOST_TEST(told.at("trail").at("records") > 0);
    BOOST_TEST(told.at("trail").at("on_failure") == "defer");
    BOOST_TEST(comes_true([&] {  // within a second of the first record
        return !status(daemon).at("trail").at("last_checkpoint").is_null();
    }));
    BOOST_TEST(told.at("messages").at("accepted") == 0);
    BOOST_TEST(told.at("tables").at(0).at("table") == "staff");
    const auto shown = command("status", daemon);
    BOOST_TEST(shown.out.find("serving since") != std::string::npos);
    BOOST_TEST(shown.out.find("version test, sha256:") != std::string::npos);
    BOOST_TEST(shown.err == "");
    const auto json = run({"status", "--json", "--config", daemon.path("settings.toml")});
    BOOST_TEST(Json::parse(json.out).at("version") == told.at("version"));
}

BOOST_AUTO_TEST_CASE(reloads_and_says_what_came_of_it) {
    const Daemon daemon;
    const auto before = status(daemon).at("rules").at(0).at("hash").get<std::string>();
    const auto same = command("reload", daemon);
    BOOST_TEST(same.status == 0);
    BOOST_TEST(same.out == before + '\n');
    daemon.write_whole_rules("version = 1\n");
    const auto failed = command("reload", daemon);
    BOOST_TEST(failed.status == 78);
    BOOST_TEST(failed.out == "");
    BOOST_TEST(failed.err.find("rules.toml:1:11: ") != std::string::npos);
    BOOST_TEST(failed.err.find("still in force: " + before) != std::string::npos);
    const auto told = status(daemon);
    BOOST_TEST(told.at("last_reload").at("result") == "failed");
    BOOST_TEST(told.at("warnings").at(0).get<std::string>().starts_with("the last reload failed"));
    BOOST_TEST(command("status", daemon).status == 1);
    daemon.write_rules(staff_rules() + "# new\n");
    daemon.signal(SIGHUP);
    BOOST_TEST(comes_true([&] { return status(daemon).at("last_reload").at("result") == "ok"; }));
    BOOST_TEST(status(daemon).at("rules").at(0).at("hash") != before);
}

BOOST_AUTO_TEST_CASE(is_missed_with_a_word_where_no_daemon_runs) {
    Daemon daemon;
    daemon.signal(SIGTERM);
    BOOST_TEST(daemon.exit_status() == 0);
    BOOST_TEST(::access(daemon.path("control").c_str(), F_OK) != 0);
    for (const std::string name : {"status", "reload"}) {
        const auto ended = command(name, daemon);
        BOOST_TEST(ended.status == 69);
        BOOST_TEST(ended.err.find("no daemon answers there") != std::string::npos);
    }
}

BOOST_AUTO_TEST_CASE(refuses_lines_that_are_none) {
    const Daemon& daemon = shared_daemon();
    BOOST_TEST(ask(daemon, "\n").starts_with("{\"error\":"));
    BOOST_TEST(ask(daemon, std::string("\0\xff\n", 3)).starts_with("{\"error\":"));
    BOOST_TEST(ask(daemon, std::string(2000000, 'x')).find("longer than 1048576 octets") !=
               std::string::npos);
    const Asker half(daemon.path("control"));
    half.say("{\"method\":");
    half.say_no_more();
    BOOST_TEST(half.hear() == R"({"error":"the line has no end"})");
    const Asker slow(daemon.path("control"));
    slow.say("{\"method\":\"sta");
    BOOST_TEST(slow.hear() == "");  // closed after a while
    BOOST_TEST(answers(daemon.socket()));
}

BOOST_AUTO_TEST_CASE(answers_line_after_line) {
    const Asker asker(shared_daemon().path("control"));
    asker.say(std::string(status_line) + "{\"method\":\"x\"}\n" + status_line);
    asker.say_no_more();
    BOOST_TEST(asker.hear().starts_with("{\"result\":"));
    BOOST_TEST(asker.hear() == R"({"error":"no method 'x'"})");
    BOOST_TEST(asker.hear().starts_with("{\"result\":"));
    BOOST_TEST(asker.hear() == "");
}

BOOST_AUTO_TEST_CASE(takes_no_record_of_deleted_files_that_is_none) {
    const Daemon& daemon = shared_daemon();
    const auto asked = [&daemon](const std::string& parameters) {
        return ask(daemon, R"({"method":"expiry","parameters":)" + parameters + "}\n");
    };
    const std::string begin = R"({"before":"x","files":[{"file":"f","origin":"o","first":0,"end":)";
    for (const std::string& bad :
         {std::string("{}"), std::string(R"({"before":"x"})"),
          std::string(R"({"before":"x","files":[]})"), std::string(R"({"before":1,"files":{}})"),
          begin + R"(0,"subtrees":["aa"]}]})", begin + R"(3,"subtrees":[]}]})",
          begin + R"(3,"subtrees":["zz"]}]})"}) {
        BOOST_TEST(asked(bad).starts_with("{\"error\":\"'before' and 'files'"), bad);
    }
    BOOST_TEST(contents(daemon.path("audit.jsonl")).find("expiry") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(is_the_owners_alone) {
    const Daemon& daemon = shared_daemon();
    struct stat status {};
    BOOST_REQUIRE(::stat(daemon.path("control").c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 07777U) == 0600U);
}

BOOST_AUTO_TEST_CASE(asks_the_kernel_who_is_there) {
    if (::geteuid() != 0) {
        return;  // only root can become somebody else
    }
    const Daemon daemon({.settings = "control_group = \"daemon\"\n"});
    const std::string path = daemon.path("control");
    struct stat status {};
    BOOST_REQUIRE(::stat(path.c_str(), &status) == 0);
    BOOST_TEST((status.st_mode & 07777U) == 0660U);
    BOOST_REQUIRE(::chmod(daemon.path("").c_str(), 0755) == 0);
    const auto says = [&path](std::string_view wanted) {
        return [&path, wanted] {
            const Asker asker(path);
            asker.say(status_line);
            return asker.hear().find(wanted) != std::string::npos ? 0 : 1;
        };
    };
    BOOST_TEST(as_stranger(status.st_gid, says("\"result\"")) == 0);
    // Who could open the file all the same is asked who it is.
    BOOST_REQUIRE(::chmod(path.c_str(), 0666) == 0);
    BOOST_TEST(as_stranger(4242, says("only root, the daemon's user and control_group")) == 0);
    BOOST_TEST(daemon.logs("event=control refused_user=4242"));
}

BOOST_AUTO_TEST_CASE(serves_mail_while_ten_thousand_connect) {
    const Daemon daemon;
    const auto before = daemon.descriptors();
    const auto memory = daemon.resident();
    std::vector<Asker> crowd;
    for (int count = 0; count < 10000; ++count) {
        crowd.emplace_back(daemon.path("control"));
        if (count % 3 == 0) {
            crowd.back().say("{\"meth");
        }
        if (crowd.size() == 500) {
            BOOST_TEST(answers(daemon.socket()));
            BOOST_TEST(status(daemon).at("state") == "serving");
            crowd.clear();
        }
    }
    BOOST_TEST(daemon.descriptors() <= before + 40);
    BOOST_TEST(daemon.resident() < memory + 8192);
}

BOOST_AUTO_TEST_CASE(is_none_where_the_settings_want_none) {
    const Daemon daemon({.settings = "control = \"none\"\n"});
    BOOST_TEST(answers(daemon.socket()));
    const auto ended = command("status", daemon);
    BOOST_TEST(ended.status == 78);
    BOOST_TEST(ended.err.find("name no control socket") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(that_is_named_must_be_there) {
    Daemon daemon({.settings = "control = \"/nowhere/at/all/control\"\n"});
    BOOST_TEST(daemon.exit_status() == 73);
    BOOST_TEST(daemon.log().find("control: folder /nowhere/at/all does not exist") !=
               std::string::npos);
}

BOOST_AUTO_TEST_SUITE_END()

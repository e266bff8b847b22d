// The disk under what limits have counted, and under who is suspended, is full: mail is judged as
// always, nobody is released by it, and what could not be written is, once there is room.
#include "wire/daemon.h"
#include "wire/milter_client.h"
#include "wire/patience.h"
#include "wire/program.h"
#include "wire/small_disk.h"

#include <csignal>
#include <filesystem>
#include <memory>
#include <string>

#include <boost/test/unit_test.hpp>

using msa::wire::comes_true;
using msa::wire::contents;
using msa::wire::Daemon;
using msa::wire::MilterClient;
using msa::wire::run;
using msa::wire::SmallDisk;

namespace {

std::string limited_rules() {
    return msa::wire::staff_rules() +
           "[[limit]]\nid = \"daily\"\ncount = \"messages\"\nrate = \"6/day\"\non_error = "
           "\"reject\"\n"
           "[[limit]]\nid = \"share\"\ncount = \"refused_recipients\"\nrate = \"50%/day\"\n"
           "[check.header_from_rights]\naction = \"log\"\n"
           "[[rule]]\nid = \"thieves\"\ncheck = \"header_from_rights\"\naction = \"suspend\"\n";
}

/// A daemon that keeps what it must remember on a disk of its own, full or not.
struct Site {
    explicit Site(bool is_full = false) {
        if (is_full) {
            disk.fill();
        }
        daemon = std::make_unique<Daemon>(msa::wire::Setup{
            .settings = "[limits]\nfile = \"" + disk.path_of("limits.sqlite") +
                        "\"\n[suspensions]\nfile = \"" + disk.path_of("suspended.json") + "\"\n",
            .rules = limited_rules()});
    }

    /// What the MTA is told at the end of a message of this login and author; empty: it takes it.
    [[nodiscard]] std::string answer(const std::string& login = "alice",
                                     const std::string& author = {}) const {
        MilterClient client(daemon->socket());
        client.login = login;
        client.greet();
        auto mail = msa::wire::honest_mail();
        const auto address = login + "@example.com";
        mail.sender = '<' + address + '>';
        for (auto& field : mail.header) {
            if (field.name == "From") {
                field.value = ' ' + (author.empty() ? address : author);
            }
        }
        return client.submit(mail).answer;
    }
    [[nodiscard]] int accepted(int tries) const {
        int count = 0;
        for (int i = 0; i < tries; ++i) {
            const auto said = answer();
            count += said.empty() ? 1 : 0;
            BOOST_TEST((said.empty() || said.starts_with("450 4.7.1 6 messages a day are used up")),
                       said);
        }
        return count;
    }
    [[nodiscard]] auto limit(std::vector<std::string> words) const {
        words.insert(words.begin(), "limit");
        words.insert(words.end(), {"--config", daemon->path("settings.toml")});
        return run(words);
    }
    [[nodiscard]] std::string status() const {
        return run({"status", "--config", daemon->path("settings.toml")}).out;
    }
    /// What is in the journal is there after a kill.
    [[nodiscard]] bool keeps(const std::string& text) const {
        return comes_true([&] {
            return contents(disk.path_of("limits.sqlite-wal")).find(text) != std::string::npos;
        });
    }
    void kill_and_start() const {
        daemon->signal(SIGKILL);
        (void)daemon->exit_status();
        daemon->start();
    }

    SmallDisk disk;
    std::unique_ptr<Daemon> daemon;
};

bool is_possible() {
    static const bool can_have_disks = SmallDisk::is_possible();
    if (!can_have_disks) {
        BOOST_TEST_MESSAGE("skipped: this user may not mount a small disk");
    }
    return can_have_disks;
}

bool is_suspended(const std::string& answer) {
    return answer.starts_with("525 5.7.13");
}

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

constexpr const char* no_room = "No space left on device";

}  // namespace

BOOST_AUTO_TEST_SUITE(full_disk)

BOOST_AUTO_TEST_CASE(limits_count_on_and_are_kept_again_when_there_is_room) {
    if (!is_possible()) {
        return;
    }
    const Site site;
    BOOST_TEST(site.accepted(2) == 2);
    BOOST_REQUIRE(site.keeps("login:alice"));
    site.disk.fill();
    BOOST_TEST(site.accepted(2) == 2);
    BOOST_TEST(site.daemon->logs("event=rates error="));
    BOOST_TEST(has(site.status(), "a restart would forget what limits have counted"));
    BOOST_TEST(site.accepted(3) == 2);  // six in all
    site.disk.make_room();
    BOOST_TEST(site.daemon->logs("what limits count is kept again"));
    BOOST_TEST(site.accepted(1) == 0);  // neither forgotten nor counted twice
    site.kill_and_start();
    BOOST_TEST(site.accepted(1) == 0);
    const auto shown = site.limit({"show", "alice"});
    BOOST_TEST(has(shown.out, "daily: 0 left; 6 messages a day allowed"), shown.out + shown.err);
    BOOST_TEST(has(shown.out, "share: 50 left"), shown.out + shown.err);
}

BOOST_AUTO_TEST_CASE(what_was_kept_is_known_to_a_daemon_that_starts_on_a_full_disk) {
    if (!is_possible()) {
        return;
    }
    const Site site;
    BOOST_TEST(site.accepted(5) == 5);
    BOOST_TEST(site.limit({"suspend", "bob", "--why", "stolen"}).status == 0);
    site.daemon->signal(SIGTERM);
    BOOST_TEST(site.daemon->exit_status() == 0);
    site.disk.fill();
    site.daemon->start();
    BOOST_TEST(site.accepted(3) == 1);
    BOOST_TEST(is_suspended(site.answer("bob")));
    BOOST_TEST(site.daemon->logs("event=rates error="));
    site.disk.make_room();
    BOOST_TEST(site.daemon->logs("what limits count is kept again"));
    site.kill_and_start();
    BOOST_TEST(site.accepted(1) == 0);
    BOOST_TEST(is_suspended(site.answer("bob")));
}

BOOST_AUTO_TEST_CASE(a_first_start_on_a_full_disk_judges_mail_and_makes_its_files_later) {
    if (!is_possible()) {
        return;
    }
    const Site site(true);
    BOOST_TEST(site.accepted(8) == 6);
    BOOST_TEST(has(site.status(), "a restart would forget what limits have counted"));
    site.disk.make_room();
    BOOST_TEST(site.daemon->logs("what limits count is kept again"));
    BOOST_TEST(!std::filesystem::exists(site.disk.path_of("limits.sqlite.damaged")));
    site.kill_and_start();
    BOOST_TEST(site.accepted(1) == 0);
}

BOOST_AUTO_TEST_CASE(who_is_suspended_or_released_meanwhile_stays_so) {
    if (!is_possible()) {
        return;
    }
    const Site site;
    BOOST_TEST(site.limit({"suspend", "bob", "--why", "stolen"}).status == 0);
    site.disk.fill();
    BOOST_TEST(is_suspended(site.answer("alice", "bob@example.com")));
    BOOST_TEST(is_suspended(site.answer("alice")));
    BOOST_TEST(site.daemon->logs(no_room));
    const auto released = site.limit({"release", "bob", "--why", "a new password"});
    BOOST_TEST(released.status == 1);
    BOOST_TEST(has(released.err, "a restart would undo this"), released.err);
    BOOST_TEST(has(released.err, no_room), released.err);
    BOOST_TEST(site.answer("bob").empty());
    BOOST_TEST(has(contents(site.disk.path_of("suspended.json")), "bob"));  // the old one, whole
    site.disk.make_room();
    BOOST_TEST(comes_true([&] {
        const auto kept = contents(site.disk.path_of("suspended.json"));
        const auto lifted = kept.find("\"released\"");
        return kept.find("\"alice\"") < lifted && kept.find("\"bob\"", lifted) != kept.npos;
    }));
    site.kill_and_start();
    BOOST_TEST(is_suspended(site.answer("alice")));
    BOOST_TEST(site.answer("bob").empty());
}

BOOST_AUTO_TEST_SUITE_END()

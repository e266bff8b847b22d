// Who is told of a suspension, what, and how often.
#include "commands/suspension_notices.h"

#include "base/file.h"
#include "fakes/temporary_folder.h"

#include <chrono>
#include <fstream>
#include <string>
#include <thread>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>
#include <sys/stat.h>

using namespace std::chrono_literals;
using msa::Suspension;
using msa::SuspensionNotices;

namespace {

Suspension suspension_of(const std::string& login) {
    return {.login = login,
            .why = "500 messages a day are used up",
            .by = "rule daily, 1a2b.1",
            .since = Suspension::Instant(1'780'000'000s),
            .until = std::nullopt};
}

struct Desk {
    msa::TemporaryFolder folder;
    msa::Log log{msa::Log::Sink::standard_error, msa::LogLevel::error};

    /// A program that appends its words and what it reads to the file `told`.
    [[nodiscard]] std::string program(const std::string& name) const {
        const auto path = folder.path_of(name);
        std::ofstream(path) << "#!/bin/sh\n{ echo \"$@\"; cat; } >" << path << ".new && mv " << path
                            << ".new " << path << ".told\n";
        BOOST_REQUIRE(::chmod(path.c_str(), 0755) == 0);
        return path;
    }
    [[nodiscard]] std::string told_by(const std::string& name) const {
        for (int tries = 0; tries < 3000; ++tries) {
            if (auto text = msa::read_file(folder.path_of(name) + ".told", 65536)) {
                return *std::move(text);
            }
            std::this_thread::sleep_for(10ms);
        }
        return {};
    }
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(suspension_notices, Desk)

BOOST_AUTO_TEST_CASE(a_mail_says_who_why_and_what_to_do) {
    const auto mail = msa::mail_about(suspension_of("alice"), "mx.example.com",
                                      {"security@example.com", "ceo@example.com"});
    for (const auto* part :
         {"From: MAILER-DAEMON@mx.example.com (msa-milter)\n",
          "To: security@example.com,\n ceo@example.com\n", "Auto-Submitted: auto-generated\n",
          "\n    alice\n", "Why:   500 messages a day are used up\n", "By:    rule daily, 1a2b.1\n",
          "Since: 2026-05-28T20:26:40.000000Z\n", "Until: somebody releases it\n",
          "msa-milter limit release"}) {
        BOOST_TEST(mail.find(part) != std::string::npos, part << " in\n" << mail);
    }
}

BOOST_AUTO_TEST_CASE(no_login_adds_lines_to_the_mail) {
    const auto mail =
        msa::mail_about(suspension_of("a\r\nBcc: b@example.com\r\n\r\nx"), "h", {"c@d"});
    BOOST_TEST(mail.find("\nBcc:") == std::string::npos, mail);
    BOOST_TEST(mail.find('\r') == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_program_reads_one_line_of_json) {
    auto suspension = suspension_of("a\"\xff\n");
    suspension.until = suspension.since + 24h;
    const auto text = msa::json_about(suspension);
    BOOST_TEST(text.find('\n') == text.size() - 1);
    const auto json = nlohmann::json::parse(text);
    BOOST_TEST(json["event"] == "suspended");
    BOOST_TEST(json["until"] == "2026-05-29T20:26:40.000000Z");
    BOOST_TEST(nlohmann::json::parse(msa::json_about(suspension_of("alice")))["until"].is_null());
}

BOOST_AUTO_TEST_CASE(both_ways_are_taken) {
    SuspensionNotices notices({.settings = {.file = {},
                                            .notify = {program("tell"), "one", "two words"},
                                            .mail = {"security@example.com"}},
                               .host = "mx.example.com",
                               .sendmail = program("sendmail")},
                              log);
    notices.offer(suspension_of("alice"));
    const auto told = told_by("tell");
    BOOST_TEST(told.starts_with("one two words\n{\"event\":\"suspended\",\"login\":\"alice\""),
               told);
    const auto sent = told_by("sendmail");
    BOOST_TEST(sent.starts_with("-i -f <> -- security@example.com\nFrom: MAILER-DAEMON@"), sent);
}

BOOST_AUTO_TEST_CASE(a_program_that_hangs_is_ended_and_the_next_notice_is_sent) {
    SuspensionNotices notices(
        {.settings = {.file = {}, .notify = {"/bin/sleep", "1000"}, .mail = {"a@example.com"}},
         .host = "h",
         .sendmail = program("sendmail"),
         .patience = 100ms},
        log);
    notices.offer(suspension_of("alice"));
    BOOST_TEST(!told_by("sendmail").empty());
}

BOOST_AUTO_TEST_CASE(nobody_waits_where_nobody_is_to_be_told) {
    SuspensionNotices notices({.settings = {}, .host = "h"}, log);
    notices.offer(suspension_of("alice"));
}

BOOST_AUTO_TEST_SUITE_END()

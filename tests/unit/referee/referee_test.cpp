// The referee's program, asked as the daemon asks it: what it verifies, what it does not, and what
// strangers may send it.
#include "referee/referee.h"

#include "fakes/dkim_site.h"

#include <algorithm>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace {

using namespace msa;

/// A message signed by both keys of a site.
struct SignedMail {
    SignedMail() {
        site.add_key(rsa_pem(2048), "rsa");
        site.add_key(ed25519_pem(), "ed");
        header.receive("From", " Alice <alice@example.org>");
        header.receive("Subject", " Lunch\n at  noon");
        const auto signer = site.signer();
        text = wire_message(header, body, signatures_of(*signer, header, body));
        for (const auto& [name, record] : site.records) {
            question.keys.push_back({name, record});
        }
    }

    [[nodiscard]] std::vector<std::string> verdicts(const std::string& message) const {
        std::vector<std::string> words;
        const auto answer = ask_referee(message, question);
        BOOST_TEST_REQUIRE(answer.has_value());
        for (const auto& each : answer->signatures) {
            words.emplace_back(to_text(each.verdict));
        }
        return words;
    }
    [[nodiscard]] std::string with(const std::string& old, const std::string& now) const {
        auto altered = text;
        return altered.replace(altered.find(old), old.size(), now);
    }

    DkimSite site;
    HeaderList header;
    std::string body = "At the  usual place. \r\n\r\n";
    std::string text;
    RefereeQuestion question;
};

using Words = std::vector<std::string>;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(referee_test, SignedMail)

BOOST_AUTO_TEST_CASE(what_we_sign_passes) {
    BOOST_TEST(verdicts(text) == (Words{"pass", "pass"}));
}

BOOST_AUTO_TEST_CASE(a_file_of_a_mail_program_passes) {
    auto file = text;
    std::erase(file, '\r');
    BOOST_TEST(verdicts(file) == (Words{"pass", "pass"}));
    BOOST_TEST(verdicts("From alice@example.org Sat Nov 21 12:00:00 2026\n" + file) ==
               (Words{"pass", "pass"}));
    file.resize(file.find_last_not_of('\n') + 1);  // and its last line has no end
    BOOST_TEST(verdicts(file) == (Words{"pass", "pass"}));
}

BOOST_AUTO_TEST_CASE(tells_what_was_altered) {
    BOOST_TEST(verdicts(with("usual", "other")) == (Words{"body_altered", "body_altered"}));
    BOOST_TEST(verdicts(text + "More.\r\n") == (Words{"body_altered", "body_altered"}));
    BOOST_TEST(verdicts(with("Lunch", "Dinner")) == (Words{"header_altered", "header_altered"}));
    BOOST_TEST(verdicts("From: bob@example.org\r\n" + text) ==
               (Words{"header_altered", "header_altered"}));
}

BOOST_AUTO_TEST_CASE(verifies_only_what_a_key_was_given_for) {
    question.keys.clear();
    BOOST_TEST(verdicts(text) == (Words{"no_key", "no_key"}));
    question.keys = {{"ed._domainkey.example.org", "v=DKIM1; p="}};
    const auto answer = ask_referee(text, question);
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(answer->signatures.at(0).key_name == "ed._domainkey.example.org");
    BOOST_TEST((answer->signatures.at(0).verdict == DkimVerdict::key_refused));
    BOOST_TEST(answer->signatures.at(0).why != "");
    BOOST_TEST((answer->signatures.at(1).verdict == DkimVerdict::no_key));
}

BOOST_AUTO_TEST_CASE(verifies_only_what_was_asked_for) {
    const auto all = ask_referee(text, question);
    BOOST_TEST_REQUIRE(all.has_value());
    question.only = {all->signatures.at(1).octets};
    BOOST_TEST(verdicts(text) == (Words{"not_asked", "pass"}));
}

BOOST_AUTO_TEST_CASE(another_signature_changes_nothing) {
    for (const std::string foreign :
         {"DKIM-Signature: v=1; a=rsa-sha256; d=example.net; s=x; h=From; bh=AAAA; b=AAAA\r\n",
          "DKIM-Signature: nonsense\r\n", "DKIM-Signature:\r\n", "dkim-signature : d=; s=;\r\n",
          "DKIM-Signature: v=1; v=1; d=example.org; h=:::\r\n"}) {
        auto expected = verdicts(foreign + text);
        BOOST_TEST(expected.front() == "no_key");
        expected.erase(expected.begin());
        BOOST_TEST(expected == (Words{"pass", "pass"}));
    }
}

BOOST_AUTO_TEST_CASE(a_thousand_signatures_hide_none_with_a_key) {
    std::string many;
    for (int i = 0; i < 1500; ++i) {
        many += "DKIM-Signature: d=example.net; s=" + std::to_string(i) + "; b=AAAA\r\n";
    }
    const auto answer = ask_referee(many + text, question);
    BOOST_TEST_REQUIRE(answer.has_value());
    BOOST_TEST(answer->signatures.size() == 1002U);
    BOOST_TEST(answer->untold == 500U);
    BOOST_TEST((answer->signatures.back().verdict == DkimVerdict::pass));
}

BOOST_AUTO_TEST_CASE(no_more_than_sixteen_are_verified) {
    const auto end = text.find("\r\nFrom:") + 2;
    std::string many;
    for (int i = 0; i < 40; ++i) {
        many += text.substr(0, end);
    }
    const auto words = verdicts(many + text.substr(end));
    BOOST_TEST(words.size() == 80U);
    BOOST_TEST(std::count(words.begin(), words.end(), "pass") == 16);
    BOOST_TEST(words.back() == "not_tried");
}

BOOST_AUTO_TEST_CASE(a_signature_over_signatures_is_not_shown_to_the_library) {
    const auto altered = with("h=From", "h=DKIM-Signature:From");
    BOOST_TEST(verdicts(altered).front() == "not_tried");
}

BOOST_AUTO_TEST_CASE(what_is_no_message_is_said) {
    for (const std::string none : {"", "\r\n", "no message", "no message\r\n\r\nbody", " x: y\n\n",
                                   ": x\r\n", "\xff\xfe: x\r\n\r\n"}) {
        const auto answer = ask_referee(none, question);
        BOOST_TEST_REQUIRE(!answer.has_value(), none);
        BOOST_TEST((answer.error().kind == ErrorKind::bad_input), answer.error().what);
    }
    const auto endless = ask_referee("X: " + std::string(5UL << 20U, 'x'), question);
    BOOST_TEST_REQUIRE(!endless.has_value());
    BOOST_TEST(endless.error().what.find("longer than 4194304 octets") != std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_large_message_is_verified) {
    std::string large;
    while (large.size() < (20UL << 20U)) {
        large += "All work and no play makes Jack a dull boy.  All work and no play.\r\n";
    }
    const auto signer = site.signer();
    BOOST_TEST(verdicts(wire_message(header, large, signatures_of(*signer, header, large))) ==
               (Words{"pass", "pass"}));
}

BOOST_AUTO_TEST_SUITE_END()

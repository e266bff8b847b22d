// `trace` over what a daemon signed: who sent it, and whether it is as it left; and over files that
// somebody made to break it.
#include "dkim/key_record.h"
#include "fakes/dkim_keys.h"
#include "fakes/temporary_folder.h"
#include "wire/daemon.h"
#include "wire/key_site.h"
#include "wire/left_message.h"
#include "wire/milter_client.h"
#include "wire/patience.h"
#include "wire/program.h"
#include "wire/server_process.h"

#include <csignal>
#include <filesystem>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

using namespace msa::wire;
using Words = std::vector<std::string>;

namespace {

/// A daemon with both keys that has signed one message and ended.
struct Site : KeySite {
    Site() {
        MilterClient client(daemon.socket());
        client.greet();
        auto mail = honest_mail();
        mail.sender = "<alice@mail.example>";
        for (auto& field : mail.header) {
            field.value = field.name == "From" ? " Alice <alice@mail.example>" : field.value;
        }
        const auto ending = client.submit(mail);
        BOOST_TEST_REQUIRE(ending.is_accepted(), ending.answer);
        text = left_message(ending.message, mail.body);
        client.quit();
        daemon.signal(SIGTERM);
        BOOST_TEST(daemon.exit_status() == 0);
    }

    [[nodiscard]] static Words given_keys() {
        const auto key = [](const std::string& selector, const std::string& pem) {
            return selector + "._domainkey.mail.example=" +
                   msa::key_record(msa::parse_private_key(pem, 1024).value());
        };
        return {"--key", key("rsa", msa::rsa_pem(2048)), "--key", key("ed", msa::ed25519_pem())};
    }
    [[nodiscard]] Ended trace(const std::string& message, Words more = given_keys()) const {
        more.insert(more.begin(), {"trace", folder.write("message.eml", message), "--trail",
                                   daemon.path("audit.jsonl")});
        return run(more);
    }
    [[nodiscard]] std::string changed(const std::string& from, const std::string& to) const {
        auto other = text;
        BOOST_TEST_REQUIRE(other.find(from) != std::string::npos);
        return other.replace(other.find(from), from.size(), to);
    }
    /// Its first line, without the name of the file.
    [[nodiscard]] static std::string said(const Ended& ended) {
        const auto line = ended.out.substr(0, ended.out.find('\n'));
        return line.substr(std::min(line.size(), line.find(": ") + 2));
    }

    Daemon daemon{{.rules = rules(key("rsa") + key("ed"))}};
    msa::TemporaryFolder folder;
    std::string text;
};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

constexpr std::size_t megabyte = 1U << 20U;

}  // namespace

BOOST_FIXTURE_TEST_SUITE(trace, Site)

BOOST_AUTO_TEST_CASE(a_message_as_it_left_has_its_record_and_who_sent_it) {
    const auto found = trace(text);
    BOOST_TEST(found.status == 0, found.out << found.err);
    BOOST_TEST(found.err.empty(), found.err);
    BOOST_TEST(said(found).find("ours: libopendkim verifies its signature by the key ") == 0U);
    for (const auto* part :
         {"rsa._domainkey.mail.example rsa-sha256: pass, recorded",
          "ed._domainkey.mail.example ed25519-sha256: pass, recorded", "alice",
          "grant       alice@mail.example, in MAIL FROM and From, owner, table staff",
          ", transaction "}) {
        BOOST_TEST(has(found.out, part), part << " is not in\n" << found.out);
    }
    auto words = given_keys();
    words.emplace_back("--json");
    const auto json = nlohmann::json::parse(trace(text, words).out);
    BOOST_TEST(json.at("verdict") == "ours");
    BOOST_TEST(json.at("records").size() == 1U);
    BOOST_TEST(json.at("records").at(0).at("record").at("identity").at("login") == "alice");
}

BOOST_AUTO_TEST_CASE(a_record_in_a_trail_that_was_packed_away_is_found) {
    const auto old = daemon.path("audit.jsonl-20261128");
    for (const std::string pack : {"zstd -q --rm ", "gzip "}) {
        std::filesystem::rename(daemon.path("audit.jsonl"), old);
        BOOST_TEST_REQUIRE(shell(pack + old));
        daemon.start();  // it goes on in a new file
        daemon.signal(SIGTERM);
        BOOST_TEST(daemon.exit_status() == 0);
        const auto packed = old + (pack.starts_with("zstd") ? ".zst" : ".gz");
        auto words = given_keys();
        words.insert(words.end(), {"--trail", packed});
        const auto found = trace(text, words);
        BOOST_TEST(found.status == 0, found.out << found.err);
        BOOST_TEST(said(found).find("ours: libopendkim verifies its signature by ") == 0U);
        BOOST_TEST_REQUIRE(shell((pack.starts_with("zstd") ? "zstd -qdc " : "gzip -dc ") + packed +
                                 " >" + old + " && rm " + packed));
        std::filesystem::rename(old, daemon.path("audit.jsonl"));
    }
}

BOOST_AUTO_TEST_CASE(lists_and_files_change_what_counts_not) {
    BOOST_TEST(trace("Received: from x by y; now\r\n" + text).status == 0);
    std::string file = text;  // as a mail program saves it
    for (auto at = file.find('\r'); at != std::string::npos; at = file.find('\r')) {
        file.erase(at, 1);
    }
    BOOST_TEST(trace(file).status == 0);
}

BOOST_AUTO_TEST_CASE(what_was_altered_is_named) {
    const auto body = trace(text + "And the list's own footer.\r\n");
    BOOST_TEST(body.status == 1);
    BOOST_TEST(said(body) ==
               "ours, but altered since: its body, which left with 8 octets and has 36");
    const auto from = trace(changed("Alice <alice@mail", "Bob <bob@mail"));
    BOOST_TEST(from.status == 1);
    BOOST_TEST(said(from).find("ours, but altered since: a signed field From: recorded ") == 0U,
               said(from));
    const auto subject = trace(changed("Subject: ", "Subject: Re: "));
    BOOST_TEST(subject.status == 1);
    BOOST_TEST(said(subject) ==
               "ours, but altered since: a signed field whose value the record does not keep");
}

BOOST_AUTO_TEST_CASE(what_is_not_ours_or_has_no_record_is_told_apart) {
    const auto unsigned_mail = trace("From: alice@mail.example\r\n\r\nHello.\r\n");
    BOOST_TEST(unsigned_mail.status == 1);
    BOOST_TEST(said(unsigned_mail) == "not ours: it has no DKIM signature");
    const auto foreign = trace(
        "DKIM-Signature: v=1; a=rsa-sha256; d=example.net; s=x; h=From; bh=AAAA; b=AAAA\r\n"
        "From: alice@mail.example\r\n\r\nHello.\r\n");
    BOOST_TEST(foreign.status == 1);
    BOOST_TEST(said(foreign) ==
               "not ours: this trail knows none of its signatures and none of their keys");
    const auto at =
        text.find("b=", text.find("s=rsa") == std::string::npos ? 0 : text.find("s=rsa"));
    BOOST_TEST_REQUIRE(at != std::string::npos);
    const auto forged = trace(
        "DKIM-Signature: v=1; a=rsa-sha256; d=mail.example; s=rsa; h=From; bh=AAAA; b=AAAA\r\n"
        "From: alice@mail.example\r\n\r\nHello.\r\n");
    BOOST_TEST(forged.status == 1);
    BOOST_TEST(said(forged).find("no record: the key rsa._domainkey.mail.example is ours, but no "
                                 "record of this trail has its signature (") == 0U,
               said(forged));
}

BOOST_AUTO_TEST_CASE(without_the_key_nobody_can_tell) {
    const auto found = trace(text, {"--resolver", "127.0.0.1@" + std::to_string(free_port())});
    BOOST_TEST(found.status == 69);
    BOOST_TEST(said(found).find("a record has its signature, but whether it verifies cannot be "
                                "told: ") == 0U,
               said(found));
}

BOOST_AUTO_TEST_CASE(what_is_no_message_ends_with_65) {
    const std::string line(100 * megabyte, 'x');
    for (const auto& none :
         {line, "X: " + line, std::string(), std::string("\r\n"),
          std::string("no header\r\n\r\nbody\r\n"), std::string("\r\nFrom: x\r\n"),
          std::string("From: alice@mail.example")}) {
        const auto found = trace(none);
        const bool is_message = none.starts_with("From: ");
        BOOST_TEST(found.status == (is_message ? 1 : 65), none.substr(0, 20) << ": " << found.err);
        BOOST_TEST(found.err.size() < 300U);
        BOOST_TEST(found.err.empty() == is_message, found.err);
    }
}

BOOST_AUTO_TEST_CASE(a_message_of_100_megabytes_is_traced) {
    std::string body;
    body.reserve(101 * megabyte);
    while (body.size() < 100 * megabyte) {
        body += "All work and no play makes Jack a dull boy.  All work and no play.\r\n";
    }
    const auto found = trace(text + body);
    BOOST_TEST(found.status == 1);
    BOOST_TEST(
        said(found).find("ours, but altered since: its body, which left with 8 octets") == 0U,
        said(found));
}

BOOST_AUTO_TEST_CASE(a_body_of_one_line_of_100_megabytes_is_traced) {
    const auto found = trace(text + std::string(100 * megabyte, 'x'));
    BOOST_TEST(found.status == 1);
    BOOST_TEST(
        said(found).find("ours, but altered since: its body, which left with 8 octets") == 0U,
        said(found));
}

BOOST_AUTO_TEST_CASE(a_thousand_signatures_on_top_hide_ours_not) {
    std::string many;
    for (int i = 0; i < 1000; ++i) {
        many += "DKIM-Signature: v=1; a=rsa-sha256; d=example.net; s=x" + std::to_string(i) +
                "; h=From; bh=AAAA; b=AAAA" + std::to_string(i) + "\r\n";
    }
    const auto found = trace(many + text);
    BOOST_TEST(found.status == 0, found.out << found.err);
    BOOST_TEST(has(found.out, "and 982 more signatures"), found.out);
    std::string same;  // ours, a thousand times, and no longer fitting
    for (int i = 0; i < 500; ++i) {
        same += text.substr(0, text.find("\r\nFrom:") + 2);
    }
    const auto copies = trace(same + changed("Subject: ", "Subject: Re: "));
    BOOST_TEST(copies.status != 0);
    BOOST_TEST(copies.status != 70, copies.err);
}

BOOST_AUTO_TEST_SUITE_END()

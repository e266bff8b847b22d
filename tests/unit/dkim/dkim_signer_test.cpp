// Honest messages, signed and verified by libopendkim and by dkimpy; keys and their times.
#include "dkim/dkim_signer.h"

#include "base/text.h"
#include "dkim/tag_list.h"
#include "fakes/dkim_site.h"

#include <array>
#include <chrono>
#include <filesystem>
#include <thread>

#include <boost/test/unit_test.hpp>
#include <fcntl.h>
#include <spawn.h>
#include <sys/wait.h>
#include <unistd.h>

using namespace msa;

namespace {

HeaderList plain_header() {
    HeaderList headers;
    headers.receive("Received", " from client");
    headers.receive("From", " Alice <alice@example.org>");
    headers.receive("To", " bob@example.net");
    headers.receive("Subject", " Hello");
    headers.receive("Date", " Sat, 21 Nov 2026 12:00:00 +0000");
    return headers;
}

constexpr std::string_view plain_body = "Hello  Bob,\r\n\r\n all is \t well. \r\n\r\n";

struct SiteWithBoth : DkimSite {
    SiteWithBoth() {
        add_key(rsa_pem(2048), "rsa");
        add_key(ed25519_pem(), "ed");
    }
};

// Signs with both algorithms and demands that both verify.
void check_both_verify(const HeaderList& headers, std::string_view body) {
    static const SiteWithBoth site;
    static const auto signer = site.signer();
    const auto signatures = signatures_of(*signer, headers, body);
    BOOST_TEST_REQUIRE(signatures.size() == 2U);
    BOOST_TEST(passing_signatures(wire_message(headers, body, signatures), site.records) == 2);
}

std::string tag(const Signature& signature, const std::string& name) {
    const auto tags = tag_list(signature.value);
    BOOST_TEST_REQUIRE(tags.has_value());
    const auto found = tags->find(name);
    return found == tags->end() ? "(none)" : found->second;
}

void check_plain_tags(const Signature& signature) {
    BOOST_TEST(tag(signature, "a") == signature.algorithm);
    BOOST_TEST(tag(signature, "c") == "relaxed/relaxed");
    BOOST_TEST(tag(signature, "d") == "example.org");
    BOOST_TEST(tag(signature, "s") == signature.selector);
    BOOST_TEST(tag(signature, "h") == "From:To:Subject:Date:From:To:Subject:Date:Cc");
    BOOST_TEST(tag(signature, "l") == "(none)");
}

void check_lines(const std::string& value) {
    BOOST_TEST(value.front() == ' ');
    BOOST_TEST(value.find('\r') == std::string::npos);
    const std::string field = "DKIM-Signature:" + value;
    for (const std::string_view line : split(field, '\n')) {
        BOOST_TEST(line.size() <= 78U);
        BOOST_TEST((line.front() == 'D' || is_blank(line.front())));
        BOOST_TEST(!trimmed(line).empty());
    }
}

// The exit status of tests/live/dkim_verify.py for this message.
int dkimpy_status(const std::string& message, const KeyRecords& records) {
    const KeyDirectory directory;
    const auto root = std::filesystem::path(__FILE__).parent_path() / "../../..";
    std::vector<std::string> words = {"/usr/bin/python3",
                                      (root / "tests/live/dkim_verify.py").string(),
                                      directory.write("message", message)};
    for (const auto& [name, record] : records) {
        words.push_back(name);
        words.back().append("=").append(record);
    }
    std::vector<char*> arguments;
    arguments.reserve(words.size() + 1);
    for (std::string& word : words) {
        arguments.push_back(word.data());
    }
    arguments.push_back(nullptr);
    posix_spawn_file_actions_t silence;
    BOOST_TEST_REQUIRE(posix_spawn_file_actions_init(&silence) == 0);
    BOOST_TEST_REQUIRE(
        posix_spawn_file_actions_addopen(&silence, STDOUT_FILENO, "/dev/null", O_WRONLY, 0) == 0);
    pid_t child = 0;
    const int spawned =
        posix_spawn(&child, arguments[0], &silence, nullptr, arguments.data(), environ);
    (void)posix_spawn_file_actions_destroy(&silence);  // never fails here
    BOOST_TEST_REQUIRE(spawned == 0);
    int status = -1;
    BOOST_TEST_REQUIRE(waitpid(child, &status, 0) == child);
    return WIFEXITED(status) ? WEXITSTATUS(status) : -1;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(dkim_signer_test)

BOOST_AUTO_TEST_CASE(rsa_of_every_size_verifies) {
    for (const int bits : {1024, 2048, 4096}) {
        DkimSite site;
        site.add_key(rsa_pem(bits), "rsa");
        const auto signatures = signatures_of(*site.signer(), plain_header(), plain_body);
        const auto message = wire_message(plain_header(), plain_body, signatures);
        BOOST_TEST(passing_signatures(message, site.records) == 1, bits << " bits");
    }
}

BOOST_AUTO_TEST_CASE(ed25519_alone_verifies) {
    DkimSite site;
    site.add_key(ed25519_pem(), "ed");
    const auto signatures = signatures_of(*site.signer(), plain_header(), plain_body);
    const auto message = wire_message(plain_header(), plain_body, signatures);
    BOOST_TEST(passing_signatures(message, site.records) == 1);
}

BOOST_AUTO_TEST_CASE(dkimpy_agrees_and_notices_a_change) {
    const SiteWithBoth site;
    HeaderList headers = plain_header();
    headers.append("To", " second@example.net,\n\t\"third  one\" <third@example.net>");
    headers.append("X-Note", " gr\xc3\xbc\xc3\x9f\x65");
    const auto signatures = signatures_of(*site.signer(), headers, plain_body);
    const auto message = wire_message(headers, plain_body, signatures);
    BOOST_TEST(dkimpy_status(message, site.records) == 0);
    BOOST_TEST(dkimpy_status(message + "more\r\n", site.records) == 1);
    BOOST_TEST(dkimpy_status("Cc: eve@example.com\r\n" + message, site.records) == 1);
    BOOST_TEST(dkimpy_status(wire_message(headers, plain_body, {}), site.records) == 1);
}

BOOST_AUTO_TEST_CASE(a_changed_message_does_not_verify) {
    const SiteWithBoth site;
    const auto signatures = signatures_of(*site.signer(), plain_header(), plain_body);
    HeaderList changed = plain_header();
    changed.prepend("From", " eve@example.com");
    BOOST_TEST(passing_signatures(wire_message(changed, plain_body, signatures), site.records) ==
               0);
    BOOST_TEST(
        passing_signatures(wire_message(plain_header(), "x\r\n", signatures), site.records) == 0);
}

BOOST_AUTO_TEST_CASE(repeated_and_folded_fields_verify) {
    HeaderList headers = plain_header();
    headers.append("To", " second@example.net");
    headers.append("list-id", " <a.example.org>");
    headers.append("Subject", " folded\n\tand  \n   again \t ");
    headers.append("To", " third@example.net,\n fourth@example.net");
    headers.append("LIST-ID", "");
    check_both_verify(headers, plain_body);
}

BOOST_AUTO_TEST_CASE(blanks_in_front_of_a_colon_verify) {
    HeaderList headers = plain_header();
    headers.append("X-Note  ", " obsolete");
    check_both_verify(headers, plain_body);
}

BOOST_AUTO_TEST_CASE(octets_beyond_ascii_verify) {
    HeaderList headers = plain_header();
    headers.append("X-Note", " \xe9\x01\x7f\xff");
    check_both_verify(headers, std::string_view("\xff\xfe \0\r\n", 6));
}

BOOST_AUTO_TEST_CASE(empty_bodies_verify) {
    check_both_verify(plain_header(), "");
    check_both_verify(plain_header(), "\r\n");
    check_both_verify(plain_header(), " \r\n\t\r\n\r\n");
}

BOOST_AUTO_TEST_CASE(long_lines_fields_and_bodies_verify) {
    HeaderList headers = plain_header();
    headers.append("X-Note", " " + std::string(100000, 'x'));
    std::string body(70000, 'y');
    body += "\r\n";
    for (int i = 0; i < 5000; ++i) {
        body += "a  line\t \r\n";
    }
    check_both_verify(headers, body);
}

BOOST_AUTO_TEST_CASE(chunks_may_be_cut_anywhere) {
    const SiteWithBoth site;
    const auto signer = site.signer();
    const auto whole = signatures_of(*signer, plain_header(), plain_body);
    for (std::size_t chunk = 1; chunk < plain_body.size(); ++chunk) {
        const auto parts = signatures_of(*signer, plain_header(), plain_body, chunk);
        BOOST_TEST(parts[0].value == whole[0].value, "PKCS #1 v1.5 is deterministic");
        BOOST_TEST(parts[1].value == whole[1].value, "so is Ed25519");
    }
}

BOOST_AUTO_TEST_CASE(a_key_signs_the_same_alone_and_beside_another) {
    const SiteWithBoth both;
    DkimSite alone;
    alone.add_key(ed25519_pem(), "ed");
    const auto with_rsa = signatures_of(*both.signer(), plain_header(), plain_body);
    const auto own = signatures_of(*alone.signer(), plain_header(), plain_body);
    BOOST_TEST(own[0].value == with_rsa[1].value);
    BOOST_TEST(tag(with_rsa[0], "bh") == tag(with_rsa[1], "bh"));
}

BOOST_AUTO_TEST_CASE(a_signature_says_what_was_asked_for) {
    const SiteWithBoth site;
    const auto signatures = signatures_of(*site.signer(), plain_header(), plain_body);
    check_plain_tags(signatures[0]);
    check_plain_tags(signatures[1]);
    BOOST_TEST(tag(signatures[0], "t") == "1795262400");
    BOOST_TEST(tag(signatures[1], "t") == "1795262400");
    BOOST_TEST(signatures[0].algorithm == "rsa-sha256");
    BOOST_TEST(signatures[1].algorithm == "ed25519-sha256");
}

BOOST_AUTO_TEST_CASE(a_value_begins_with_a_blank_and_is_folded_for_the_mta) {
    const SiteWithBoth site;
    HeaderList headers = plain_header();
    for (int i = 0; i < 20; ++i) {
        headers.append("X-Note", " x");
    }
    for (const Signature& signature : signatures_of(*site.signer(), headers, plain_body)) {
        check_lines(signature.value);
    }
}

BOOST_AUTO_TEST_CASE(a_name_too_long_for_a_line_stands_on_its_own) {
    SiteWithBoth site;
    site.settings.oversigned.push_back("X-" + std::string(120, 'n'));
    const auto signatures = signatures_of(*site.signer(), plain_header(), plain_body);
    BOOST_TEST(passing_signatures(wire_message(plain_header(), plain_body, signatures),
                                  site.records) == 2);
}

BOOST_AUTO_TEST_CASE(keys_serve_their_author_domains) {
    DkimSite site;
    site.add_key(ed25519_pem(), "own").author_domains = {"example.org"};
    site.add_key(ed25519_pem(), "subs").author_domains = {"*.example.org", "example.net"};
    const auto signer = site.signer();
    const auto has_key = [&](std::string_view domain) {
        return signer->has_key(domain, test_moment());
    };
    BOOST_TEST(has_key("example.org"));
    BOOST_TEST(has_key("a.example.org"));
    BOOST_TEST(has_key("a.b.example.org"));
    BOOST_TEST(has_key("example.net"));
    BOOST_TEST(!has_key("a.example.net"));
    BOOST_TEST(!has_key("badexample.org"));
    BOOST_TEST(!has_key(".example.org"));
    BOOST_TEST(!has_key(""));
    const auto signing = signer->begin(plain_header(), "a.example.org", test_moment());
    BOOST_TEST_REQUIRE(signing.has_value());
    const auto signatures = (*signing)->finish();
    BOOST_TEST_REQUIRE(signatures.has_value());
    BOOST_TEST_REQUIRE(signatures->size() == 1U);
    BOOST_TEST(signatures->front().selector == "subs");
    BOOST_TEST(signatures->front().domain == "example.org");
}

BOOST_AUTO_TEST_CASE(keys_sign_from_their_activation_until_they_retire) {
    DkimSite site;
    auto& key = site.add_key(ed25519_pem(), "ed");
    const auto noon = test_moment().time;
    key.activate = noon;
    key.retire = noon + std::chrono::hours(1);
    const auto signer = site.signer();
    const auto has_key = [&](std::chrono::seconds after) {
        return signer->has_key("example.org", {.time = noon + after});
    };
    BOOST_TEST(!has_key(std::chrono::seconds(-1)));
    BOOST_TEST(has_key(std::chrono::seconds(0)));
    BOOST_TEST(has_key(std::chrono::seconds(3599)));
    BOOST_TEST(!has_key(std::chrono::seconds(3600)));
    BOOST_TEST(
        !signer->begin(plain_header(), "example.org", {.time = key.retire.value()}).has_value());
}

BOOST_AUTO_TEST_CASE(a_signer_without_keys_signs_for_nobody) {
    const DkimSite site;
    BOOST_TEST(!site.signer()->has_key("example.org", test_moment()));
}

BOOST_AUTO_TEST_CASE(the_key_file_is_read_once) {
    const SiteWithBoth site;
    const auto signer = site.signer();
    for (const auto& key : site.settings.keys) {
        std::filesystem::remove(key.file);
    }
    const auto signatures = signatures_of(*signer, plain_header(), plain_body);
    BOOST_TEST(passing_signatures(wire_message(plain_header(), plain_body, signatures),
                                  site.records) == 2);
}

BOOST_AUTO_TEST_CASE(threads_share_a_signer) {
    const SiteWithBoth site;
    const auto signer = site.signer();
    std::array<std::vector<Signature>, 4> made;
    std::vector<std::thread> threads;
    threads.reserve(made.size());
    for (auto& own : made) {
        threads.emplace_back([&own, &signer] {
            for (int i = 0; i < 10; ++i) {
                own = signatures_of(*signer, plain_header(), plain_body);
            }
        });
    }
    for (std::thread& thread : threads) {
        thread.join();
    }
    for (const auto& own : made) {
        const auto message = wire_message(plain_header(), plain_body, own);
        BOOST_TEST(passing_signatures(message, site.records) == 2);
    }
}

BOOST_AUTO_TEST_SUITE_END()

// The relaxed canonical forms against the RFC's own examples and any cutting of chunks.
#include "dkim/relaxed.h"

#include "mail/body_facts.h"

#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <rapidcheck/boost_test.h>

using namespace msa;

namespace {

std::string canonical(std::string_view body, std::size_t chunk = std::string::npos) {
    RelaxedBody relaxed;
    std::string result;
    for (; !body.empty(); body.remove_prefix(std::min(chunk, body.size()))) {
        result += relaxed.add(body.substr(0, chunk));
    }
    return result + relaxed.finish();
}

/// Octet by octet, as RFC 6376, 3.4.4 words it.
std::string plainly_canonical(std::string_view body) {
    std::string result;
    std::string line;
    std::string empty_lines;
    const auto end_line = [&] {
        while (!line.empty() && line.back() == ' ') {
            line.pop_back();
        }
        if (line.empty()) {
            empty_lines += "\r\n";
        } else {
            result += std::exchange(empty_lines, "") + line + "\r\n";
        }
        line.clear();
    };
    for (; !body.empty(); body.remove_prefix(1)) {
        const char c = body.front();
        if (body.starts_with("\r\n")) {
            end_line();
            body.remove_prefix(1);
        } else if (c != ' ' && c != '\t') {
            line += c;
        } else if (!line.ends_with(' ')) {
            line += ' ';
        }
    }
    if (!line.empty()) {
        end_line();
    }
    return result;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(relaxed_test)

// RFC 6376, 3.4.5.
BOOST_AUTO_TEST_CASE(the_example_of_the_rfc_comes_out_as_printed_there) {
    BOOST_TEST(relaxed_field("A", " X") == "a:X\r\n");
    BOOST_TEST(relaxed_field("B ", " Y\t\r\n\tZ  ") == "b:Y Z\r\n");
    BOOST_TEST(canonical(" C \r\nD \t E\r\n\r\n\r\n") == " C\r\nD E\r\n");
}

BOOST_AUTO_TEST_CASE(a_field_may_be_empty_or_blank) {
    BOOST_TEST(relaxed_field("Subject", "") == "subject:\r\n");
    BOOST_TEST(relaxed_field("Subject", " \n\t ") == "subject:\r\n");
}

BOOST_AUTO_TEST_CASE(a_fold_becomes_one_blank) {
    BOOST_TEST(relaxed_field("To", " a@example.org,\n\t b@example.org") ==
               "to:a@example.org, b@example.org\r\n");
}

BOOST_AUTO_TEST_CASE(octets_beyond_ascii_and_controls_stay) {
    BOOST_TEST(relaxed_field("Subject", " gr\xc3\xbc\xdf\x01\x7f!") ==
               "subject:gr\xc3\xbc\xdf\x01\x7f!\r\n");
    BOOST_TEST(canonical("\xff\x01 \v\f\r\n") == "\xff\x01 \v\f\r\n");
}

BOOST_AUTO_TEST_CASE(an_empty_body_stays_empty) {
    BOOST_TEST(canonical("").empty());
    BOOST_TEST(canonical("\r\n").empty());
    BOOST_TEST(canonical(" \t\r\n\r\n  \r\n").empty());
}

BOOST_AUTO_TEST_CASE(empty_lines_inside_stay_and_at_the_end_go) {
    BOOST_TEST(canonical("\r\n\r\na\r\n \r\nb\r\n\r\n\r\n") == "\r\n\r\na\r\n\r\nb\r\n");
}

BOOST_AUTO_TEST_CASE(a_last_line_without_crlf_gets_one) {
    BOOST_TEST(canonical("a ") == "a\r\n");
    BOOST_TEST(canonical(" ").empty());
}

BOOST_AUTO_TEST_CASE(a_cr_alone_is_an_octet_like_others) {
    BOOST_TEST(canonical("a\rb\r\r\nc\r") == "a\rb\r\r\nc\r\r\n");
    BOOST_TEST(canonical("a\nb\r\n") == "a\nb\r\n");
}

BOOST_AUTO_TEST_CASE(chunks_may_be_cut_anywhere) {
    const std::string body =
        " one\t two \r\n\r\n \t\r\nthree\r\n  four\r\n\r\n\r\nfive\r\r\n \r\n\r\n";
    const std::string whole = canonical(body);
    for (std::size_t chunk = 1; chunk < body.size(); ++chunk) {
        BOOST_TEST(canonical(body, chunk) == whole, "chunks of " << chunk);
    }
}

RC_BOOST_PROP(any_body_comes_out_as_if_read_octet_by_octet, ()) {
    const auto piece = rc::gen::element<std::string>("text", "more than sixteen octets of it", " ",
                                                     "  ", "\t", "\r\n", "\r\n", "\r", "\n");
    std::string body;
    for (const auto& each : *rc::gen::container<std::vector<std::string>>(piece)) {
        body += each;
    }
    const auto chunk = *rc::gen::inRange<std::size_t>(1, 80);
    RC_ASSERT(canonical(body, chunk) == plainly_canonical(body));
}

RC_BOOST_PROP(the_faults_of_a_body_are_those_that_its_scanner_sees, ()) {
    const auto piece =
        rc::gen::element<std::string>("text", "more than sixteen octets of it", "  ", "\t", "\r\n",
                                      "\r\n", "\r\n", "\r\n", "\r\n", "\r", "\n");
    std::string body;
    for (const auto& each : *rc::gen::container<std::vector<std::string>>(piece)) {
        body += each;
    }
    body += *rc::gen::element<std::string>("", "\r\n", "\r\n");
    const auto chunk = *rc::gen::inRange<std::size_t>(1, 80);
    RelaxedBody relaxed;
    BodyScanner scanner;
    for (auto rest = std::string_view(body); !rest.empty();
         rest.remove_prefix(std::min(chunk, rest.size()))) {
        (void)relaxed.add(rest.substr(0, chunk));  // only its faults matter
        scanner.add(rest.substr(0, chunk));
    }
    const auto facts = scanner.facts();
    const auto* const expected = facts.has_bare_cr       ? "has a CR without LF"
                                 : facts.has_bare_lf     ? "has an LF without CR"
                                 : !facts.ends_with_crlf ? "does not end with CRLF"
                                                         : "nothing";
    RC_TAG(std::string(expected));
    RC_ASSERT(relaxed.fault().value_or("nothing") == expected);
}

BOOST_AUTO_TEST_SUITE_END()

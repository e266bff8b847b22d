// What looks like an address in a text.
#include "mail/shown_address.h"

#include <string>

#include <boost/test/unit_test.hpp>

namespace {

std::string found_in(std::string_view text) {
    std::string all;
    for (const auto& address : msa::addresses_in(text)) {
        all += address.local_part + "@" + address.domain + " ";
    }
    return all;
}

std::string shown_by(std::string_view text) {
    std::string all;
    for (const auto& address : msa::addresses_shown_by(text)) {
        all += address.local_part + "@" + address.domain + " ";
    }
    return all;
}

bool shows_ceo(std::string_view text) {
    const auto all = " " + shown_by(text);
    return all.find(" ceo@example.com ") != std::string::npos;
}

std::string glued_in(std::string_view field_body) {
    std::string all;
    const auto mailboxes = msa::parse_mailbox_list(field_body);
    BOOST_REQUIRE_MESSAGE(mailboxes.has_value(), field_body);
    std::vector<const msa::Mailbox*> in_order;
    for (const auto& mailbox : *mailboxes) {
        in_order.push_back(&mailbox);
    }
    for (const auto& address : msa::addresses_glued_in(field_body, in_order)) {
        all += address.local_part + "@" + address.domain + " ";
    }
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(shown_address_test)

BOOST_AUTO_TEST_CASE(what_looks_like_an_address_is_found) {
    BOOST_TEST(found_in("ceo@example.com") == "ceo@example.com ");
    BOOST_TEST(found_in("<ceo@example.com>, (cfo@example.com)") ==
               "ceo@example.com cfo@example.com ");
    BOOST_TEST(found_in("'ceo@example.com'") == "ceo@example.com ");
    BOOST_TEST(found_in("mail ceo@example.com.") == "ceo@example.com ");
    BOOST_TEST(found_in("\"the boss\"@example.com") == "the boss@example.com ");
    BOOST_TEST(found_in("a@b@example.com") == "b@example.com ");
    BOOST_TEST(found_in("ceo@b\u00fccher.example") == "ceo@b\u00fccher.example ");
}

BOOST_AUTO_TEST_CASE(what_only_resembles_an_address_is_found_too) {
    BOOST_TEST(found_in("ceo\uFF20example\u3002com") == "ceo@example.com ");
    BOOST_TEST(found_in("\uFF43eo\uFE6Bexample\uFF0Ecom") == "ceo@example.com ");
    BOOST_TEST(found_in("c\u200Beo@\u2060example.com") == "ceo@example.com ");
    BOOST_TEST(found_in("ceo@exa\uFFA0mple.com") == "ceo@example.com ");  // half a Hangul filler
    BOOST_TEST(found_in("ceo\uFE0F@exam\U000E0100ple.com") == "ceo@example.com ");
    BOOST_TEST(found_in("\xff ceo@example.com\x80") == "ceo@example.com ");
    BOOST_TEST(found_in("ceo@ex\u0080ample\x01.com") == "ceo@example.com ");
}

BOOST_AUTO_TEST_CASE(an_at_sign_alone_is_no_address) {
    for (const char* text : {"", "@", "Alice @ Work", "smith@home", "a@.com", "a@com.", "5 @ 3.50",
                             "5@3.50", "@example.com", "Sales @example.com", "'@example.com",
                             "..@example.com", "(@example.com)"}) {
        BOOST_TEST(found_in(text).empty(), text);
    }
}

BOOST_AUTO_TEST_CASE(comments_quotes_backslashes_and_blanks_are_skipped) {
    for (const char* text :
         {"x,<ceo@ example.com>,", "x(y)z: ceo@example(c).com;", "ceo@(x)example.com",
          "ceo @ example.com", "ceo\\@example.com", "ceo\"@\"example.com", "ceo@example .com",
          "ceo@example. com", "ceo @example.com,", "<ceo @example . com>",
          "ceo (a(b)c)@ (d) example.com", "ceo\u3000@\u2003example.com", "ceo\u1680@example.com",
          "ceo@example\u00A0.\u200A"
          "com"}) {
        BOOST_TEST(shows_ceo(text), text);
    }
}

BOOST_AUTO_TEST_CASE(stops_and_at_signs_of_other_scripts_are_folded) {
    for (const char* text :
         {"ceo@example\u06D4com", "ceo@example\u0660com", "ceo@example\u00B7com",
          "ceo@example\uFF61com", "ceo@example\u2024com", "ceo\uFE6Bexample\u0701com",
          "ceo@example\u30FB"
          "com"}) {
        BOOST_TEST(shows_ceo(text), text);
    }
}

BOOST_AUTO_TEST_CASE(encoded_words_are_decoded_before_the_text_is_read) {
    for (const char* text :
         {"=?utf-8?Q?ceo_=40_example=2Ecom=2C?=",
          "=?utf-8?Q?ceo_?= =?utf-8?Q?=40?= =?utf-8?Q?_example=2Ecom=2C?=",
          "=?unicode-1-1-utf-7?Q?ceo+AEA-example=2Ecom=2C?=",
          "=?x-unicode-2-0-utf-7?Q?ceo+AEA-example.com?=",
          "=?utf-8?Q?Boss?= =?utf-8?Q?ceo=40example.com?=", "=?utf-8?Q?ceo_=40example=2Ecom?=",
          "=?utf-8?Q?ceo=FF=40example=2Ecom?=", "=?x-nobody?Q?c=E9eo=40example=2Ecom?=",
          "=?x-nobody?Q?ceo=EF=BC=A0example=2Ecom?=",
          "=?utf-16?B?AGMAZQBvAEAAZQB4AGEAbQBwAGwAZQAuAGMAbwBt?=",
          "=?utf-16?B?YwBlAG8AQABlAHgAYQBtAHAAbABlAC4AYwBvAG0A?=",
          "=?utf-16be?B?AGMAZQBvAA==?= =?utf-16be?B?QABlAHgAYQBtAHAAbABlAC4AYwBvAG0=?=",
          "=?utf-8?Q?=3D=3Futf-8=3FQ=3Fceo=3D40example.com=3F=3D?=",
          "=?ks_c_5601-1987?Q?ceo=40example.com?="}) {
        BOOST_TEST(shows_ceo(text), text);
    }
}

BOOST_AUTO_TEST_CASE(prose_shows_no_address) {
    for (const char* text :
         {"Sales @Example.com", "Sales @ Example", "5 @ 3.50", "Two @ 3.50, three @ 5.00",
          "@example.com", "Follow me @alice", "Alice @ Work, Smith@Home", "Dinner @ Joe's",
          "Alice (Acme Inc.)", "Alice B. Smith",
          "=?utf-8?Q?Caf=C3=A9_=40_Work?=", "=?x-nobody?Q?Ren=8E?="}) {
        BOOST_TEST(shown_by(text) == "", text);
    }
}

BOOST_AUTO_TEST_CASE(a_megabyte_of_at_signs_is_read_in_linear_time) {
    std::string text;
    for (int i = 0; i < 50'000; ++i) {
        text += "a@b.c(\" =?u?q?x@y.z?= ";
    }
    BOOST_TEST(!shown_by(text).empty());
}

BOOST_AUTO_TEST_CASE(a_comment_that_ends_early_glues_its_rest_to_the_address) {
    BOOST_TEST(glued_in("a@b.example (x\\) .net)") == "a@b.example.net ");
    BOOST_TEST(glued_in("a@b.co (x\\)m)") == "a@b.com ");
    BOOST_TEST(glued_in("<a@b.example(x\\).net)>") == "a@b.example.net ");
    BOOST_TEST(glued_in("(x\\)ceo.\\() a@b.example") == "ceo.a@b.example ");
    BOOST_TEST(glued_in("a@b.example (=?utf-8?q?x=29?= .net)") == "a@b.example.net ");
    BOOST_TEST(glued_in("a@b.example (=?utf-8?q?=5C=28_x=29?=.net)") == "a@b.example.net ");
    BOOST_TEST(glued_in("c@b.example, a@b.example (x\\)\r\n .net), d@b.example") ==
               "a@b.example.net ");
}

BOOST_AUTO_TEST_CASE(other_comments_glue_nothing) {
    for (const char* text :
         {"a@b.example", "a@b.example (x) (.net)", "a@b.example (x (y) .net)",
          "Alice (a \\) (nested) chap) <a@b.example>", "<a@b.example> (x\\) .net)",
          "(:-\\)) <a@b.example> (:-\\()", "\"a b\"@b.example (c)", "(J. (x) S.) a@b.example",
          "a@b.example (M=?utf-8?q?=28work=29?=), c@b.example (d. e)"}) {
        BOOST_TEST(glued_in(text) == "", text);
    }
}

BOOST_AUTO_TEST_SUITE_END()

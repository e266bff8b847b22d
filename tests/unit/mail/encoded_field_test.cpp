// UTF-8 in header fields said in ASCII: Python's and GMime's readings of the same are in
// tests/live and below.
#include "mail/encoded_field.h"

#include "base/text.h"
#include "fakes/gmime_oracle.h"
#include "mail/address.h"
#include "mail/content_type.h"
#include "mail/folding.h"

#include <boost/test/unit_test.hpp>
#include <rapidcheck/boost_test.h>

using msa::encoded_field;

namespace {

std::string encoded(const std::string& name, const std::string& value) {
    return encoded_field(name, value).value_or("no");
}

}  // namespace

BOOST_AUTO_TEST_SUITE(encoded_field_values)

BOOST_AUTO_TEST_CASE(display_names_are_encoded_and_addresses_stay) {
    BOOST_TEST(encoded("From", " José <jose@example.com>") ==
               " =?UTF-8?Q?Jos=C3=A9?= <jose@example.com>");
    BOOST_TEST(encoded("From", " Alice Smøth <alice@example.com>") ==
               " Alice =?UTF-8?Q?Sm=C3=B8th?= <alice@example.com>");
    BOOST_TEST(encoded("To", " José<jose@example.com>,\"Müller, Ann\" <a@example.com>") ==
               " =?UTF-8?Q?Jos=C3=A9?= <jose@example.com>, =?UTF-8?Q?M=C3=BCller=2C_Ann?=\n"
               " <a@example.com>");
    BOOST_TEST(encoded("Sender", "\"É \\\"x\\\"\" <a@example.com>") ==
               " =?UTF-8?Q?=C3=89_=22x=22?= <a@example.com>");
    BOOST_TEST(encoded("To", " bob@example.com, Zoë <z@example.com>") ==
               " bob@example.com, =?UTF-8?Q?Zo=C3=AB?= <z@example.com>");
    BOOST_TEST(encoded("Cc", " Größe: José <j@example.com>, b@example.com;") ==
               " =?UTF-8?Q?Gr=C3=B6=C3=9Fe?= : =?UTF-8?Q?Jos=C3=A9?= <j@example.com>,\n"
               " b@example.com;");
    BOOST_TEST(encoded("Disposition-Notification-To", " Bö <b@example.com>") ==
               " =?UTF-8?Q?B=C3=B6?= <b@example.com>");
}

BOOST_AUTO_TEST_CASE(words_of_a_name_are_joined_as_readers_show_them) {
    BOOST_TEST(encoded("From", " Zoë Müller <z@example.com>") ==
               " =?UTF-8?Q?Zo=C3=AB_M=C3=BCller?= <z@example.com>");
    BOOST_TEST(encoded("From", " Zoë B. Müller <z@example.com>") ==
               " =?UTF-8?Q?Zo=C3=AB?= B. =?UTF-8?Q?M=C3=BCller?= <z@example.com>");
    BOOST_TEST(encoded("From", " Zoë\"x\"y <z@example.com>") ==
               " =?UTF-8?Q?Zo=C3=ABxy?= <z@example.com>");
    BOOST_TEST(encoded("From", " \"x\"y\"ë\" <z@example.com>") ==
               " =?UTF-8?Q?xy=C3=AB?= <z@example.com>");
    BOOST_TEST(encoded("From", " =?utf-8?Q?a?= ë =?utf-8?Q?b?= <z@example.com>") ==
               " =?utf-8?Q?a?= =?UTF-8?Q?_=C3=AB_?= =?utf-8?Q?b?= <z@example.com>");
}

BOOST_AUTO_TEST_CASE(comments_are_encoded_beside_their_parentheses) {
    BOOST_TEST(encoded("From", " a@example.com (José Müller)") ==
               " a@example.com (=?UTF-8?Q?Jos=C3=A9_M=C3=BCller?=)");
    BOOST_TEST(encoded("Date", " Wed, 25 Nov 2026 09:05:03 +0100 (Mitteleuropäische Zeit)") ==
               " Wed, 25 Nov 2026 09:05:03 +0100 (=?UTF-8?Q?Mitteleurop=C3=A4ische?=\n Zeit)");
    BOOST_TEST(encoded("Received", " from a (x (é\\)) y) by b") ==
               " from a (x (=?UTF-8?Q?=C3=A9=29?=) y) by b");
    BOOST_TEST(encoded("From", " José (work) <a@example.com>") ==
               " =?UTF-8?Q?Jos=C3=A9?= (work) <a@example.com>");
    BOOST_TEST(encoded("MIME-Version", " 1.0 (für alle)") == " 1.0 (=?UTF-8?Q?f=C3=BCr?= alle)");
}

BOOST_AUTO_TEST_CASE(addresses_are_never_encoded) {
    for (const char* value :
         {" josé@example.com", " <josé@example.com>", " J <j@bücher.example>", " jö@x (é)",
          " \"é\"@example.com", " José <jo\"é\"se@example.com>", " <@ö.example:a@example.com>",
          " a@example.com ö", " ö a@example.com", " ö", " a@ö <a@example.com>",
          " <a@example.com> ö <b@example.com>", " Müller, José <a@example.com>",
          " Jö [x] <a@example.com>", " a@[ö]", " ö; <a@example.com>"}) {
        BOOST_TEST(encoded("From", value) == "no", value);
    }
    BOOST_TEST(encoded("References", " <ö@example.com>") == "no");
    BOOST_TEST(encoded("Message-ID", " <1@ö.example>") == "no");
    BOOST_TEST(encoded("List-Unsubscribe", " <https://example.com/ö>") == "no");
    BOOST_TEST(encoded("DKIM-Signature", " v=1; n=(ö)") == "no");
}

BOOST_AUTO_TEST_CASE(what_could_be_read_in_two_ways_is_not_encoded) {
    for (const char* value :
         {" =?UTF-8?Q?ö?= <a@example.com>", " \"=?UTF-8?Q?a?= ö\" <a@example.com>",
          " ö (x) ü <a@example.com>", " =?UTF-8?Q?a?= (x) ü <a@example.com>",
          " \"ö <a@example.com>", " (ö <a@example.com>", " a@example.com (=?UTF-8?Q?ö?=)",
          " a@example.com (ö\\"}) {
        BOOST_TEST(encoded("From", value) == "no", value);
    }
    for (const char* value : {" x =?UTF-8?Q?ö?= y", " =?UTF-8?Q?a ö b?=", " ö=?UTF-8?Q?a?="}) {
        BOOST_TEST(encoded("Subject", value) == "no", value);
        BOOST_TEST(encoded("From", std::string(value) + " <a@example.com>") == "no", value);
    }
    BOOST_TEST(encoded("Subject", " =?ö?=") == " =?UTF-8?Q?=3D=3F=C3=B6=3F=3D?=");
    BOOST_TEST(encoded("Subject", " x\x01 ö") == "no");
    BOOST_TEST(encoded("Subject", " ö\n \n x") == "no");
}

BOOST_AUTO_TEST_CASE(phrases_of_other_fields_are_encoded) {
    BOOST_TEST(encoded("List-Id", " Bücher <b.example.com>") ==
               " =?UTF-8?Q?B=C3=BCcher?= <b.example.com>");
    BOOST_TEST(encoded("Keywords", " größe, äpfel") ==
               " =?UTF-8?Q?gr=C3=B6=C3=9Fe?= , =?UTF-8?Q?=C3=A4pfel?=");
    BOOST_TEST(encoded("In-Reply-To", " Ihr Brief für mich <1@example.com>") ==
               " Ihr Brief =?UTF-8?Q?f=C3=BCr?= mich <1@example.com>");
}

BOOST_AUTO_TEST_CASE(fields_that_nobody_knows_are_free_text) {
    BOOST_TEST(encoded("Organization", " Müller GmbH") == " =?UTF-8?Q?M=C3=BCller?= GmbH");
    BOOST_TEST(encoded("X-Confirm", " José <jose@example.com>") ==
               " =?UTF-8?Q?Jos=C3=A9?= <jose@example.com>");
}

BOOST_AUTO_TEST_CASE(mime_parameters_are_extended) {
    BOOST_TEST(encoded("Content-Type", " text/plain; name=\"Größe 1.txt\"; charset=utf-8") ==
               " text/plain; name*=utf-8''Gr%C3%B6%C3%9Fe%201.txt; charset=utf-8");
    BOOST_TEST(encoded("Content-Disposition", " attachment; filename=Größe.txt") ==
               " attachment; filename*=utf-8''Gr%C3%B6%C3%9Fe.txt");
    BOOST_TEST(encoded("Content-Disposition", " attachment; FileName = \"\\\"ö\\\"\" ; size=1") ==
               " attachment; FileName*=utf-8''%22%C3%B6%22 ; size=1");
    BOOST_TEST(encoded("Content-Disposition", " attachment; filename*=UTF-8'de'ö%20") ==
               " attachment; filename*=utf-8''%C3%B6%20");
    BOOST_TEST(encoded("Content-Type", " text/plain (für); name=ö;") ==
               " text/plain (=?UTF-8?Q?f=C3=BCr?=); name*=utf-8''%C3%B6;");
}

BOOST_AUTO_TEST_CASE(a_parameter_that_is_there_in_both_forms_stays_in_one) {
    BOOST_TEST(
        encoded("Content-Disposition", " attachment; filename=\"ö\"; filename*=utf-8''%C3%B6") ==
        " attachment; filename*=utf-8''%C3%B6");
    BOOST_TEST(encoded("Content-Disposition", " attachment; filename=\"ö\"; filename=ö; a=b") ==
               " attachment; filename*=utf-8''%C3%B6; a=b");
}

BOOST_AUTO_TEST_CASE(parameters_that_are_not_certain_stay_as_they_are) {
    for (const char* value :
         {" attachment; filename=\"ö\"; filename*=utf-8''%C3%A4", " attachment; filename=ö 1.txt",
          " attachment; filename=\"C:\\ö\\n.txt\"", " attachment; filename=\"=?UTF-8?Q?ö?=\"",
          " attachment; filename*=iso-8859-1''ö", " attachment; filename*0=ö; filename*1=x",
          " attachment; filename*=ö", " attachment; filename=\"ö", " attachment; filename=(ö",
          " attachment; ö=x", " ättachment", " attachment; filename=\"ö\n\tx\"",
          " attachment; filename=\"ö\"; filename*0=\"ö\"", " attachment; filename*=utf-8''ö%",
          " attachment; ö", " attachment; filename=\"ö\"x"}) {
        BOOST_TEST(encoded("Content-Disposition", value) == "no", value);
    }
    BOOST_TEST(encoded("Content-Type", " multipart/mixed; boundary=\"ö\"") == "no");
    BOOST_TEST(encoded("Content-Type", " text/plain; charset=ö") == "no");
}

BOOST_AUTO_TEST_CASE(a_long_parameter_goes_into_sections) {
    std::string name;
    for (int i = 0; i < 300; ++i) {
        name += "ö";
    }
    const auto value = encoded("Content-Type", " text/plain; name=\"" + name + "\"; charset=utf-8");
    BOOST_TEST(value.starts_with(" text/plain;\n name*0*=utf-8''%C3%B6"));
    BOOST_TEST(value.find("; name*1*=%") == std::string::npos);
    BOOST_TEST(value.find("\n name*2*=%") != std::string::npos);
    BOOST_TEST(msa::longest_line("Content-Type", value) <= 990U);
    BOOST_TEST(msa::parse_content_type(value).has_value());
}

BOOST_AUTO_TEST_CASE(lines_keep_their_limit) {
    std::string list = " Zoë <z@example.com>";
    for (int i = 0; i < 60; ++i) {
        list += ", b" + std::to_string(i) + "@example.com";
    }
    BOOST_TEST(msa::longest_line("To", encoded("To", list)) <= 78U);
    const std::string word(970, 'x');
    BOOST_TEST(msa::longest_line("To", encoded("To", " é <" + word + "@x>")) <= 990U);
    BOOST_TEST(encoded("X-Word", " é " + std::string(991, 'x')) == "no");
}

RC_BOOST_PROP(addresses_and_names_are_read_back_as_they_were, ()) {
    const auto pieces = rc::gen::container<std::vector<std::string>>(
        rc::gen::element<std::string>("ö", "日本", "a", "b", "\"x, ü\"", "\"é\\\"\"", " ", " ",
                                      "(ö)", "(x é (y) \\()", "=?UTF-8?Q?x?=", ".", "\n ", "\t"));
    std::string value;
    for (int i = *rc::gen::inRange(1, 4); i > 0; --i) {
        for (const auto& piece : *pieces) {
            value += piece;
        }
        value += *rc::gen::element<std::string>("<a@example.com>", " <a@example.com>", ":;",
                                                ": b <b@example.com>;", "b@example.com", "ö", "@");
        value += *rc::gen::element<std::string>("", "", " (ö a)", "(ü\\))");
        value += i > 1 ? "," : "";
    }
    const auto result = encoded_field("To", value);
    const auto before = msa::parse_address_list(value);
    RC_CLASSIFY(result && before && msa::has_8bit(value), "encoded");
    if (!result) {
        return;
    }
    RC_ASSERT(!msa::has_8bit(*result));
    RC_ASSERT(encoded_field("To", *result).has_value());
    if (!before) {
        return;
    }
    const auto after = msa::parse_address_list(*result);
    RC_ASSERT(after.has_value());
    RC_ASSERT(msa::mailboxes_of(*after) == msa::mailboxes_of(*before));
    const auto seen = msa::gmime_reading(*result);
    RC_ASSERT(seen.mailboxes.size() == msa::mailboxes_of(*before).size());
}

BOOST_AUTO_TEST_SUITE_END()

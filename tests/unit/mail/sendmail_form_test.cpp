// Address lists as Sendmail writes them.
#include "mail/sendmail_form.h"

#include "mail/address.h"

#include <string>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <rapidcheck/boost_test.h>

namespace bdata = boost::unit_test::data;

namespace {

std::string form_of(std::string_view field_body) {
    const auto form = msa::sendmail_form(field_body);
    BOOST_REQUIRE_MESSAGE(form.has_value(), field_body);
    return form->value;
}

/// What the list says, apart from its spelling.
std::string meaning_of(std::string_view field_body) {
    const auto addresses = msa::parse_unqualified_list(field_body);
    BOOST_REQUIRE_MESSAGE(addresses.has_value(), field_body);
    std::string text;
    const auto add = [&](const msa::Mailbox& mailbox) {
        text += mailbox.display_name + "<" + msa::to_text(mailbox.address) + ">";
        for (const auto& comment : mailbox.comments) {
            text += "(" + comment + ")";
        }
    };
    for (const auto& address : *addresses) {
        if (const auto* group = std::get_if<msa::Group>(&address)) {
            text += group->name + ":";
            for (const auto& member : group->members) {
                add(member);
            }
            text += ";";
        } else {
            add(std::get<msa::Mailbox>(address));
        }
    }
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(sendmail_form)

BOOST_DATA_TEST_CASE(
    is_what_these_are_already,
    bdata::make({" a@example.com", " Alice <a@example.com>", "Alice<a@example.com>",
                 " \"Alice B. Smith\" <a@example.com>", " a@example.com, b@example.com",
                 " a@example.com,\n\tb@example.com", " =?utf-8?q?J=2E?= <a@example.com>",
                 " a@example.com (Mr. O'Brien, and others)", " x@[IPv6:2001:db8::1], b@example.com",
                 " \"a, b.\"@example.com", " o'brien@example.com, <pat.o'brien@example.com>",
                 " Friends: a@example.com, b@example.com;", " undisclosed-recipients:;",
                 " =?utf-8?B?Sg==?= <a@example.com>", "", " alice, bob"}),
    list) {
    if (std::string(list).empty()) {
        BOOST_TEST(!msa::sendmail_form(list).has_value());
    } else {
        BOOST_TEST(form_of(list) == list);
    }
}

BOOST_AUTO_TEST_CASE(has_white_space_behind_commas_and_none_in_front) {
    BOOST_TEST(form_of(" a@x.example,b@x.example") == " a@x.example, b@x.example");
    BOOST_TEST(form_of(" a@x.example ,\tb@x.example\t,\n c@x.example") ==
               " a@x.example,\tb@x.example,\n c@x.example");
    BOOST_TEST(form_of(" a@x.example (c) ,b@x.example") == " a@x.example (c), b@x.example");
    BOOST_TEST(form_of(" Friends:a@x.example,b@x.example;,c@x.example") ==
               " Friends:a@x.example, b@x.example;, c@x.example");
    BOOST_TEST(form_of(" \"a,b\" <a@x.example>,(c,d)b@x.example") ==
               " \"a,b\" <a@x.example>, (c,d)b@x.example");
}

BOOST_AUTO_TEST_CASE(quotes_words_with_a_period_or_an_apostrophe) {
    BOOST_TEST(form_of(" Alice B. Smith <a@x.example>") == " \"Alice B. Smith\" <a@x.example>");
    BOOST_TEST(form_of(" Pat O'Brien <a@x.example>") == " \"Pat O'Brien\" <a@x.example>");
    BOOST_TEST(form_of(" \"Alice\" B. Smith <a@x.example>") ==
               " \"Alice\" \"B. Smith\" <a@x.example>");
    BOOST_TEST(form_of(" Alice (B.) Smith Jr. <a@x.example>") ==
               " Alice (B.) \"Smith Jr.\" <a@x.example>");
    BOOST_TEST(form_of(" J. R.: a@x.example;") == " \"J. R.\": a@x.example;");
}

BOOST_AUTO_TEST_CASE(never_quotes_an_encoded_word) {
    BOOST_TEST(form_of(" =?utf-8?q?J=2E?= B. Smith <a@x.example>") ==
               " =?utf-8?q?J=2E?= \"B. Smith\" <a@x.example>");
    BOOST_TEST(form_of(" =?UTF-8?Q?Alice_B._O'Brien?= <a@x.example>") ==
               " =?UTF-8?Q?Alice_B=2E_O=27Brien?= <a@x.example>");
}

BOOST_AUTO_TEST_CASE(has_no_fold_but_behind_a_comma) {
    BOOST_TEST(form_of("\n Alice\n\tSmith (a\n b) <a@x.example>,\n \"B\n C\"\n <b@x.example>") ==
               " Alice\tSmith (a b) <a@x.example>,\n \"B C\" <b@x.example>");
}

BOOST_AUTO_TEST_CASE(has_comments_behind_the_address_and_no_other_blank_in_brackets) {
    BOOST_TEST(form_of(" < a@x.example >") == " <a@x.example>");
    BOOST_TEST(form_of(" Alice <\ta@x.example\n\t>, b@x.example") ==
               " Alice <a@x.example>, b@x.example");
    BOOST_TEST(form_of(" <a@x.example(work)>") == " <a@x.example (work)>");
    BOOST_TEST(form_of(" A. <a@x.example  (b\n c)(d. (e))>") ==
               " \"A.\" <a@x.example (b c) (d. (e))>");
    BOOST_TEST(form_of(" A <(\\), >) \"l > ,p\"@x.example (c) > (d)") ==
               " A <\"l > ,p\"@x.example (\\), >) (c)> (d)");
    BOOST_TEST(form_of(" G: < a@[192.0.2.1] >,<(c) alice>;") ==
               " G: <a@[192.0.2.1]>, <alice (c)>;");
}

BOOST_AUTO_TEST_CASE(tells_the_longest_member) {
    BOOST_TEST(msa::sendmail_form(" a@x.example")->longest_member == 11U);
    BOOST_TEST(msa::sendmail_form(" a@x.example,bb@x.example (c) ,d@x.example")->longest_member ==
               16U);
    BOOST_TEST(msa::sendmail_form(" A. <a@x.example>,b@x.example")->longest_member == 18U);
    BOOST_TEST(msa::sendmail_form(" G: a@x.example,b@x.example;")->longest_member == 14U);
}

BOOST_AUTO_TEST_CASE(is_none_of_what_is_no_list) {
    for (const auto* list :
         {" a@x.example,", " <@a.example:x@x.example>", " a b", " a@x.example\n"}) {
        BOOST_TEST(!msa::sendmail_form(list).has_value(), list);
    }
}

RC_BOOST_PROP(means_the_same_and_has_no_form_but_itself, ()) {
    std::string list;
    const auto members = *rc::gen::inRange(1, 5);
    for (int i = 0; i < members; ++i) {
        list += i == 0 ? "" : *rc::gen::element(",", " , ", ",\n ", ";,");
        list += *rc::gen::element("", " ", "\n ", "G. H:", "\t");
        const auto name = *rc::gen::container<std::vector<std::string>>(
            rc::gen::element<std::string>("Alice", "B.", "O'Brien", "\"q. r\"", "(c. d)", " ",
                                          "\n ", " C ", "=?utf-8?q?J.?=", "=?utf-8?b?Sg==?="));
        for (const auto& piece : name) {
            list += piece;
        }
        list += *rc::gen::element("<b@x.example>", "<\"l ,p\"@x.example>", "<b@[192.0.2.1]>",
                                  "< b@x.example\t>", "<(c) b@x.example(d>)(e)>");
    }
    list += *rc::gen::element("", "", ";");
    const auto form = msa::sendmail_form(list);
    RC_CLASSIFY(form.has_value());
    if (!form) {
        return;
    }
    const auto again = msa::sendmail_form(form->value);
    RC_ASSERT(again.has_value());
    RC_ASSERT(again->value == form->value);
    RC_ASSERT(form->longest_member <= form->value.size());
    if (list.find("=?utf-8?q?") == std::string::npos && list.find('\n') == std::string::npos) {
        RC_ASSERT(meaning_of(form->value) == meaning_of(list));
    }
}

BOOST_AUTO_TEST_SUITE_END()

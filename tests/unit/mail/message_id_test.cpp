// Message-IDs.
#include "mail/message_id.h"

#include "mail/address.h"

#include <chrono>

#include <boost/test/unit_test.hpp>

using namespace std::chrono_literals;

BOOST_AUTO_TEST_SUITE(message_id_test)

BOOST_AUTO_TEST_CASE(an_id_has_time_random_and_host) {
    const std::chrono::system_clock::time_point instant(1'763'722'800s + 999ms);
    BOOST_TEST(msa::make_message_id(instant, "00c0ffee00c0ffee", "mx.example.com") ==
               "<1763722800.00c0ffee00c0ffee@mx.example.com>");
}

BOOST_AUTO_TEST_CASE(an_id_is_a_dot_atom_on_both_sides) {
    BOOST_TEST(msa::parse_mailbox(msa::make_message_id({}, "0", "mx.example.com")).has_value());
}

BOOST_AUTO_TEST_CASE(a_message_id_has_two_sides_in_brackets) {
    for (const char* valid :
         {" <4711.x@client.example.com>", "<4711@[192.0.2.1]>", " <B2A1@localhost>",
          " <4711@client.example.com> (queued)", " (a (b)) <a@b>", "\n <a@my_host.local>",
          " <a@[]>", " <!#$%&'*+-/=?^_`{|}~@x>", " <\u00e9@b>"}) {
        BOOST_TEST(msa::is_message_id(valid), valid);
    }
}

BOOST_AUTO_TEST_CASE(obsolete_and_broken_forms_are_no_message_id) {
    for (const char* invalid : {"",           " ",           " 4711@client.example.com",
                                " <4711>",    " <a@b@c>",    " <47 11@b>",
                                " <\"a\"@b>", " <4711.@b>",  " <.4711@b>",
                                " <a..b@c>",  " <a@b.>",     " <a@>",
                                " <@b>",      " <a@b",       " <a@[b>",
                                " <a@[b]c]>", " <a@[b\\]]>", " <1@a> <2@a>",
                                " <a @b>",    " <a@ b>",     " <(c)a@b>",
                                " <a@b> x",   " <a@b>(",     " <a@b>\x01",
                                " <a@b\xff>", " x <a@b>",    " <<a@b>>"}) {
        BOOST_TEST(!msa::is_message_id(invalid), invalid);
    }
}

BOOST_AUTO_TEST_CASE(what_is_none_says_why) {
    const auto says = [](std::string_view field_body, std::string_view what) {
        BOOST_TEST(msa::message_id_fault(field_body) == what);
    };
    says(" <a@b> (c)", "");
    says(" ", "nothing at octet 2");
    says(" 4711@b", "no `<` in front at octet 2");
    says(" <4711>", "no `@` at octet 7");
    says(" <a b@c>", "no `@` at octet 4");
    says(" <@b>", "no letters, digits and single periods in front of `@` at octet 3");
    says(" <a@>", "no name of a host behind `@` at octet 5");
    says(" <a@b@c>", "no `>` behind at octet 6");
    says(" <a@b> <c@d>", "text behind `>` at octet 8");
    says(" <a@b\x07>", "control character 0x07 at octet 6");
}

BOOST_AUTO_TEST_SUITE_END()

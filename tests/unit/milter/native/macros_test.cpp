// Macros of an MTA, stage by stage.
#include "milter/native/macros.h"

#include <string_view>

#include <boost/test/unit_test.hpp>

using namespace std::string_view_literals;

BOOST_AUTO_TEST_SUITE(macros)

BOOST_AUTO_TEST_CASE(a_macro_of_one_letter_may_have_braces) {
    msa::Macros macros;
    BOOST_TEST(macros.take("Ci\0Q1\0{j}\0host\0{tls}\0yes\0"sv));
    BOOST_TEST(macros.value("i") == "Q1");
    BOOST_TEST(macros.value("{i}") == "Q1");
    BOOST_TEST(macros.value("j") == "host");
    BOOST_TEST(macros.value("{tls}") == "yes");
    BOOST_TEST(macros.value("tls").empty());
    BOOST_TEST(macros.value("{none}").empty());
}

BOOST_AUTO_TEST_CASE(the_latest_stage_counts) {
    msa::Macros macros;
    BOOST_TEST(macros.take("Ei\0end\0"sv));
    BOOST_TEST(macros.take("Mi\0mail\0"sv));
    BOOST_TEST(macros.value("i") == "end");
}

BOOST_AUTO_TEST_CASE(a_list_replaces_the_last_one_of_its_stage) {
    msa::Macros macros;
    BOOST_TEST(macros.take("Mi\0Q1\0{auth}\0a\0"sv));
    BOOST_TEST(macros.take("Mi\0Q2\0"sv));
    BOOST_TEST(macros.value("i") == "Q2");
    BOOST_TEST(macros.value("{auth}").empty());
}

BOOST_AUTO_TEST_CASE(a_command_ends_what_was_said_of_later_stages) {
    msa::Macros macros;
    for (const auto& said : {"Cj\0host\0"sv, "M{auth}\0alice\0"sv, "Rr\0x\0"sv, "Ei\0Q1\0"sv}) {
        BOOST_TEST(macros.take(said));
    }
    macros.begin('E');
    BOOST_TEST(macros.value("i") == "Q1");
    macros.begin('M');
    BOOST_TEST(macros.value("{auth}") == "alice");
    BOOST_TEST(macros.value("r").empty());
    BOOST_TEST(macros.value("i").empty());
    macros.begin('H');
    BOOST_TEST(macros.value("{auth}").empty());
    BOOST_TEST(macros.value("j") == "host");
}

BOOST_AUTO_TEST_CASE(what_is_no_list_is_not_taken) {
    msa::Macros macros;
    for (const auto& data : {""sv, "Ci"sv, "Ci\0"sv, "Ci\0Q1"sv, "Ci\0Q1\0j\0"sv, "Ci\0Q1\0j"sv}) {
        BOOST_TEST(!macros.take(data));
    }
    BOOST_TEST(macros.take("C"sv));
    BOOST_TEST(macros.take("Ui\0Q1\0"sv));
    BOOST_TEST(macros.value("i").empty());
}

BOOST_AUTO_TEST_SUITE_END()

// Reading of dates.
#include "mail/date.h"

#include <array>
#include <string>

#include <boost/test/unit_test.hpp>

namespace {

/// The corrected form, with `=` in front where nothing had to be corrected; "-" where there is
/// none.
std::string reading(std::string_view field_body) {
    const auto date = msa::read_date(field_body);
    if (!date) {
        return "-";
    }
    return (date->conforms ? "=" : "") + date->corrected;
}

struct Example {
    const char* written;
    const char* read;
};

std::ostream& operator<<(std::ostream& out, const Example& example) {
    return out << example.written;
}

const std::string noon = "Fri, 21 Nov 2025 11:59:30 +0100";

}  // namespace

BOOST_AUTO_TEST_SUITE(date_reader_test)

BOOST_AUTO_TEST_CASE(what_the_grammar_leaves_open_conforms) {
    for (const char* written :
         {" Fri, 21 Nov 2025 11:59:30 +0100", " 21 Nov 2025 11:59:30 +0100",
          "Fri, 21 Nov 2025 11:59:30 +0100", " Fri,\n 21 Nov 2025\n 11:59:30 +0100",
          " fri, 21 NOV 2025 11:59:30 +0100", " Fri, 21 Nov 2025 11:59:30 +0100 (CET (Berlin))",
          " Fri,21 Nov 2025 11:59:30 +0100", " Fri, 21  Nov 2025\t11:59:30 +0100 "}) {
        BOOST_TEST(reading(written) == "=" + noon, written);
    }
    BOOST_TEST(reading(" Fri, 21 Nov 2025 11:59 +0100") == "=Fri, 21 Nov 2025 11:59:00 +0100");
    BOOST_TEST(reading(" Sat, 1 Nov 2025 08:00:00 +0000") == "=Sat, 1 Nov 2025 08:00:00 +0000");
    BOOST_TEST(reading(" Sat, 01 Nov 2025 08:00:00 -0000") == "=Sat, 1 Nov 2025 08:00:00 -0000");
    BOOST_TEST(reading(" Tue, 31 Dec 2024 23:59:60 +0000") == "=Tue, 31 Dec 2024 23:59:60 +0000");
    BOOST_TEST(reading(" Thu, 29 Feb 2024 00:00:00 +9959") == "=Thu, 29 Feb 2024 00:00:00 +9959");
    BOOST_TEST(reading(" Mon, 1 Jan 1900 00:00:00 +0000") == "=Mon, 1 Jan 1900 00:00:00 +0000");
    BOOST_TEST(reading(" Fri, 31 Dec 9999 23:59:59 +0000") == "=Fri, 31 Dec 9999 23:59:59 +0000");
}

BOOST_AUTO_TEST_CASE(obsolete_forms_mean_what_rfc_5322_says) {
    const std::array<Example, 14> examples{
        {{"Fri, 21 Nov 2025 10:59:30 GMT", "Fri, 21 Nov 2025 10:59:30 +0000"},
         {"Fri, 21 Nov 2025 10:59:30 ut", "Fri, 21 Nov 2025 10:59:30 +0000"},
         {"Fri, 21 Nov 2025 05:59:30 EST", "Fri, 21 Nov 2025 05:59:30 -0500"},
         {"Fri, 21 Nov 2025 05:59:30 EDT", "Fri, 21 Nov 2025 05:59:30 -0400"},
         {"Fri, 21 Nov 2025 05:59:30 MST", "Fri, 21 Nov 2025 05:59:30 -0700"},
         {"Mon, 21 Jul 2025 03:59:30 PDT", "Mon, 21 Jul 2025 03:59:30 -0700"},
         {"Fri, 21 Nov 2025 10:59:30 Z", "Fri, 21 Nov 2025 10:59:30 -0000"},
         {"Fri, 21 Nov 2025 10:59:30 A", "Fri, 21 Nov 2025 10:59:30 -0000"},
         {"Fri, 21 Nov 2025 11:59:30 CET", "Fri, 21 Nov 2025 11:59:30 -0000"},
         {"Fri, 21 Nov 25 11:59:30 +0100", "Fri, 21 Nov 2025 11:59:30 +0100"},
         {"Fri, 21 Nov 97 11:59:30 +0100", "Fri, 21 Nov 1997 11:59:30 +0100"},
         {"Fri, 21 Nov 125 11:59:30 +0100", "Fri, 21 Nov 2025 11:59:30 +0100"},
         {"Fri (x) , 21 Nov (y) 2025 11 : 59 : 30 +0100", "Fri, 21 Nov 2025 11:59:30 +0100"},
         {"(z) Fri, 21 Nov 2025 11:59:30 +0100", "Fri, 21 Nov 2025 11:59:30 +0100"}}};
    for (const auto& example : examples) {
        BOOST_TEST(reading(example.written) == example.read, example);
    }
}

BOOST_AUTO_TEST_CASE(other_forms_with_one_meaning_keep_their_instant) {
    const std::array<Example, 12> examples{
        {{"Mon, 21 Nov 2025 11:59:30 +0100", "Fri, 21 Nov 2025 11:59:30 +0100"},
         {"Fre, 21 Nov 2025 11:59:30 +0100", "Fri, 21 Nov 2025 11:59:30 +0100"},
         {"vr. 21 Nov 2025 11:59:30 +0100", "Fri, 21 Nov 2025 11:59:30 +0100"},
         {"Fri 21 Nov 2025 11:59:30 +0100", "Fri, 21 Nov 2025 11:59:30 +0100"},
         {"Fri, 21 Nov 2025 11:59:30", "Fri, 21 Nov 2025 11:59:30 -0000"},
         {"Fri, 21 Nov 2025 11:59:30 +01:00", "Fri, 21 Nov 2025 11:59:30 +0100"},
         {"Fri, 21 Nov 2025 11:59:30+0100", "Fri, 21 Nov 2025 11:59:30 +0100"},
         {"2025-11-21T11:59:30+01:00", "Fri, 21 Nov 2025 11:59:30 +0100"},
         {"2025-11-21 11:59:30.123Z", "Fri, 21 Nov 2025 11:59:30 +0000"},
         {"2025-11-21T11:59", "Fri, 21 Nov 2025 11:59:00 -0000"},
         {"Fri Nov 21 11:59:30 2025", "Fri, 21 Nov 2025 11:59:30 -0000"},
         {"Nov 21 11:59:30 2025 +0100", "Fri, 21 Nov 2025 11:59:30 +0100"}}};
    for (const auto& example : examples) {
        BOOST_TEST(reading(example.written) == example.read, example);
    }
}

BOOST_AUTO_TEST_CASE(forms_of_programs_keep_their_instant) {
    const std::array<Example, 20> examples{
        {{"Wed, 25 Nov 2026 9:05:03 +0100", "Wed, 25 Nov 2026 09:05:03 +0100"},
         {"Wed, 25 Nov 2026 9:5:3 +0100", "Wed, 25 Nov 2026 09:05:03 +0100"},
         {"Wed, 25 November 2026 20:00:00 +0100", "Wed, 25 Nov 2026 20:00:00 +0100"},
         {"Wednesday, 25 Nov 2026 20:00:00 +0100", "Wed, 25 Nov 2026 20:00:00 +0100"},
         {"Wed, 25 Nov 2026 20:00:00.250 +0100", "Wed, 25 Nov 2026 20:00:00 +0100"},
         {"Wed, 25 Nov 2026 08:00:00 PM +0100", "Wed, 25 Nov 2026 20:00:00 +0100"},
         {"Wed, 25 Nov 2026 8:00 am +0100", "Wed, 25 Nov 2026 08:00:00 +0100"},
         {"Wed, 25 Nov 2026 12:30:00 AM +0100", "Wed, 25 Nov 2026 00:30:00 +0100"},
         {"Wed, 25 Nov 2026 12:30:00 PM +0100", "Wed, 25 Nov 2026 12:30:00 +0100"},
         {"Wed, 25 Nov 2026 20:00:00PM +0100", "Wed, 25 Nov 2026 20:00:00 +0100"},
         {"Wednesday, 25-Nov-26 20:00:00 GMT", "Wed, 25 Nov 2026 20:00:00 +0000"},
         {"Wed, 25-Nov-2026 20:00:00 +0100", "Wed, 25 Nov 2026 20:00:00 +0100"},
         {"Wed, 25 Nov 2026 20:00:00 GMT+0100", "Wed, 25 Nov 2026 20:00:00 +0100"},
         {"Wed, 25 Nov 2026 20:00:00 GMT +02:00", "Wed, 25 Nov 2026 20:00:00 +0200"},
         {"Wed, 25 Nov 2026 20:00:00 UTC-0500", "Wed, 25 Nov 2026 20:00:00 -0500"},
         {"Wed Nov 25 2026 20:00:00 GMT+0200 (CEST)", "Wed, 25 Nov 2026 20:00:00 +0200"},
         {"November 25, 2026 8:00:00 PM +0100", "Wed, 25 Nov 2026 20:00:00 +0100"},
         {"2026-11-25T9:05:03.5+0100", "Wed, 25 Nov 2026 09:05:03 +0100"},
         {"Wed Nov 25 8:00:00 PM 2026 +0100", "Wed, 25 Nov 2026 20:00:00 +0100"},
         {"25 may 2026 20:00:00 UT", "Mon, 25 May 2026 20:00:00 +0000"}}};
    for (const auto& example : examples) {
        BOOST_TEST(reading(example.written) == example.read, example);
    }
    BOOST_TEST(msa::read_date("Wed, 25 Nov 2026 20:00:00")->without_zone.has_value());
    BOOST_TEST(!msa::read_date("Wed, 25 Nov 2026 20:00:00 CET")->without_zone.has_value());
    // Beyond what 64 bits of nanoseconds hold.
    for (const int year : {1900, 2899, 9999}) {
        const auto date = msa::read_date("25 Nov " + std::to_string(year) + " 20:00:00");
        BOOST_REQUIRE(date && date->without_zone);
        const std::chrono::year_month_day day(
            std::chrono::floor<std::chrono::days>(*date->without_zone));
        BOOST_TEST(static_cast<int>(day.year()) == year);
    }
}

BOOST_AUTO_TEST_CASE(what_tells_no_instant_is_not_read) {
    for (const char* written : {"",
                                " ",
                                "yesterday afternoon",
                                "Fri, 31 Nov 2025 11:59:30 +0100",
                                "Sat, 29 Feb 2025 11:59:30 +0100",
                                "Fri, 21 Nov 2025 24:00:00 +0100",
                                "Fri, 21 Nov 2025 11:60:00 +0100",
                                "Fri, 21 Nov 2025 11:59:61 +0100",
                                "Fri, 21 Nov 2025 11:59:30 +0199",
                                "Tue, 21 Nov 1899 11:59:30 +0100",
                                "Fri, 21 Nov 10000 11:59:30 +0100",
                                "Fri, 21 Nov 5 11:59:30 +0100",
                                "Fri, 0 Nov 2025 11:59:30 +0100",
                                "Fri, 21 Nov 2025 011:59:30 +0100",
                                "Fri, 21 Nov 2025 13:59:30 AM +0100",
                                "Fri, 21 Nov 2025 0:59:30 PM +0100",
                                "Fri, 21-Nov 2025 11:59:30 +0100",
                                "Fri, 21 Novem 2025 11:59:30 +0100",
                                "Fri, 21 Nov 2025 11:59:30. +0100",
                                "Fri, 21 Nov 2025 11:59:30 CET+0100",
                                "Fri, 21 Nov 2025 11:59:30 +100",
                                "Fri, 21 Nov 2025",
                                "21/11/2025 11:59:30",
                                "Fri, 21 Nov 2025 11:59:30 +0100 +0200",
                                "Fri, 21 Nov 2025 11:59:30 +0100 x",
                                "Fri, 21 Nov 2025 11:59:30 +0100 (unclosed",
                                "Fri, 21 Nov 2025 11:59:30 +0100\x01",
                                "2025-11-21",
                                "2025-13-21T11:59:30Z",
                                "2025-11-21X11:59:30Z",
                                "99999999999999999999 Nov 2025 11:59:30 +0100"}) {
        BOOST_TEST(reading(written) == "-", written);
    }
}

BOOST_AUTO_TEST_CASE(a_corrected_date_needs_no_second_correction) {
    for (const char* written : {"Fri, 21 Nov 25 11:59:30 GMT", "2025-11-21T11:59:30+01:00",
                                "Mon, 3 Nov 2025 11:59 EST", "Fri Nov 21 11:59:30 2025"}) {
        const auto date = msa::read_date(written);
        BOOST_REQUIRE(date);
        BOOST_TEST(reading(date->corrected) == "=" + date->corrected, written);
    }
}

BOOST_AUTO_TEST_SUITE_END()

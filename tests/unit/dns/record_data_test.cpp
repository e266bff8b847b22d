// Records from the wire.
#include "dns/record_data.h"

#include <string_view>

#include <boost/test/unit_test.hpp>

using msa::record_from_wire;
using msa::RecordType;
using namespace std::string_view_literals;

BOOST_AUTO_TEST_SUITE(record_data)

BOOST_AUTO_TEST_CASE(addresses_are_written_as_usual) {
    BOOST_TEST(record_from_wire(RecordType::a, "\xc0\0\2\x0a"sv)->value == "192.0.2.10");
    BOOST_TEST(
        record_from_wire(RecordType::aaaa, "\x20\1\x0d\xb8\0\0\0\0\0\0\0\0\0\0\0\1"sv)->value ==
        "2001:db8::1");
}

BOOST_AUTO_TEST_CASE(an_mx_has_a_preference_and_a_name) {
    const auto record = record_from_wire(RecordType::mx, "\1\2\2mx\7example\0"sv);
    BOOST_TEST(record->value == "mx.example");
    BOOST_TEST(record->preference == 258U);
}

BOOST_AUTO_TEST_CASE(a_null_mx_is_the_root) {
    BOOST_TEST(record_from_wire(RecordType::mx, "\0\0\0"sv)->value == ".");
}

BOOST_AUTO_TEST_CASE(the_strings_of_a_txt_are_joined_without_anything_between) {
    BOOST_TEST(record_from_wire(RecordType::txt, "\6v=spf1\0\5 -all"sv)->value == "v=spf1 -all");
    BOOST_TEST(record_from_wire(RecordType::txt, "\2a\0"sv)->value == "a\0"sv);
    BOOST_TEST(record_from_wire(RecordType::txt, ""sv)->value.empty());
}

BOOST_AUTO_TEST_CASE(a_ptr_is_a_name) {
    BOOST_TEST(record_from_wire(RecordType::ptr, "\1A\0"sv)->value == "a");
}

BOOST_AUTO_TEST_CASE(an_srv_has_a_priority_a_weight_a_port_and_a_target) {
    using msa::service_from_wire;
    BOOST_TEST(service_from_wire("\0\1\0\2\2\x4b\2Mx\7example\0"sv)->value == "1 2 587 mx.example");
    BOOST_TEST(service_from_wire("\0\0\0\0\0\0\0"sv)->value == "0 0 0 .");
    BOOST_TEST(!service_from_wire("\0\1\0\2\2"sv));
    BOOST_TEST(service_from_wire("\0\1\0\2\2\x4b\2mx"sv).error().what == "a malformed SRV record");
}

BOOST_AUTO_TEST_CASE(data_of_the_wrong_size_is_an_error) {
    BOOST_TEST(!record_from_wire(RecordType::a, "\1\2\3"sv));
    BOOST_TEST(!record_from_wire(RecordType::aaaa, "\1\2\3\4"sv));
    BOOST_TEST(!record_from_wire(RecordType::mx, "\0"sv));
    BOOST_TEST(!record_from_wire(RecordType::mx, "\0\1\3ab"sv));
    BOOST_TEST(!record_from_wire(RecordType::ptr, "\3ab"sv));
    BOOST_TEST(record_from_wire(RecordType::txt, "\5abc"sv).error().what ==
               "a malformed TXT record");
}

BOOST_AUTO_TEST_SUITE_END()

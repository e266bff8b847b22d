// Octets of the milter protocol.
#include "milter/native/packet.h"

#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>
#include <libmilter/mfdef.h>
#include <netinet/in.h>

using namespace std::string_literals;
using namespace std::string_view_literals;

namespace {

template <class T>
std::string text_of(const std::optional<T>& strings) {
    std::string text;
    for (const auto& each : *strings) {
        text += std::string(each) + '|';
    }
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(packet)

BOOST_AUTO_TEST_CASE(the_size_is_known_once_four_octets_are_there) {
    BOOST_TEST(!msa::packet_size("\0\0\0"sv));
    BOOST_TEST(*msa::packet_size("\0\0\1\2"sv) == 262U);
    BOOST_TEST(*msa::packet_size("\xff\xff\xff\xff"sv) == 0x100000003U);
}

BOOST_AUTO_TEST_CASE(a_packet_has_a_command) {
    BOOST_TEST(!msa::packet_in("\0\0\0\0"sv));
    const auto packet = msa::packet_in("\0\0\0\3Bab"sv);
    BOOST_TEST(packet->command == 'B');
    BOOST_TEST(packet->data == "ab");
}

BOOST_AUTO_TEST_CASE(an_offer_has_three_numbers) {
    const auto offer = msa::offer_in("\0\0\0\6\0\0\1\xff\0\x1f\xff\xffmore"sv);
    BOOST_TEST(offer->version == 6U);
    BOOST_TEST(offer->actions == 0x1ffU);
    BOOST_TEST(offer->steps == 0x1fffffU);
    BOOST_TEST(!msa::offer_in("\0\0\0\6\0\0\1\xff\0\x1f\xff"sv));
}

BOOST_AUTO_TEST_CASE(a_client_has_an_address_of_its_family) {
    const auto four = msa::client_in(
        "host\0004\x10\x01"
        "192.0.2.1\0"sv);
    BOOST_REQUIRE(four.has_value());
    BOOST_TEST(four->host == "host");
    const auto* address = reinterpret_cast<const sockaddr_in*>(four->socket_address());
    BOOST_TEST(address->sin_family == AF_INET);
    BOOST_TEST(ntohs(address->sin_port) == 0x1001);
    BOOST_TEST(ntohl(address->sin_addr.s_addr) == 0xc0000201U);
    for (const auto& text : {"h\0006\0\031IPv6:2001:db8::1\0"s, "h\0006\0\0312001:db8::1\0"s}) {
        const auto six = msa::client_in(text);
        BOOST_REQUIRE(six.has_value());
        BOOST_TEST(six->socket_address()->sa_family == AF_INET6);
    }
    BOOST_TEST(msa::client_in("h\0L\0\0/a/path\0"sv)->socket_address()->sa_family == AF_UNIX);
    BOOST_TEST(msa::client_in("h\0U"sv)->socket_address() == nullptr);
}

BOOST_AUTO_TEST_CASE(what_stands_for_an_address_and_is_none_is_told) {
    for (const auto& [data, text] : std::vector<std::pair<std::string, std::string>>{
             {"host\0004\0\031unknown\0"s, "unknown"},
             {"host\0006\0\031unknown\0"s, "unknown"},
             {"host\0004\0\031192.0.2.256\0"s, "192.0.2.256"},
             {"host\0006\0\031192.0.2.1\0"s, "192.0.2.1"},
             {"host\0004\0\031\0"s, ""}}) {
        BOOST_TEST_CONTEXT(data) {
            const auto client = msa::client_in(data);
            BOOST_REQUIRE(client.has_value());
            BOOST_TEST(client->socket_address() == nullptr);
            BOOST_TEST(client->unreadable.value_or("none") == text);
        }
    }
}

BOOST_AUTO_TEST_CASE(a_client_of_another_form_is_none) {
    for (const std::string& data :
         {""s, "host"s, "host\0"s, "host\0004"s, "host\0004\0"s, "host\0004\0\031"s,
          "host\0004\0\031192.0.2.1"s, "host\0004\0\031192.0.2.1\0more"s,
          "host\0004\0\031unknown\0more"s, "host\0009\0\031192.0.2.1\0"s}) {
        BOOST_TEST_CONTEXT(data) {
            BOOST_TEST(!msa::client_in(data));
        }
    }
}

BOOST_AUTO_TEST_CASE(strings_end_with_nul) {
    BOOST_TEST(text_of(msa::strings_in("<a@b>\0SIZE=1\0"sv)) == "<a@b>|SIZE=1|");
    BOOST_TEST(text_of(msa::strings_in("\0"sv)) == "|");
    BOOST_TEST(!msa::strings_in(""sv));
    BOOST_TEST(!msa::strings_in("<a@b>"sv));
    BOOST_TEST(!msa::strings_in("<a@b>\0SIZE=1"sv));
}

BOOST_AUTO_TEST_CASE(a_field_has_a_name_and_a_value) {
    BOOST_TEST(msa::field_in("To\0 a\0"sv)->name == "To");
    BOOST_TEST(msa::field_in("To\0 a\0"sv)->value == " a");
    BOOST_TEST(msa::field_in("To\0\0"sv)->value.empty());
    BOOST_TEST(msa::field_in("To\0a\0b\0"sv)->value == "a");
    for (const auto& data : {""sv, "To"sv, "To\0"sv, "To\0a"sv, "\0a\0"sv}) {
        BOOST_TEST(!msa::field_in(data));
    }
}

BOOST_AUTO_TEST_CASE(packets_are_written_as_they_are_read) {
    std::string output;
    msa::append_packet(output, SMFIR_CONTINUE, {});
    msa::append_packet(output, SMFIR_INSHEADER, {"To", ""}, 1);
    msa::append_octets(output, SMFIR_REPLBODY, "a\0"sv);
    BOOST_TEST(output == "\0\0\0\1c\0\0\0\11i\0\0\0\1To\0\0\0\0\0\3ba\0"s);
}

BOOST_AUTO_TEST_SUITE_END()

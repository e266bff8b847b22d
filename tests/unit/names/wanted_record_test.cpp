// Records of a domain with a site's facts, in all forms.
#include "names/wanted_record.h"

#include "names/name_item.h"

#include <string>

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

using namespace msa;

namespace {

Site site() {
    return {.host = "mail.example.com",
            .exchangers = {"mx1.example.com", "mx2.example.com"},
            .egress = {{"192.0.2.10", "mx.example.com"}, {"2001:db8::10", "mx.example.com"}}};
}

std::string zone_of(const Site& facts) {
    return zone_text(wanted_records({facts, "example.com"}));
}

constexpr const char* reverse_of_ip6 =
    "0.1.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.0.8.b.d.0.1.0.0.2.ip6.arpa. IN PTR "
    "mx.example.com.";

bool holds(const std::string& text, const std::string& line) {
    return ('\n' + text).find('\n' + line + '\n') != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(wanted_record)

BOOST_AUTO_TEST_CASE(a_zone_has_all_that_a_domain_needs) {
    const auto zone = zone_of(site());
    for (const std::string line :
         {"example.com. IN MX 10 mx1.example.com.", "example.com. IN MX 20 mx2.example.com.",
          "example.com. IN TXT ( \"v=spf1 ip4:192.0.2.10 ip6:2001:db8::10 ~all\" )",
          "_dmarc.example.com. IN TXT ( \"v=DMARC1; p=none; rua=mailto:postmaster@example.com\" )",
          "_submissions._tcp.example.com. IN SRV 0 1 465 mail.example.com.",
          "_submission._tcp.example.com. IN SRV 10 1 587 mail.example.com.",
          "_smtp._tls.example.com. IN TXT ( \"v=TLSRPTv1; rua=mailto:postmaster@example.com\" )",
          "mx.example.com. IN A 192.0.2.10", "mx.example.com. IN AAAA 2001:db8::10",
          "mx.example.com. IN TXT ( \"v=spf1 a -all\" )",
          "10.2.0.192.in-addr.arpa. IN PTR mx.example.com.", reverse_of_ip6}) {
        BOOST_TEST(holds(zone, line), line << " in " << zone);
    }
    BOOST_TEST(zone.find("mode: testing, mx: mx1.example.com, mx: mx2.example.com, max_age: ") !=
                   std::string::npos,
               zone);
}

BOOST_AUTO_TEST_CASE(what_is_not_offered_is_published_as_such) {
    auto facts = site();
    facts.submission.port = 0;
    BOOST_TEST(holds(zone_of(facts), "_submission._tcp.example.com. IN SRV 0 0 0 ."));
}

BOOST_AUTO_TEST_CASE(what_nobody_has_said_is_noted) {
    auto facts = site();
    facts.egress.clear();
    facts.exchangers.clear();
    const auto zone = zone_of(facts);
    BOOST_TEST(holds(zone, "example.com. IN TXT ( \"v=spf1 a:mail.example.com ~all\" )"), zone);
    BOOST_TEST(holds(zone, "example.com. IN MX 10 mail.example.com."), zone);
    BOOST_TEST(zone.find("; egress in [check.egress_spf] should name") != std::string::npos, zone);
    BOOST_TEST(zone.find("; mail comes in here, unless mx in [names]") != std::string::npos, zone);
}

BOOST_AUTO_TEST_CASE(nsupdate_replaces_a_name_and_type_once_and_no_text_of_others) {
    const auto text = nsupdate_text(wanted_records({site(), "example.com"}));
    BOOST_TEST(text.find("update delete example.com. MX\nupdate add example.com. 3600 IN MX 10 "
                         "mx1.example.com.\nsend\nupdate add example.com. 3600 IN MX 20 ") !=
                   std::string::npos,
               text);
    BOOST_TEST(text.find("update delete example.com. TXT") == std::string::npos, text);
    BOOST_TEST(text.find("update delete _dmarc.example.com. TXT\nupdate add _dmarc.example.com. "
                         "3600 IN TXT \"v=DMARC1; ") != std::string::npos,
               text);
}

BOOST_AUTO_TEST_CASE(programs_read_json) {
    const auto json = nlohmann::json::parse(json_text(wanted_records({site(), "example.com"})));
    BOOST_TEST(json.at(0).dump() ==
               R"({"action":"publish","name":"example.com","record":"10 mx1.example.com.",)"
               R"("ttl":3600,"type":"MX"})");
    BOOST_TEST(json.at(2).at("strings").at(0) == "v=spf1 ip4:192.0.2.10 ip6:2001:db8::10 ~all");
    BOOST_TEST(json.at(2).contains("note"));
}

BOOST_AUTO_TEST_CASE(a_long_text_is_split_at_255_octets) {
    const std::string half(200, 'x');
    BOOST_TEST(zone_text(WantedRecord{"a.example", "TXT", half + half}) ==
               "a.example. IN TXT ( \"" + half + std::string(55, 'x') + "\" \"" +
                   std::string(145, 'x') + "\" )");
}

BOOST_AUTO_TEST_SUITE_END()

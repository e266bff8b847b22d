// check_host(): what libspf2 does wrong, or is not shown, and the limits.
#include "spf/spf_evaluation.h"

#include "spf/spf_lookups.h"
#include "workbench/given_resolver.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

struct World {
    GivenResolver dns;

    World& txt(const std::string& name, const std::string& record) {
        dns.add(name, RecordType::txt, record);
        return *this;
    }
    World& a(const std::string& name, const std::string& address) {
        dns.add(name, RecordType::a, address);
        return *this;
    }
    [[nodiscard]] SpfEvaluation evaluate(const std::string& address = "192.0.2.10",
                                         const std::string& sender = "user@d.example") const {
        return evaluate_spf({.address = address, .helo = "mx.d.example", .sender = sender}, dns,
                            std::chrono::steady_clock::now() + std::chrono::minutes(1));
    }
    [[nodiscard]] std::string result(const std::string& address = "192.0.2.10") const {
        return std::string(to_text(evaluate(address).answer.result));
    }
};

std::string of_record(const std::string& record, const std::string& address = "192.0.2.10") {
    World world;
    world.txt("d.example", record);
    return world.result(address);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(spf_evaluation)

BOOST_AUTO_TEST_CASE(matches_networks_of_both_families) {
    BOOST_TEST(of_record("v=spf1 ip4:192.0.2.0/24 -all") == "pass");
    BOOST_TEST(of_record("v=spf1 ip4:192.0.2.0/24 -all", "198.51.100.1") == "fail");
    BOOST_TEST(of_record("v=spf1 ip4:192.0.2.0/24 ~all", "2001:db8::1") == "softfail");
    BOOST_TEST(of_record("v=spf1 ip6:2001:db8::/32 -all", "2001:db8::1") == "pass");
    BOOST_TEST(of_record("v=spf1 ip4:192.0.2.0/24") == "pass");
    BOOST_TEST(of_record("v=spf1 ip4:192.0.2.0/24", "198.51.100.1") == "neutral");
}

BOOST_AUTO_TEST_CASE(takes_an_ipv4_address_in_ipv6_form_for_what_it_is) {
    BOOST_TEST(of_record("v=spf1 ip4:192.0.2.10 -all", "::ffff:192.0.2.10") == "pass");
}

BOOST_AUTO_TEST_CASE(takes_a_prefix_length_of_zero_for_every_address_of_the_family) {
    BOOST_TEST(of_record("v=spf1 ip4:198.51.100.1/0 -all") == "pass");
    BOOST_TEST(of_record("v=spf1 ip4:198.51.100.1/0 -all", "2001:db8::1") == "fail");
    World world;
    world.txt("d.example", "v=spf1 -a:other.example/0 mx:m.example/0 -all");
    world.dns.add("m.example", RecordType::mx, "10 host.m.example");
    world.a("host.m.example", "198.51.100.1");
    BOOST_TEST(world.result() == "pass");
    BOOST_TEST(world.a("other.example", "198.51.100.1").result() == "fail");
}

BOOST_AUTO_TEST_CASE(follows_a_redirect_last_wherever_it_stands) {
    World world;
    world.txt("d.example", "v=spf1 redirect=r.example ip4:192.0.2.10");
    world.txt("r.example", "v=spf1 -all");
    BOOST_TEST(world.result() == "pass");
    BOOST_TEST(world.result("198.51.100.1") == "fail");
}

BOOST_AUTO_TEST_CASE(ignores_a_redirect_beside_all) {
    BOOST_TEST(of_record("v=spf1 redirect=nowhere.example ?all") == "neutral");
}

BOOST_AUTO_TEST_CASE(never_asks_for_an_explanation) {
    World world;
    world.txt("d.example", "v=spf1 exp=why.d.example -all");
    world.txt("why.d.example", std::string(500, 'x') + "%{d}%{d}%{d}");
    BOOST_TEST(world.result() == "fail");
    BOOST_TEST(world.dns.questions().size() == 1U);
}

BOOST_AUTO_TEST_CASE(shows_libspf2_nothing_that_a_stranger_has_named) {
    World world;
    const std::string odd = "%{l}.%{d}.a-b/c~d.example";
    world.txt("d.example", "v=spf1 a:" + odd + "/24 mx:" + odd + " exists:" + odd +
                               " include:" + odd + " ptr:" + odd +
                               " ip4:192.0.2.0/24 x=y exp=" + odd + " redirect=" + odd);
    const SpfQuestion question{"192.0.2.10", "mx.d.example", "user@d.example"};
    SpfLookups lookups(world.dns, question,
                       std::chrono::steady_clock::now() + std::chrono::minutes(1));
    BOOST_TEST(lookups.record(SpfLookups::first_token()).value() ==
               "v=spf1 +a:n1.invalid/24 +mx:n2.invalid/32 +exists:n3.invalid +include:n4.invalid "
               "+exists:n5.invalid +ip4:192.0.2.0/24 redirect=n6.invalid");
}

BOOST_AUTO_TEST_CASE(looks_at_an_include_as_the_rfc_says) {
    World world;
    world.txt("d.example", "v=spf1 include:i.example ?all");
    BOOST_TEST(world.result() == "permerror");  // without a record there
    world.txt("i.example", "v=spf1 ip4:192.0.2.10 -all");
    BOOST_TEST(world.result() == "pass");
    BOOST_TEST(world.result("198.51.100.1") == "neutral");
}

BOOST_AUTO_TEST_CASE(validates_names_of_the_address_for_ptr_and_its_macro) {
    World world;
    world.txt("d.example", "v=spf1 ptr -all");
    world.txt("p.example", "v=spf1 exists:%{p}.p.example -all");
    world.dns.add("10.2.0.192.in-addr.arpa", RecordType::ptr, "liar.d.example");
    world.a("liar.d.example", "198.51.100.1");
    BOOST_TEST(world.result() == "fail");
    world.dns.add("10.2.0.192.in-addr.arpa", RecordType::ptr, "mail.d.example");
    world.a("mail.d.example", "192.0.2.10").a("mail.d.example.p.example", "127.0.0.2");
    BOOST_TEST(world.result() == "pass");
    BOOST_CHECK(world.evaluate("192.0.2.10", "u@p.example").answer.result == SpfResult::pass);
}

BOOST_AUTO_TEST_CASE(has_one_record_exactly) {
    World world;
    world.txt("d.example", "something else");
    BOOST_TEST(world.result() == "none");
    world.txt("d.example", "v=spf1 +all");
    BOOST_TEST(world.result() == "pass");
    world.txt("d.example", "v=spf1 -all");
    BOOST_TEST(world.result() == "permerror");
}

BOOST_AUTO_TEST_CASE(refuses_a_nul_in_a_record) {
    using namespace std::string_literals;
    BOOST_TEST(of_record("v=spf1 +all\0 -all"s) == "permerror");
}

BOOST_AUTO_TEST_CASE(counts_ten_terms_over_all_records) {
    World world;
    std::string ten;
    for (int i = 0; i < 5; ++i) {
        ten += " a:h.example";
    }
    world.a("h.example", "198.51.100.1");
    world.txt("d.example", "v=spf1 include:i.example" + ten.substr(0, 4 * 12) + " ?all");
    world.txt("i.example", "v=spf1" + ten + " -all");
    BOOST_TEST(world.result() == "neutral");  // 1 + 5 + 4
    World over;
    over.a("h.example", "198.51.100.1");
    over.txt("d.example", "v=spf1 include:i.example" + ten + " ?all");
    over.txt("i.example", "v=spf1" + ten + " -all");
    BOOST_TEST(over.result() == "permerror");
    BOOST_TEST(over.evaluate().answer.why == "more than 10 terms ask DNS");
}

BOOST_AUTO_TEST_CASE(ends_a_tree_of_includes_after_ten_questions) {
    World world;
    world.txt("d.example", "v=spf1 include:d.example include:d.example include:d.example -all");
    BOOST_TEST(world.result() == "permerror");
    BOOST_TEST(world.dns.questions().size() <= 11U);
}

BOOST_AUTO_TEST_CASE(allows_two_terms_that_find_nothing) {
    BOOST_TEST(of_record("v=spf1 a:x.example exists:y.example ?all") == "neutral");
    BOOST_TEST(of_record("v=spf1 a:x.example exists:y.example mx:z.example ?all") == "permerror");
}

BOOST_AUTO_TEST_CASE(cannot_tell_where_dns_cannot) {
    World world;
    world.txt("d.example", "v=spf1 a:sick.example -all");
    world.dns.add_failing("sick.example");
    BOOST_TEST(world.result() == "temperror");
    BOOST_TEST(world.evaluate().answer.why == "DNS, sick.example A: SERVFAIL");
    BOOST_TEST(world.evaluate().ttl.count() == 0);
}

BOOST_AUTO_TEST_CASE(refuses_more_mechanisms_than_libspf2_can_count) {
    std::string record = "v=spf1";
    for (int i = 0; i < 256; ++i) {
        record += " -ip4:198.51.100." + std::to_string(i);
    }
    BOOST_TEST(of_record(record + " ip4:192.0.2.10") == "permerror");
}

BOOST_AUTO_TEST_CASE(holds_as_long_as_the_shortest_answer_unless_the_local_part_counts) {
    World world;
    world.dns.ttl = std::chrono::seconds(77);
    world.txt("d.example", "v=spf1 exists:%{l}.d.example -all");
    world.txt("e.example", "v=spf1 -all");
    BOOST_TEST(world.evaluate("192.0.2.10", "u@e.example").ttl.count() == 77);
    BOOST_TEST(world.evaluate().ttl.count() == 0);
}

BOOST_AUTO_TEST_CASE(has_no_record_for_what_is_no_domain) {
    World world;
    for (const std::string sender : {"u@localhost", "u@[192.0.2.1]", "u@a..b", "u@.example"}) {
        BOOST_CHECK(world.evaluate("192.0.2.10", sender).answer.result == SpfResult::none);
    }
    BOOST_TEST(world.dns.questions().empty());
}

BOOST_AUTO_TEST_SUITE_END()

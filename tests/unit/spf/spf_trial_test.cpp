// What an evaluation of SPF cost, and which term decided.
#include "spf/spf_trial.h"

#include "workbench/given_resolver.h"

#include <chrono>
#include <string>

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

struct World {
    World& txt(const std::string& name, const std::string& record) {
        dns.add(name, RecordType::txt, record);
        return *this;
    }
    [[nodiscard]] SpfTrial trial(const std::string& address = "192.0.2.10") const {
        return try_spf(
            {.address = address, .helo = "mx.d.example", .sender = "postmaster@d.example"}, dns,
            deadline());
    }
    [[nodiscard]] int most() const {
        return most_spf_lookups("d.example", dns, deadline()).value();
    }
    [[nodiscard]] static Deadline deadline() {
        return std::chrono::steady_clock::now() + std::chrono::minutes(1);
    }

    GivenResolver dns;
};

}  // namespace

BOOST_FIXTURE_TEST_SUITE(spf_trial, World)

BOOST_AUTO_TEST_CASE(names_the_term_that_matched_as_it_is_written) {
    dns.add("h.example", RecordType::a, "192.0.2.99");
    txt("d.example", "v=spf1 a:H.example ip4:192.0.2.0/28 mx ~all");
    BOOST_TEST(trial().term == "ip4:192.0.2.0/28");
    BOOST_TEST(trial().lookups == 1);
    BOOST_TEST(trial("192.0.2.99").term == "a:H.example");
    BOOST_TEST(trial("198.51.100.1").term == "~all");
    BOOST_TEST(trial("198.51.100.1").lookups == 2);
    BOOST_TEST(trial("198.51.100.1").void_lookups == 1);
}

BOOST_AUTO_TEST_CASE(follows_includes_and_a_redirect) {
    txt("d.example", "v=spf1 include:a.example redirect=b.example");
    txt("a.example", "v=spf1 include:c.example -all");
    txt("b.example", "v=spf1 -all");
    txt("c.example", "v=spf1 ip4:192.0.2.10 -all");
    BOOST_TEST(trial().term == "include:a.example -> include:c.example -> ip4:192.0.2.10");
    BOOST_TEST(trial().lookups == 2);
    BOOST_TEST(trial("192.0.2.11").term == "redirect=b.example -> -all");
    BOOST_TEST(most() == 3);
}

BOOST_AUTO_TEST_CASE(a_neutral_term_is_told_from_no_match) {
    BOOST_TEST(txt("d.example", "v=spf1 ?all").trial().term == "?all");
    dns.forget("d.example");
    BOOST_TEST(txt("d.example", "v=spf1 ip4:192.0.2.11").trial().term == "");
}

BOOST_AUTO_TEST_CASE(a_name_made_of_macros_is_not_followed) {
    txt("d.example", "v=spf1 include:%{l}.a.example -all");
    txt("postmaster.a.example", "v=spf1 ip4:192.0.2.10 -all");
    BOOST_TEST(trial().term == "include:%{l}.a.example");
    BOOST_TEST(most() == 1);
}

BOOST_AUTO_TEST_CASE(counts_what_is_there_beyond_what_receivers_allow) {
    std::string record = "v=spf1";
    for (int i = 0; i < 12; ++i) {
        record += " include:i" + std::to_string(i) + ".example";
        txt("i" + std::to_string(i) + ".example", "v=spf1 a -all");
    }
    txt("d.example", record + " -all");
    BOOST_TEST(most() == 24);
    BOOST_CHECK(trial().answer.result == SpfResult::permerror);
    BOOST_TEST(trial().term == "");
}

BOOST_AUTO_TEST_CASE(an_include_of_itself_ends) {
    txt("d.example", "v=spf1 include:d.example include:d.example -all");
    BOOST_TEST(most() == 50);
    BOOST_CHECK(trial().answer.result == SpfResult::permerror);
}

BOOST_AUTO_TEST_CASE(nothing_is_counted_behind_all) {
    BOOST_TEST(txt("d.example", "v=spf1 a all mx redirect=x.example").most() == 1);
}

BOOST_AUTO_TEST_CASE(dns_that_cannot_tell_is_no_count) {
    dns.add_failing("d.example");
    BOOST_TEST(!most_spf_lookups("d.example", dns, deadline()));
}

BOOST_AUTO_TEST_SUITE_END()

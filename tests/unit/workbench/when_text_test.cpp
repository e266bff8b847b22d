// Conditions in the words of the rule file.
#include "workbench/explanation.h"

#include <boost/test/unit_test.hpp>

using msa::Condition;
using msa::when_text;

BOOST_AUTO_TEST_SUITE(when_texts)

BOOST_AUTO_TEST_CASE(everybody_is_no_condition) {
    BOOST_TEST(when_text(Condition()) == "");
}

BOOST_AUTO_TEST_CASE(every_key_is_there) {
    Condition when;
    when.listener = {"submission", "submissions"};
    when.source = {msa::IdentitySource::sasl};
    when.login = {"alice", "group:staff"};
    when.network = {msa::Network::parse("192.0.2.0/24").value()};
    when.sender_domain = {"a.example"};
    when.recipient_domain = {"b.example"};
    when.from_domain = {"c.example"};
    when.tls = false;
    when.size_above = 1000;
    BOOST_TEST(when_text(when) ==
               "listener = \"submission\", \"submissions\"; source = \"sasl\"; "
               "login = \"alice\", \"group:staff\"; network = \"192.0.2.0/24\"; "
               "sender_domain = \"a.example\"; recipient_domain = \"b.example\"; "
               "from_domain = \"c.example\"; tls = false; size_above = 1000");
}

BOOST_AUTO_TEST_SUITE_END()

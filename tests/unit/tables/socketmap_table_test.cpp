// The socketmap protocol; a real server is asked in tests/wire.
#include "tables/socketmap_table.h"

#include "tables/open_table.h"

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;

using msa::socketmap_answer;

BOOST_AUTO_TEST_SUITE(socketmap_table_test)

BOOST_AUTO_TEST_CASE(ok_gives_values_and_notfound_none) {
    BOOST_TEST(socketmap_answer("OK alice, bob")->values ==
               (std::vector<std::string>{"alice", "bob"}));
    BOOST_TEST(!socketmap_answer("NOTFOUND ")->found);
    BOOST_TEST(!socketmap_answer("NOTFOUND")->found);
}

BOOST_DATA_TEST_CASE(everything_else_cannot_tell,
                     bdata::make(std::vector<std::string>{"", " ", "TEMP later", "TIMEOUT",
                                                          "PERM no such map", "OK", "OK ", "OKAY x",
                                                          "ok alice", "NOTFOUNDX", "OK al\nice",
                                                          "OK\talice", " OK alice"}),
                     reply) {
    BOOST_TEST(!socketmap_answer(reply).has_value());
}

BOOST_AUTO_TEST_CASE(an_address_or_a_map_that_is_none_is_an_error) {
    const auto opens = [](const std::string& server, const std::string& map) {
        return msa::open_table(
                   {.name = "m", .type = "socketmap", .given = {{"server", server}, {"map", map}}})
            .has_value();
    };
    BOOST_TEST(opens("unix:/nowhere/socket", "senders"));  // not asked yet
    BOOST_TEST(opens("inet:8889@127.0.0.1", "senders"));
    BOOST_TEST(!opens("unix:relative", "senders"));
    BOOST_TEST(!opens("inet:0", "senders"));
    BOOST_TEST(!opens("inet:8889", "two words"));
}

BOOST_AUTO_TEST_SUITE_END()

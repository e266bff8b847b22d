// A table that is left alone where it could not tell.
#include "tables/spared_table.h"

#include "fakes/fake_table.h"

#include <boost/test/unit_test.hpp>

namespace {

class Server final : public msa::Table {
public:
    [[nodiscard]] msa::Result<msa::LookupAnswer> lookup(std::string_view) const override {
        ++asked;
        if (slow_for != nullptr) {
            *slow_for += std::chrono::seconds(1);
        }
        return is_away ? msa::Result<msa::LookupAnswer>(msa::Error{"away"})
                       : msa::LookupAnswer{true, {"alice"}};
    }
    bool is_away = true;
    msa::SparedTable::Instant* slow_for = nullptr;  // a clock that goes on meanwhile
    mutable int asked = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(spared_table_test)

BOOST_AUTO_TEST_CASE(it_is_asked_again_when_it_has_had_its_rest) {
    const auto server = std::make_shared<Server>();
    msa::SparedTable::Instant now{std::chrono::seconds(100)};
    const msa::SparedTable table(server, [&now] { return now; });
    BOOST_TEST(table.lookup("a").error().what == "away");
    server->is_away = false;
    BOOST_TEST(!table.lookup("b").has_value());
    BOOST_TEST(server->asked == 1);
    now += msa::SparedTable::rest;
    BOOST_TEST(table.lookup("a")->found);
    BOOST_TEST(table.lookup("b")->found);
    BOOST_TEST(server->asked == 3);
}

BOOST_AUTO_TEST_CASE(one_that_is_slow_has_answered_but_is_left_alone_then) {
    const auto server = std::make_shared<Server>();
    msa::SparedTable::Instant now{std::chrono::seconds(100)};
    server->is_away = false;
    server->slow_for = &now;
    const msa::SparedTable table(server, [&now] { return now; });
    BOOST_TEST(table.lookup("a")->found);
    BOOST_TEST(!table.lookup("b").has_value());
    BOOST_TEST(server->asked == 1);
}

BOOST_AUTO_TEST_SUITE_END()

// What all tables have in common.
#include "tables/asked_table.h"

#include "fakes/fake_table.h"

#include <boost/test/unit_test.hpp>

using msa::AskedTable;
using msa::TableSettings;
using std::chrono::seconds;

namespace {

using Values = std::vector<std::string>;

/// Answers until it is told to be away.
class Server final : public msa::Table {
public:
    [[nodiscard]] msa::Result<msa::LookupAnswer> lookup(std::string_view key) const override {
        ++asked;
        return is_away ? msa::Result<msa::LookupAnswer>(msa::Error{"away"}) : entries.lookup(key);
    }
    msa::FakeTable entries{msa::FakeTable::Entries{
        {"a@example.com", {"alice"}}, {"g@example.com", {"group:gone"}}, {"two", {"x", "y"}}}};
    bool is_away = false;
    mutable int asked = 0;
};

struct Site {
    std::shared_ptr<Server> server = std::make_shared<Server>();
    msa::AnswerCache::Instant now{seconds(1000)};

    [[nodiscard]] AskedTable with(TableSettings settings) const {
        settings.name = "staff";
        return {settings, server, [this] { return now; }};
    }
    [[nodiscard]] AskedTable keeping(TableSettings::Cache cache) const {
        return with({.name = {},
                     .type = "socketmap",
                     .kept = TableSettings::Kept::by_server,
                     .cache = cache});
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(asked_table_test)

BOOST_AUTO_TEST_CASE(nothing_is_kept_unless_the_rule_file_says_so) {
    const Site site;
    const auto table = site.keeping({});
    BOOST_TEST(table.lookup("a@example.com")->values == Values{"alice"});
    site.server->is_away = true;
    BOOST_TEST(table.lookup("a@example.com").error().what == "away");
    BOOST_TEST(site.server->asked == 2);
}

BOOST_AUTO_TEST_CASE(a_kept_answer_asks_nobody) {
    const Site site;
    const auto table = site.keeping({.found = seconds(60), .missing = seconds(5)});
    for (int i = 0; i < 3; ++i) {
        BOOST_TEST(table.lookup("a@example.com")->found);
        BOOST_TEST(!table.lookup("b@example.com")->found);
    }
    BOOST_TEST(site.server->asked == 2);
}

BOOST_AUTO_TEST_CASE(an_error_is_never_kept) {
    const Site site;
    const auto table = site.keeping({.found = seconds(60), .missing = seconds(60)});
    site.server->is_away = true;
    BOOST_TEST(!table.lookup("a@example.com").has_value());
    site.server->is_away = false;
    BOOST_TEST(table.lookup("a@example.com")->found);
}

BOOST_AUTO_TEST_CASE(an_old_answer_stands_in_only_where_allowed_and_for_a_bounded_time) {
    Site site;
    const auto strict = site.keeping({.found = seconds(60)});
    const auto lax = site.keeping({.found = seconds(60), .stale = seconds(600)});
    BOOST_TEST(strict.lookup("a@example.com")->found);
    BOOST_TEST(lax.lookup("a@example.com")->found);
    site.server->is_away = true;
    site.now += seconds(61);
    BOOST_TEST(!strict.lookup("a@example.com").has_value());
    BOOST_TEST(lax.lookup("a@example.com")->values == Values{"alice"});
    BOOST_TEST(!lax.lookup("b@example.com").has_value());  // never asked for before
    site.now += seconds(600);
    BOOST_TEST(!lax.lookup("a@example.com").has_value());
    BOOST_TEST(lax.counts().stale == 1U);
}

BOOST_AUTO_TEST_CASE(an_entry_that_the_use_does_not_allow_cannot_tell) {
    const Site site;
    const auto owners = site.with({.name = {},
                                   .type = "lmdb",
                                   .kept = TableSettings::Kept::in_map,
                                   .use = TableSettings::Use::owners,
                                   .groups = {"staff"}});
    BOOST_TEST(owners.lookup("a@example.com")->found);
    BOOST_TEST(owners.lookup("g@example.com").error().what == "unknown group 'gone'");
    const auto subjects = site.with({.name = {},
                                     .type = "lmdb",
                                     .kept = TableSettings::Kept::in_map,
                                     .use = TableSettings::Use::subjects});
    BOOST_TEST(subjects.lookup("two").error().what ==
               "'two' needs exactly one login in a table of certificates");
}

BOOST_AUTO_TEST_CASE(what_a_table_said_is_counted) {
    Site site;
    const auto table = site.keeping({.found = seconds(60), .stale = seconds(60)});
    (void)table.lookup("a@example.com");
    (void)table.lookup("a@example.com");
    (void)table.lookup("b@example.com");
    site.server->is_away = true;
    (void)table.lookup("b@example.com");
    site.now += seconds(61);
    (void)table.lookup("a@example.com");
    const auto counts = table.counts();
    BOOST_TEST(counts.found == 1U);
    BOOST_TEST(counts.missing == 1U);
    BOOST_TEST(counts.cached == 1U);
    BOOST_TEST(counts.errors == 2U);
    BOOST_TEST(counts.stale == 1U);
}

BOOST_AUTO_TEST_CASE(the_same_settings_name_the_same_table) {
    const Site site;
    TableSettings settings{.name = "staff",
                           .type = "lmdb",
                           .kept = TableSettings::Kept::in_map,
                           .given = {{"path", std::string("/x")}}};
    const auto table = site.with(settings);
    settings.places["a"] = "rules.toml:3";
    settings.doubts = std::make_shared<std::vector<std::string>>();
    BOOST_TEST(table.is_opened_for(settings));
    settings.use = TableSettings::Use::members;
    BOOST_TEST(!table.is_opened_for(settings));
    const TableSettings inlined{.name = "staff"};
    BOOST_TEST(!site.with(inlined).is_opened_for(inlined));
}

BOOST_AUTO_TEST_SUITE_END()

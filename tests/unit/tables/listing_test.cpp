// Files of entries are listed, as they would be found.
#include "fakes/postmap.h"
#include "tables/open_table.h"

#include <map>

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

constexpr const char* text =
    "a@example.com alice, bob\n@example.net relay\nalice staff\n"
    "never@@asked.example eve\n";

std::shared_ptr<const Table> opened(const std::string& type, const std::string& path) {
    const TableSettings settings{.name = "map", .type = type, .given = {{"path", path}}};
    return open_table(settings).value();
}

/// `KEY=VALUE,...;` of each entry, by key; or what is wrong.
std::string listed(const Table& table) {
    std::map<std::string, std::string> entries;
    const auto done = table.each([&](std::string_view key, const std::vector<std::string>& values) {
        for (const auto& value : values) {
            entries[std::string(key)] += value + ',';
        }
        return true;
    });
    if (!done) {
        return done.error().what;
    }
    std::string all;
    for (const auto& [key, values] : entries) {
        all.append(key).append("=").append(values).append(";");
    }
    return all;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(listing_test)

BOOST_AUTO_TEST_CASE(what_may_be_asked_for_is_listed) {
    for (const std::string type : {"cdb", "lmdb"}) {
        const TemporaryFolder folder;
        const auto table = opened(type, postmap(folder, type, "map", text));
        BOOST_TEST(listed(*table) == "@example.net=relay,;a@example.com=alice,bob,;alice=staff,;",
                   type);
    }
}

BOOST_AUTO_TEST_CASE(an_empty_file_lists_nothing) {
    for (const std::string type : {"cdb", "lmdb"}) {
        const TemporaryFolder folder;
        BOOST_TEST(listed(*opened(type, postmap(folder, type, "map", ""))) == "", type);
    }
}

BOOST_AUTO_TEST_CASE(a_value_that_cannot_be_one_is_an_error) {
    for (const std::string type : {"cdb", "lmdb"}) {
        const TemporaryFolder folder;
        const auto table = opened(type, postmap(folder, type, "map", "a@example.com a\x01z\n"));
        BOOST_TEST(listed(*table).ends_with("a@example.com: malformed answer: control character or "
                                            "ill-formed utf-8"),
                   listed(*table));
    }
}

BOOST_AUTO_TEST_CASE(who_has_seen_enough_is_shown_no_more) {
    for (const std::string type : {"cdb", "lmdb"}) {
        const TemporaryFolder folder;
        const auto table = opened(type, postmap(folder, type, "map", text));
        int shown = 0;
        BOOST_TEST(table->each([&shown](auto, const auto&) { return ++shown < 2; }).has_value());
        BOOST_TEST(shown == 2, type);
    }
}

BOOST_AUTO_TEST_CASE(a_database_that_is_cut_off_cannot_be_listed) {
    const TemporaryFolder folder;
    const auto whole = postmap(folder, "cdb", "map", text);
    std::filesystem::resize_file(whole, 2060);
    BOOST_TEST(listed(*opened("cdb", whole)).ends_with("the file is cut off"));
}

BOOST_AUTO_TEST_SUITE_END()

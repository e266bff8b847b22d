// Files of LMDB, made by postmap(1).
#include "fakes/lmdb_writer.h"
#include "fakes/postmap.h"
#include "tables/open_table.h"

#include <filesystem>
#include <fstream>

#include <boost/test/unit_test.hpp>

using msa::postmap;
using msa::TableSettings;

namespace {

using Values = std::vector<std::string>;

TableSettings at(const std::string& path) {
    return {.name = "map", .type = "lmdb", .given = {{"path", path}}};
}

std::string lines(int count, const std::string& login) {
    std::string text;
    for (int i = 0; i < count; ++i) {
        text += 'u' + std::to_string(i) + "@example.com " + login + '\n';
    }
    return text;
}

/// A file with one entry, octets as they are given.
std::string raw_file(const msa::TemporaryFolder& folder, const std::string& key,
                     const std::string& value) {
    auto path = folder.path_of("raw.lmdb");
    msa::LmdbWriter(path).write({{key, value}});
    return path;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(lmdb_table_test)

BOOST_AUTO_TEST_CASE(what_postmap_has_written_is_found) {
    const msa::TemporaryFolder folder;
    const auto path =
        postmap(folder, "lmdb", "map", "A@example.com alice, bob\n@example.net relay\n");
    const auto table = msa::open_table(at(path)).value();
    BOOST_TEST(table->lookup("a@example.com")->values == (Values{"alice", "bob"}));
    BOOST_TEST(table->lookup("@example.net")->values == Values{"relay"});
    for (const auto& key :
         {std::string("b@example.com"), std::string("a@example.co"), std::string(),
          std::string(10000, 'x'), std::string("a@example.com\0", 14)}) {
        BOOST_TEST(!table->lookup(key)->found);
    }
}

BOOST_AUTO_TEST_CASE(local_parts_that_need_quotes_are_found_as_postfix_finds_them) {
    const msa::TemporaryFolder folder;
    const std::string text =
        "\"al ice\"@example.com alice\n\"q\\\"u@x\"@example.com bob\n\"pl.ain\"@example.com dan\n";
    const auto table = msa::open_table(at(postmap(folder, "lmdb", "map", text))).value();
    BOOST_TEST(table->lookup("al ice@example.com")->values == Values{"alice"});
    BOOST_TEST(table->lookup("q\"u@x@example.com")->values == Values{"bob"});
    BOOST_TEST(!table->lookup("pl.ain@example.com")->found);  // nor does Postfix
    BOOST_TEST(!table->lookup("al  ice@example.com")->found);
}

BOOST_AUTO_TEST_CASE(files_of_all_sizes_are_taken_for_whole) {
    const msa::TemporaryFolder folder;
    for (const int count : {0, 1, 50, 500, 5000}) {
        const auto path = postmap(folder, "lmdb", "m" + std::to_string(count), lines(count, "x"));
        const auto table = msa::open_table(at(path));
        BOOST_REQUIRE_MESSAGE(table, (table ? "" : table.error().what));
        int found = 0;
        for (int i = 0; i < count; ++i) {
            const auto answer = (*table)->lookup('u' + std::to_string(i) + "@example.com");
            found += answer && answer->found ? 1 : 0;
        }
        BOOST_TEST(found == count);
    }
}

BOOST_AUTO_TEST_CASE(keys_and_values_without_nul_are_found_too) {
    const msa::TemporaryFolder folder;
    const auto table = msa::open_table(at(raw_file(folder, "a@example.com", "alice"))).value();
    BOOST_TEST(table->lookup("a@example.com")->values == Values{"alice"});
}

BOOST_AUTO_TEST_CASE(what_postmap_writes_anew_counts_at_once_also_when_the_file_grows) {
    const msa::TemporaryFolder folder;
    const auto path = postmap(folder, "lmdb", "map", lines(1, "alice"));
    const auto table = msa::open_table(at(path)).value();
    BOOST_TEST(table->lookup("u0@example.com")->values == Values{"alice"});
    for (const int count : {2, 20000, 1, 300000}) {  // the last is larger than postmap's first map
        (void)postmap(folder, "lmdb", "map", lines(count, "bob" + std::to_string(count)));
        BOOST_TEST(table->lookup("u0@example.com")->values ==
                   Values{"bob" + std::to_string(count)});
        BOOST_TEST(table->lookup('u' + std::to_string(count - 1) + "@example.com")->found);
        BOOST_TEST(!table->lookup('u' + std::to_string(count) + "@example.com")->found);
    }
}

BOOST_AUTO_TEST_CASE(a_file_that_takes_its_place_counts_at_once) {
    const msa::TemporaryFolder folder;
    const auto path = postmap(folder, "lmdb", "map", lines(1, "alice"));
    const auto table = msa::open_table(at(path)).value();
    BOOST_TEST(table->lookup("u0@example.com")->found);
    std::filesystem::rename(postmap(folder, "lmdb", "next", lines(1, "bob")), path);
    BOOST_TEST(table->lookup("u0@example.com")->values == Values{"bob"});
}

BOOST_AUTO_TEST_CASE(a_file_that_is_gone_or_cut_off_cannot_tell_until_it_is_back) {
    const msa::TemporaryFolder folder;
    const auto path = postmap(folder, "lmdb", "map", lines(5000, "alice"));
    const auto table = msa::open_table(at(path)).value();
    std::filesystem::rename(path, path + ".away");
    BOOST_TEST(!table->lookup("u0@example.com").has_value());
    std::filesystem::rename(path + ".away", path);
    BOOST_TEST(table->lookup("u0@example.com")->found);
    for (const std::size_t size : {8192U, 100U, 0U}) {
        std::filesystem::resize_file(path, size);
        BOOST_TEST(!table->lookup("u0@example.com").has_value());
        BOOST_TEST(!msa::open_table(at(path)).has_value());
    }
    std::filesystem::remove(path);
    (void)postmap(folder, "lmdb", "map", lines(1, "bob"));
    BOOST_TEST(table->lookup("u0@example.com")->values == Values{"bob"});
}

BOOST_AUTO_TEST_CASE(what_is_no_such_file_is_an_error_and_so_is_a_malformed_value) {
    const msa::TemporaryFolder folder;
    BOOST_TEST(!msa::open_table(at(folder.path_of("none"))).has_value());
    BOOST_TEST(!msa::open_table(at(folder.path())).has_value());
    BOOST_TEST(!msa::open_table(at(folder.write("text", std::string(20000, 'x')))).has_value());
    const auto table =
        msa::open_table(at(raw_file(folder, "a@example.com", std::string("al\0ice\0", 7)))).value();
    BOOST_TEST(!table->lookup("a@example.com").has_value());
}

BOOST_AUTO_TEST_SUITE_END()

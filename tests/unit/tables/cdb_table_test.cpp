// Constant databases, made by postmap(1), and malformed ones.
#include "fakes/postmap.h"
#include "tables/open_table.h"

#include <filesystem>

#include <boost/test/unit_test.hpp>

using msa::postmap;
using msa::TableSettings;

namespace {

using Values = std::vector<std::string>;

TableSettings at(const std::string& path) {
    return {.name = "map", .type = "cdb", .given = {{"path", path}}};
}

std::string number(std::uint32_t value) {
    std::string octets;
    for (unsigned shift = 0; shift < 32; shift += 8) {
        octets += static_cast<char>((value >> shift) & 0xffU);
    }
    return octets;
}

/// A file with one record; all 256 pointers lead to one table of one slot.
std::string file_of(const std::string& key, const std::string& value, std::uint32_t value_size) {
    std::uint32_t hash = 5381;
    for (const char c : key) {
        hash = ((hash << 5U) + hash) ^ static_cast<unsigned char>(c);
    }
    const std::string record =
        number(static_cast<std::uint32_t>(key.size())) + number(value_size) + key + value;
    std::string file;
    for (int i = 0; i < 256; ++i) {
        file += number(static_cast<std::uint32_t>(2048 + record.size())) + number(1);
    }
    return file + record + number(hash) + number(2048);
}

}  // namespace

BOOST_AUTO_TEST_SUITE(cdb_table_test)

BOOST_AUTO_TEST_CASE(what_postmap_has_written_is_found) {
    const msa::TemporaryFolder folder;
    std::string text = "A@example.com alice, bob\n@example.net relay\n";
    constexpr int count = 2000;
    for (int i = 0; i < count; ++i) {
        text += 'u' + std::to_string(i) + "@example.com login" + std::to_string(i) + '\n';
    }
    const auto table = msa::open_table(at(postmap(folder, "cdb", "map", text))).value();
    BOOST_TEST(table->lookup("a@example.com")->values == (Values{"alice", "bob"}));
    BOOST_TEST(table->lookup("@example.net")->values == Values{"relay"});
    int found = 0;
    int missing = 0;
    for (int i = 0; i < count; ++i) {
        const auto name = std::to_string(i);
        found += table->lookup('u' + name + "@example.com")->values == Values{"login" + name};
        missing += table->lookup('v' + name + "@example.com")->found ? 0 : 1;
    }
    BOOST_TEST(found == count);
    BOOST_TEST(missing == count);
}

BOOST_AUTO_TEST_CASE(local_parts_that_need_quotes_are_found_as_postfix_finds_them) {
    const msa::TemporaryFolder folder;
    const std::string text =
        "\"al ice\"@example.com alice\n\"q\\\"u@x\"@example.com bob\n\"pl.ain\"@example.com dan\n";
    const auto table = msa::open_table(at(postmap(folder, "cdb", "map", text))).value();
    BOOST_TEST(table->lookup("al ice@example.com")->values == Values{"alice"});
    BOOST_TEST(table->lookup("q\"u@x@example.com")->values == Values{"bob"});
    BOOST_TEST(!table->lookup("pl.ain@example.com")->found);  // nor does Postfix
    BOOST_TEST(!table->lookup("al  ice@example.com")->found);
}

BOOST_AUTO_TEST_CASE(keys_and_values_with_a_nul_behind_are_found_too) {
    const msa::TemporaryFolder folder;
    const auto path = folder.write(
        "map", file_of(std::string("a@example.com\0", 14), std::string("alice\0", 6), 6));
    const auto table = msa::open_table(at(path)).value();
    BOOST_TEST(table->lookup("a@example.com")->values == Values{"alice"});
    BOOST_TEST(!table->lookup("b@example.com")->found);
}

BOOST_AUTO_TEST_CASE(a_file_that_takes_its_place_counts_at_once) {
    const msa::TemporaryFolder folder;
    const auto path = postmap(folder, "cdb", "map", "a@example.com alice\n");
    const auto table = msa::open_table(at(path)).value();
    BOOST_TEST(table->lookup("a@example.com")->values == Values{"alice"});
    (void)postmap(folder, "cdb", "map", "a@example.com bob\n");
    BOOST_TEST(table->lookup("a@example.com")->values == Values{"bob"});
}

BOOST_AUTO_TEST_CASE(a_file_that_is_gone_or_cut_off_cannot_tell_until_it_is_back) {
    const msa::TemporaryFolder folder;
    const auto path = postmap(folder, "cdb", "map", "a@example.com alice\n");
    const auto table = msa::open_table(at(path)).value();
    std::filesystem::resize_file(path, 2070);
    BOOST_TEST(!table->lookup("a@example.com").has_value());
    std::filesystem::resize_file(path, 100);
    BOOST_TEST(!table->lookup("a@example.com").has_value());
    std::filesystem::remove(path);
    BOOST_TEST(!table->lookup("a@example.com").has_value());
    (void)postmap(folder, "cdb", "map", "a@example.com bob\n");
    BOOST_TEST(table->lookup("a@example.com")->values == Values{"bob"});
}

BOOST_AUTO_TEST_CASE(malformed_files_cannot_tell) {
    const msa::TemporaryFolder folder;
    const std::string key = "a@example.com";
    const auto answers = [&](const std::string& octets) {
        const auto table = msa::open_table(at(folder.write("map", octets)));
        return table && (*table)->lookup(key).has_value();
    };
    BOOST_TEST(answers(file_of(key, "alice", 5)));
    BOOST_TEST(!answers(""));
    BOOST_TEST(!answers(std::string(2047, '\0')));
    BOOST_TEST(!answers(std::string(4096, '\xff')));
    BOOST_TEST(!answers(file_of(key, "alice", 0xffffffffU)));
    BOOST_TEST(!answers(file_of(key, "alice", 500000)));
    BOOST_TEST(!answers(file_of(key, "", 0)));
    BOOST_TEST(!answers(file_of(key, "al\nce", 5)));
}

BOOST_AUTO_TEST_SUITE_END()

// Files of LMDB that are damaged, large, or written to while they are read: each answer is right,
// absent or "cannot tell".
#include "tables/lmdb_file.h"

#include "fakes/lmdb_writer.h"
#include "fakes/postmap.h"
#include "tables/open_table.h"

#include <filesystem>
#include <fstream>
#include <functional>
#include <random>
#include <sstream>

#include <boost/test/unit_test.hpp>
#include <sys/wait.h>
#include <unistd.h>

using msa::LmdbWriter;

namespace {

constexpr std::size_t page_size = 4096;
constexpr std::size_t meta_words = 19;
using Entries = std::map<std::string, std::string>;

/// Long, so that few keys make many pages; all are listed in the order of their numbers.
std::string key_of(int number) {
    const std::string label(50, 'k');
    return std::to_string(100000 + number) + '@' + label + '.' + label + '.' + label +
           ".example.com";
}

/// Values of one word that names key and version; each 20th does not fit into a leaf.
std::string value_of(int number, int version) {
    const auto word = 'u' + std::to_string(number) + 'v' + std::to_string(version);
    return word + (number % 20 == 7 ? std::string(5000, 'x') : "x");
}

Entries entries(int count, int version) {
    Entries made;
    for (int i = 0; i < count; ++i) {
        made[key_of(i) + '\0'] = value_of(i, version) + '\0';
    }
    return made;
}

std::shared_ptr<const msa::Table> table_at(const std::string& path) {
    return msa::open_table({.name = "map", .type = "lmdb", .given = {{"path", path}}}).value();
}

/// A file of more than 70 pages and three levels, of which two versions were written.
class DamagedFile {
public:
    DamagedFile() : path_(folder_.path_of("map")) {
        LmdbWriter writer(path_);
        writer.write(entries(count, 1));
        writer.write(entries(count, 2));
        std::ostringstream octets;
        octets << std::ifstream(path_, std::ios::binary).rdbuf();
        whole_ = octets.str();
        opened_ = table_at(path_);
    }

    [[nodiscard]] const std::string& whole() const { return whole_; }
    [[nodiscard]] std::size_t pages() const { return whole_.size() / page_size; }

    /// How many keys it could not tell of, or took for absent.
    [[nodiscard]] int unknown_after_cut(std::size_t size) {
        std::filesystem::resize_file(path_, size);
        const int unknown = unknown_now();
        put(size, std::string_view(whole_).substr(size));
        return unknown;
    }
    [[nodiscard]] int unknown_with(std::size_t begin, std::string_view octets) {
        put(begin, octets);
        const int unknown = unknown_now();
        put(begin, std::string_view(whole_).substr(begin, octets.size()));
        return unknown;
    }
    [[nodiscard]] int unknown_now() const {
        const auto fresh =
            msa::open_table({.name = "map", .type = "lmdb", .given = {{"path", path_}}});
        const int unknown = unknown_to(*opened_);
        demand_right_list(*opened_, unknown > 0);
        if (fresh) {
            BOOST_REQUIRE_EQUAL(unknown_to(**fresh), unknown);
        }
        return unknown;
    }

private:
    static constexpr int count = 300;

    void put(std::size_t begin, std::string_view octets) {
        std::fstream file(path_, std::ios::binary | std::ios::in | std::ios::out);
        file.seekp(static_cast<std::streamoff>(begin));
        file << octets;
        BOOST_REQUIRE(file.flush().good());
    }
    /// LMDB has no checksums: where damage makes a page or pointer one of before, the value is one
    /// of before too.
    static bool has_ever_been(const std::vector<std::string>& values, int number) {
        return values.size() == 1 &&
               (values.front() == value_of(number, 2) || values.front() == value_of(number, 1));
    }
    static int unknown_to(const msa::Table& table) {
        int unknown = 0;
        int wrong = 0;
        for (int i = 7; i < count; i += i % 20 == 7 ? 9 : 11) {
            const auto answer = table.lookup(key_of(i));
            const bool is_found = answer && answer->found;
            wrong += is_found && !has_ever_been(answer->values, i) ? 1 : 0;
            unknown += is_found ? 0 : 1;
        }
        BOOST_REQUIRE_EQUAL(wrong, 0);
        return unknown;
    }
    static void demand_right_list(const msa::Table& table, bool is_damaged) {
        int shown = 0;
        int wrong = 0;
        const auto listed = table.each([&](std::string_view key, const auto& values) {
            const int number = std::stoi(std::string(key)) - 100000;
            wrong += key == key_of(number) && has_ever_been(values, number) ? 0 : 1;
            ++shown;
            return true;
        });
        BOOST_REQUIRE_EQUAL(wrong, 0);
        BOOST_REQUIRE(is_damaged || !listed || shown == count);
    }

    msa::TemporaryFolder folder_;
    std::string path_;
    std::string whole_;
    std::shared_ptr<const msa::Table> opened_;
};

std::string random_octets(std::size_t size, unsigned seed) {
    std::mt19937 random(seed);  // NOLINT(cert-msc32-c,cert-msc51-cpp): the same in each run
    std::string octets(size, '\0');
    for (auto& octet : octets) {
        octet = static_cast<char>(random());
    }
    return octets;
}

/// What a word may become: some of its bits flipped, one at a time, and quite other ones.
std::vector<std::string> others_than(const std::string& word) {
    std::vector<std::string> others{std::string(8, '\0'), std::string(8, '\xFF'),
                                    random_octets(8, 1)};
    for (unsigned bit = 0; bit < 64; bit += 7) {
        others.push_back(word);
        auto& octet = others.back()[bit / 8];
        octet = static_cast<char>(static_cast<unsigned char>(octet) ^ (1U << (bit % 8)));
    }
    return others;
}

/// Makes a file so long, by a hole, that liblmdb takes for used.
void widen(const std::string& path, std::uint64_t size) {
    std::filesystem::resize_file(path, size);
    std::fstream file(path, std::ios::binary | std::ios::in | std::ios::out);
    for (const std::size_t page : {0U, 1U}) {
        file.seekp(static_cast<std::streamoff>(page * page_size + 136));  // its last page
        for (std::uint64_t last = size / page_size - 1, i = 0; i < 8; ++i) {
            file.put(static_cast<char>(last >> (8 * i)));
        }
    }
    BOOST_REQUIRE(file.flush().good());
}

/// Does the work in a process of its own; meanwhile asks. What it returns is how often.
int ask_during(const std::function<void()>& work, const std::function<void()>& ask) {
    const ::pid_t child = ::fork();
    BOOST_REQUIRE(child >= 0);
    if (child == 0) {
        try {
            work();
        } catch (const std::exception&) {
            ::_exit(1);
        }
        ::_exit(0);
    }
    int status = 0;
    int asked = 0;
    while (::waitpid(child, &status, WNOHANG) == 0) {
        ask();
        ++asked;
    }
    BOOST_TEST(status == 0);
    return asked;
}

/// Asks for changing keys: a version never goes back, and hardly any look-up cannot tell.
class Asker {
public:
    Asker(const std::string& path, int keys) : table_(table_at(path)), keys_(keys) {}

    void ask() {
        const int number = next_++ % keys_;
        const auto answer = table_->lookup(key_of(number));
        if (!answer) {
            ++cannot_tell_;
            return;
        }
        BOOST_REQUIRE(answer->found);
        BOOST_REQUIRE_EQUAL(answer->values.size(), 1U);
        const auto& value = answer->values.front();
        const int version = std::stoi(value.substr(value.find('v') + 1));
        BOOST_REQUIRE(value == value_of(number, version));
        BOOST_REQUIRE_GE(version, version_);
        version_ = version;
    }
    [[nodiscard]] int cannot_tell() const { return cannot_tell_; }
    [[nodiscard]] int version() const { return version_; }

private:
    std::shared_ptr<const msa::Table> table_;
    int keys_;
    int next_ = 0;
    int version_ = 0;
    int cannot_tell_ = 0;
};

}  // namespace

BOOST_AUTO_TEST_SUITE(lmdb_file_test)

BOOST_AUTO_TEST_CASE(a_whole_file_tells_of_every_key) {
    DamagedFile file;
    BOOST_TEST(file.pages() > 70U);
    BOOST_TEST(file.unknown_now() == 0);
}

BOOST_AUTO_TEST_CASE(wherever_a_file_is_cut_it_gives_right_answers_or_cannot_tell) {
    DamagedFile file;
    for (std::size_t page = 0; page < file.pages(); ++page) {
        for (const std::size_t odd : {0U, 1U, 151U, 2048U}) {
            const int unknown = file.unknown_after_cut(page * page_size + odd);
            BOOST_REQUIRE(unknown > 0 || page > 2);
        }
    }
    BOOST_TEST(file.unknown_now() == 0);
}

BOOST_AUTO_TEST_CASE(whichever_page_is_garbage_answers_are_right_absent_or_cannot_tell) {
    DamagedFile file;
    int harmed = 0;
    for (std::size_t page = 0; page < file.pages(); ++page) {
        const auto begin = page * page_size;
        const auto header = file.whole().substr(begin, 16);
        const auto next = file.whole().substr((page + 1) % file.pages() * page_size, page_size);
        const auto random = random_octets(page_size, static_cast<unsigned>(page));
        // What is text in the place of the text of a value cannot be seen to be another.
        const bool is_large_value = (static_cast<unsigned char>(header[10]) & 4U) != 0;
        for (const auto& garbage :
             {std::string(page_size, '\0'), std::string(page_size, '\xFF'), random, next,
              header + random.substr(16), header + (is_large_value ? random : next).substr(16)}) {
            harmed += file.unknown_with(begin, garbage) > 0 ? 1 : 0;
        }
    }
    BOOST_TEST(harmed > 100);
    BOOST_TEST(file.unknown_now() == 0);
}

BOOST_AUTO_TEST_CASE(whichever_word_of_a_meta_page_is_changed_no_answer_is_wrong) {
    DamagedFile file;
    for (std::size_t word = 0; word < 2 * meta_words; ++word) {
        const auto begin = word % 2 * page_size + word / 2 * 8;
        for (const auto& octets : others_than(file.whole().substr(begin, 8))) {
            (void)file.unknown_with(begin, octets);  // it requires
        }
    }
    BOOST_TEST(file.unknown_now() == 0);
}

BOOST_AUTO_TEST_CASE(large_files_with_holes_are_read_behind_them) {
    for (const std::size_t size : {std::size_t{220} << 20U, std::size_t{6} << 30U}) {
        const msa::TemporaryFolder folder;
        const auto path = folder.path_of("map");
        LmdbWriter(path).write({{"before", "x"}});
        widen(path, size);
        LmdbWriter(path, size * 2).write(entries(300, 1));
        BOOST_TEST(std::filesystem::file_size(path) > size);
        const auto table = table_at(path);
        for (int i = 0; i < 300; ++i) {
            BOOST_REQUIRE(table->lookup(key_of(i)).value().values == std::vector{value_of(i, 1)});
        }
        BOOST_TEST(table->lookup("before")->found);
        BOOST_TEST(!table->lookup("behind")->found);
        std::filesystem::resize_file(path, size);
        BOOST_TEST(!table->lookup(key_of(1)).has_value());
    }
}

BOOST_AUTO_TEST_CASE(a_value_of_more_than_a_mebibyte_cannot_tell) {
    const msa::TemporaryFolder folder;
    const auto path = folder.path_of("map");
    constexpr std::size_t most = std::size_t{1} << 20U;
    LmdbWriter(path).write({{"a", std::string(most, 'x')}, {"b", std::string(most + 1, 'x')}});
    const auto table = table_at(path);
    BOOST_TEST(table->lookup("a")->found);
    BOOST_TEST(!table->lookup("b").has_value());
}

BOOST_AUTO_TEST_CASE(databases_of_other_kinds_cannot_tell) {
    const msa::TemporaryFolder folder;
    for (const unsigned flags : {unsigned{MDB_DUPSORT}, unsigned{MDB_REVERSEKEY}}) {
        const auto path = folder.path_of("map" + std::to_string(flags));
        LmdbWriter(path).write({{"a", "b"}}, true, flags);
        BOOST_TEST(!msa::open_table({.name = "map", .type = "lmdb", .given = {{"path", path}}})
                        .has_value());
    }
}

BOOST_AUTO_TEST_CASE(a_writer_in_a_loop_never_makes_an_answer_wrong) {
    const msa::TemporaryFolder folder;
    const auto path = folder.path_of("map");
    constexpr int keys = 60;
    constexpr int versions = 1000;
    LmdbWriter(path).write(entries(keys, 1));
    Asker asker(path, keys);
    const int asked = ask_during(
        [&] {
            LmdbWriter writer(path);
            for (int version = 2; version <= versions; ++version) {
                writer.write(entries(keys, version), version % 3 == 0);
            }
        },
        [&] { asker.ask(); });
    BOOST_TEST(asker.cannot_tell() <= asked / 20);
    asker.ask();
    BOOST_TEST(asker.version() == versions);
}

BOOST_AUTO_TEST_CASE(what_is_listed_while_a_writer_is_at_work_is_of_one_version) {
    const msa::TemporaryFolder folder;
    const auto path = folder.path_of("map");
    LmdbWriter(path).write(entries(60, 1));
    const auto table = table_at(path);
    (void)ask_during(
        [&] {
            LmdbWriter writer(path);
            for (int version = 2; version <= 200; ++version) {
                writer.write(entries(60, version), version % 3 == 0);
            }
        },
        [&] {
            std::optional<int> version;
            int shown = 0;
            const auto done = table->each([&](std::string_view, const auto& values) {
                const auto& value = values.front();
                const int this_one = std::stoi(value.substr(value.find('v') + 1));
                BOOST_REQUIRE(value == value_of(shown++, this_one));
                BOOST_REQUIRE(version.value_or(this_one) == this_one);
                version = this_one;
                return true;
            });
            BOOST_REQUIRE(!done || shown == 60);
        });
}

BOOST_AUTO_TEST_CASE(postmap_in_a_loop_never_makes_an_answer_wrong) {
    const msa::TemporaryFolder folder;
    constexpr int keys = 200;
    const auto write = [&](int version) {
        std::string text;
        for (int i = 0; i < keys; ++i) {
            text += key_of(i) + ' ' + value_of(i, version) + '\n';
        }
        return msa::postmap(folder, "lmdb", "map", text);
    };
    Asker asker(write(1), keys);
    const int asked = ask_during(
        [&] {
            for (int version = 2; version <= 10; ++version) {
                (void)write(version);
            }
        },
        [&] { asker.ask(); });
    BOOST_TEST(asker.cannot_tell() <= asked / 20);
    asker.ask();
    BOOST_TEST(asker.version() == 10);
}

BOOST_AUTO_TEST_SUITE_END()

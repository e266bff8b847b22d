// Postfix's own reading of a table, by postmap(1): where keys end, what belongs to an entry.
#include "fakes/temporary_folder.h"
#include "tables/open_table.h"
#include "tables/table_key.h"

#include <array>
#include <cstdio>
#include <memory>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace {

constexpr const char* text =
    "# comment\n"
    "plain@example.com carol,dan\n"
    "\"al ice\"@example.com alice\n"
    "\"q\\\"uote\"@example.com\tbob\n"
    "\"needless\"@example.com   erin,frank\n"
    "@example.net relay1,\n"
    "# comment inside\n"
    "\n"
    "  relay2\n"
    "login someone@example.com\n";

/// What Postfix gives for a key as it stands in the file. The key must not hold a `'`.
std::string by_postfix(const msa::TemporaryFolder& folder, const std::string& key) {
    const std::string command = "PATH=$PATH:/usr/sbin postmap -c '" + folder.path() + "' -q '" +
                                key + "' 'texthash:" + folder.path_of("map") + "'";
    const std::unique_ptr<FILE, int (*)(FILE*)> pipe(::popen(command.c_str(), "r"), &::pclose);
    BOOST_REQUIRE(pipe != nullptr);
    std::string value;
    std::array<char, 256> chunk{};
    while (std::fgets(chunk.data(), chunk.size(), pipe.get()) != nullptr) {
        value += chunk.data();
    }
    return value;
}

/// The logins in a value, each with a comma behind it.
std::string logins_in(const std::string& value) {
    std::string logins;
    for (const char c : value) {
        const bool separates = c == ',' || c == ' ' || c == '\n';
        if (!separates) {
            logins += c;
        } else if (!logins.empty() && logins.back() != ',') {
            logins += ',';
        }
    }
    return logins;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(postmap_oracle_test)

BOOST_AUTO_TEST_CASE(postfix_reads_the_same_entries) {
    const msa::TemporaryFolder folder;
    (void)folder.write("main.cf", "");  // known by its folder
    const auto table = msa::open_table(
        {.name = "map", .type = "file", .given = {{"path", folder.write("map", text)}}});
    BOOST_REQUIRE_MESSAGE(table, (table ? "" : table.error().what));
    for (const char* key :
         {R"(plain@example.com)", R"("al ice"@example.com)", R"("q\"uote"@example.com)",
          R"("needless"@example.com)", R"(@example.net)", R"(login)"}) {
        const auto answer = (*table)->lookup(msa::table_key(key).value()).value();
        std::string ours;
        for (const auto& value : answer.values) {
            ours += value + ',';
        }
        BOOST_TEST(!ours.empty(), key);
        BOOST_TEST(logins_in(by_postfix(folder, key)) == ours, key);
    }
}

BOOST_AUTO_TEST_SUITE_END()

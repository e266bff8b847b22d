// Modules of tables, as a program finds them beside it.
#include "fakes/temporary_folder.h"
#include "fakes/whole_rules.h"
#include "wire/program.h"

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <string>

#include <boost/test/unit_test.hpp>

namespace fs = std::filesystem;
using namespace msa::wire;

namespace {

/// The program under test and its modules, moved elsewhere.
struct Copy {
    Copy() {
        const fs::path built = std::getenv("MSA_MILTER");  // NOLINT(concurrency-mt-unsafe)
        fs::copy(built, program);
        fs::copy(built.parent_path() / "tables", modules);
    }
    [[nodiscard]] std::string check() const {
        const auto rules = folder.write(
            "rules.toml", msa::whole_rules("[owners]\ntables = [\"x\"]\n[tables.x]\n"
                                           "type = \"ldap\"\nserver = \"ldap://127.0.0.1\"\n"
                                           "base = \"dc=x\"\nfilter = \"(mail={key})\"\n"
                                           "attributes = [\"uid\"]\n"));
        const auto out = folder.path_of("out");
        const std::string command = '\'' + program + "' check '" + rules + "' >'" + out + "' 2>&1";
        // NOLINTNEXTLINE(cert-env33-c,concurrency-mt-unsafe): the file says what came of it
        (void)std::system(command.c_str());
        return contents(out);
    }

    msa::TemporaryFolder folder;
    std::string program = folder.path_of("msa-milter");
    std::string modules = folder.path_of("tables");
};

/// Where a module says of which build it is: 32 hexadecimal digits, a text of their own.
std::size_t place_of_build(const std::string& octets) {
    constexpr std::size_t length = 32;
    for (auto end = octets.find('\0'); end != std::string::npos; end = octets.find('\0', end + 1)) {
        const auto begin = end < length ? end : end - length;
        const auto digits = octets.find_first_not_of("0123456789abcdef", begin);
        if (begin != end && digits == end && octets[begin - 1] == '\0') {
            return begin;
        }
    }
    return std::string::npos;
}

bool holds(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(table_module)

BOOST_AUTO_TEST_CASE(of_the_same_build_is_loaded) {
    BOOST_TEST(!holds(Copy().check(), "ldap.so"));
}

BOOST_AUTO_TEST_CASE(of_another_build_is_refused_whatever_its_version) {
    const Copy copy;
    const auto module = copy.modules + "/ldap.so";
    auto octets = contents(module);
    const auto build = place_of_build(octets);
    BOOST_REQUIRE(build != std::string::npos);
    octets[build] = octets[build] == '0' ? '1' : '0';
    std::ofstream(module, std::ios::binary) << octets;
    BOOST_TEST(holds(copy.check(), "ldap.so is of another build"));
}

BOOST_AUTO_TEST_CASE(that_is_missing_is_named) {
    const Copy copy;
    fs::remove(copy.modules + "/ldap.so");
    BOOST_TEST(holds(copy.check(), "type \"ldap\": its module is not installed"));
}

BOOST_AUTO_TEST_SUITE_END()

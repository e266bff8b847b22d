// The manual's examples: rule files load, settings are taken, tests pass, as they stand there.
#include "fakes/manual.h"

#include "base/text.h"
#include "fakes/dkim_keys.h"
#include "fakes/postmap.h"
#include "fakes/temporary_folder.h"
#include "fakes/whole_rules.h"
#include "wire/program.h"

#include <filesystem>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <pwd.h>
#include <sqlite3.h>
#include <unistd.h>

namespace fs = std::filesystem;
using namespace msa;
using namespace msa::wire;

namespace {

constexpr const char* senders = "sales@example.com bob@example.com\n";

/// The files that the examples name, in a folder of the test.
struct Host {
    Host() {
        fs::permissions(folder.path(), fs::perms(0755));
        (void)folder.write("sender_login", senders);
        (void)postmap(folder, "lmdb", "pop_logins", "192.0.2.7 bob@example.com 1795219200\n");
        (void)postmap(folder, "lmdb", "sender_login", senders);
        (void)postmap(folder, "cdb", "sender_login", senders);
        make_database();
        fs::create_directory(folder.path_of("keys"));
        write_secret("keys/s2026a.pem", rsa_pem(2048));
        write_secret("mysql.password", "secret\n");
        write_secret("pgpass", "*:*:*:*:secret\n");
    }

    void make_database() const {
        sqlite3* database = nullptr;
        BOOST_REQUIRE(::sqlite3_open(folder.path_of("senders.db").c_str(), &database) == SQLITE_OK);
        BOOST_REQUIRE(::sqlite3_exec(database, "CREATE TABLE senders (address TEXT, login TEXT)",
                                     nullptr, nullptr, nullptr) == SQLITE_OK);
        ::sqlite3_close(database);
    }
    void write_secret(const char* name, const std::string& text) const {
        const auto file = folder.write(name, text);
        fs::permissions(file, fs::perms(0600));
        if (::geteuid() == 0) {
            const auto* nobody = ::getpwnam("nobody");  // NOLINT(concurrency-mt-unsafe): a test
            BOOST_REQUIRE(nobody != nullptr);
            BOOST_REQUIRE(::chown(file.c_str(), nobody->pw_uid, nobody->pw_gid) == 0);
        }
    }

    /// The example, with the files of this host.
    [[nodiscard]] std::string here(std::string example) const {
        for (const std::string place :
             {"/etc/msa-milter/rules/", "/etc/msa-milter/", "/etc/postfix/", "/var/lib/mail/"}) {
            for (auto at = example.find(place); at != std::string::npos; at = example.find(place)) {
                example.replace(at, place.size(), folder.path() + '/');
            }
        }
        return example;
    }

    [[nodiscard]] Ended check(std::vector<std::string> arguments) const {
        arguments.insert(arguments.begin(), "check");
        if (::geteuid() == 0) {
            arguments.insert(arguments.end(), {"--user", "nobody"});
        }
        return run(arguments);
    }
    [[nodiscard]] Ended check_rules(const std::string& example) const {
        return check({folder.write("example.toml", whole_rules(here(example)))});
    }

    void check_strictly(const std::vector<std::string>& examples) const {
        for (const auto& example : examples) {
            const auto file = folder.write("example.toml", whole_rules(here(example)));
            const auto ended = check({"--strict", file});
            BOOST_TEST(ended.status == 0, ended.out + ended.err);
        }
    }

    TemporaryFolder folder;
};

/// The indented block of README.md that begins so.
std::string readme_example(const std::string& beginning) {
    const auto text = contents("README.md");
    const auto at = text.find("\n    " + beginning) + 1;
    BOOST_REQUIRE(at != 0);
    std::istringstream lines(text.substr(at));
    std::string example;
    for (std::string line; std::getline(lines, line) && line.starts_with("    ");) {
        example += line.substr(4) + '\n';
    }
    return example;
}

}  // namespace

BOOST_FIXTURE_TEST_SUITE(manual, Host)

BOOST_AUTO_TEST_CASE(rule_files_that_say_who_submits_load_without_a_warning) {
    const auto examples = manual_examples("msa-milter-identity.5", "[");
    BOOST_TEST(examples.size() == 6U);
    check_strictly(examples);
}

BOOST_AUTO_TEST_CASE(recipes_for_applications_and_devices_load_without_a_warning) {
    const auto examples = manual_examples("msa-milter-held.7", "[");
    BOOST_TEST(examples.size() == 2U);
    check_strictly(examples);
}

BOOST_AUTO_TEST_CASE(the_rule_file_of_the_readme_loads_without_a_warning) {
    const auto example = here(readme_example("[identity]\n"));
    const auto ended = check({"--strict", folder.write("example.toml", whole_rules(example))});
    BOOST_TEST(ended.status == 0, ended.out + ended.err);
}

BOOST_AUTO_TEST_CASE(tables_of_every_type_load) {
    const auto examples = manual_examples("msa-milter-tables.5", "[tables.");
    BOOST_TEST(examples.size() == 8U);
    const auto tables = join(examples, "");
    for (const std::string type :
         {"lmdb", "cdb", "sqlite", "socketmap", "ldap", "pgsql", "mysql", "redis"}) {
        BOOST_TEST(tables.find("type = \"" + type + '"') != std::string::npos, type);
    }
    const auto ended = check_rules(
        "[owners]\ntables = [\"postfix_map\", \"constant\", \"database\", \"service\", "
        "\"directory\", \"postgres\", \"mariadb\", \"keys\"]\n" +
        tables);
    BOOST_TEST(ended.status == 0, ended.out + ended.err);
}

BOOST_AUTO_TEST_CASE(settings_of_a_rollout_are_taken) {
    const auto examples = manual_examples("msa-milter-rollout.7", "rules = ");
    BOOST_REQUIRE(examples.size() == 1U);
    for (const auto* name : {"main.toml", "candidate.toml"}) {
        (void)folder.write(name, whole_rules({}));
    }
    (void)folder.write("main.test.toml",
                       "[[ownership]]\nlogin = \"bob@example.com\"\n"
                       "may = [\"bob@example.com\"]\n");
    const auto ended = check({"--config", folder.write("msa-milter.toml", here(examples.front()))});
    BOOST_TEST(ended.status == 0, ended.out + ended.err);
}

BOOST_AUTO_TEST_CASE(the_test_file_passes_beside_rules_that_it_fits) {
    const auto examples = manual_examples("msa-milter-test.5", "now = ");
    BOOST_REQUIRE(examples.size() == 1U);
    (void)folder.write("site.toml", whole_rules("[owners]\ntables = [\"staff\"]\n"
                                                "[tables.staff]\ntype = \"file\"\npath = \"" +
                                                folder.path_of("sender_login") + "\"\n"));
    const auto ended = run({"test", folder.write("site.test.toml", examples.front())});
    BOOST_TEST(ended.status == 0, ended.out + ended.err);
}

BOOST_AUTO_TEST_SUITE_END()

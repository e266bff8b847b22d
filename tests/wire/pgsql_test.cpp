// Tables in a real PostgreSQL server. It does not run as root.
#include "fakes/mail_systems.h"
#include "fakes/temporary_folder.h"
#include "import/sender_acl.h"
#include "wire/certificates.h"
#include "wire/daemon.h"
#include "wire/scripted_server.h"
#include "wire/table_server.h"

#include <filesystem>

#include <boost/test/unit_test.hpp>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace msa;
using namespace msa::wire;

namespace {

/// Where Debian puts the programs of the newest version that is installed.
std::string programs() {
    std::string newest;
    for (const auto& each : std::filesystem::directory_iterator("/usr/lib/postgresql")) {
        newest = std::max(newest, each.path().string());
    }
    return newest + "/bin/";
}

std::vector<std::string> as_its_user(std::vector<std::string> arguments) {
    if (::geteuid() == 0) {
        const std::vector<std::string> prefix{"setpriv", "--reuid",  "postgres",
                                              "--regid", "postgres", "--clear-groups"};
        arguments.insert(arguments.begin(), prefix.begin(), prefix.end());
    }
    return arguments;
}

struct Database {
    TemporaryFolder folder;
    Authority authority;
    int port = free_port();
    std::string data = folder.path_of("data");
    ServerProcess server{
        as_its_user({programs() + "postgres", "-D", data, "-p", std::to_string(port), "-c",
                     "listen_addresses=127.0.0.1", "-c", "unix_socket_directories=", "-c",
                     "fsync=off", "-c", "ssl=on", "-c", "ssl_cert_file=" + data + "/server.pem",
                     "-c", "ssl_key_file=" + data + "/server.key"}),
        folder.path_of("output"), [this] { return answers_queries(); }};

    Database() {
        if (::geteuid() == 0) {
            const auto* user = ::getpwnam("postgres");  // NOLINT(concurrency-mt-unsafe): one thread
            BOOST_REQUIRE(user != nullptr);
            BOOST_REQUIRE(::chown(folder.path().c_str(), user->pw_uid, user->pw_gid) == 0);
        }
        std::string command;
        for (const auto& word : as_its_user({programs() + "initdb", "-D", data, "-A", "trust", "-U",
                                             "postgres", "-N", "-E", "UTF8", "--locale=C"})) {
            command += word + ' ';
        }
        BOOST_REQUIRE(shell("cd / && " + command + ">/dev/null 2>&1"));
        authority.sign("IP:127.0.0.1", data + "/server");
        if (::geteuid() == 0) {
            BOOST_REQUIRE(shell("chown postgres " + data + "/server.*"));
        }
        server.start();
        BOOST_REQUIRE(
            query("CREATE TABLE senders (address text, login text);"
                  "INSERT INTO senders VALUES ('alice@example.com', 'alice'),"
                  "('null@example.com', NULL), ('two@example.com', 'a, b'),"
                  "('two@example.com', 'c')"));
    }
    [[nodiscard]] bool query(const std::string& text) const {
        return shell("psql -q '" + server_string() + "' -c \"" + text + "\" >/dev/null 2>&1");
    }
    [[nodiscard]] bool answers_queries() const { return query("SELECT 1"); }
    [[nodiscard]] std::string server_string() const {
        return "host=127.0.0.1 port=" + std::to_string(port) + " user=postgres dbname=postgres";
    }
    [[nodiscard]] TableSettings settings(
        std::string text = "SELECT login FROM senders WHERE address = $1") const {
        return {.name = "db",
                .type = "pgsql",
                .given = {{"query", std::move(text)}, {"server", server_string()}},
                .deadline = std::chrono::milliseconds(10000)};
    }
};

Database& database() {
    static Database shared;
    return shared;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(pgsql)

BOOST_AUTO_TEST_CASE(the_database_tells_whose_an_address_is) {
    must_tell(database().settings());
    const auto table = open_table(database().settings()).value();
    BOOST_TEST(table->lookup("two@example.com")->values == (std::vector<std::string>{"a, b", "c"}));
    BOOST_TEST(!table->lookup("null@example.com")->found);
    BOOST_TEST(!table->lookup(std::string("alice@example.com\0", 18))->found);
}

BOOST_AUTO_TEST_CASE(over_tls_only_a_server_whose_certificate_is_good_tells) {
    const auto settings_with = [](const std::string& ca_file, const std::string& host) {
        auto settings = database().settings();
        // The address is given too: `localhost` may be ::1 first, where nobody listens.
        text_in(settings, "server") +=
            " sslmode=verify-full sslrootcert=" + ca_file + " hostaddr=127.0.0.1 host=" + host;
        return settings;
    };
    const auto& authority = database().authority;
    must_tell(settings_with(authority.certificate(), "127.0.0.1"));
    const Authority stranger;
    for (const auto& settings : {settings_with(stranger.certificate(), "127.0.0.1"),
                                 settings_with(authority.certificate(), "localhost")}) {
        const auto answer = open_table(settings).value()->lookup("alice@example.com");
        BOOST_REQUIRE(!answer);
        BOOST_TEST(answer.error().what.find("certificate") != std::string::npos,
                   answer.error().what);
    }
}

BOOST_AUTO_TEST_CASE(what_cannot_be_asked_is_an_error) {
    BOOST_TEST(!open_table(database().settings("SELECT login FROM senders")).has_value());
    auto settings = database().settings();
    text_in(settings, "server") = "hots=127.0.0.1";
    BOOST_TEST(!open_table(settings).has_value());
    const auto table =
        open_table(database().settings("SELECT generate_series(1, 10001) || $1")).value();
    BOOST_TEST(!table->lookup("alice@example.com").has_value());
}

BOOST_AUTO_TEST_CASE(a_server_that_answers_is_shown_the_query) {
    for (const auto* query :
         {"SELECT $1::text, 1", "SELEC $1", "SELECT x FROM nowhere WHERE x = $1",
          "SELECT $1::text; SELECT 1", "SELECT $1 || $2", "SELECT nothing FROM senders WHERE $1",
          "DELETE FROM senders WHERE address = $1"}) {
        auto settings = database().settings(query);
        const auto table = open_table(settings);
        BOOST_REQUIRE(!table);
        BOOST_TEST(table.error().what.starts_with("table db: query: "), table.error().what);
        text_in(settings, "server") += " port=1";  // nobody there
        BOOST_TEST(open_table(settings).has_value(), query);
    }
    must_tell(database().settings());
}

BOOST_AUTO_TEST_CASE(a_file_of_passwords_that_others_read_is_an_error) {
    const TemporaryFolder folder;
    const auto path = folder.write("pgpass", "*:*:*:*:secret\n");
    auto settings = database().settings();
    text_in(settings, "server") += " passfile=" + path;
    for (const mode_t mode : {0644U, 0640U, 0660U, 0602U}) {
        BOOST_REQUIRE(::chmod(path.c_str(), mode) == 0);
        const auto table = open_table(settings);
        BOOST_REQUIRE(!table);
        BOOST_TEST((table.error().kind == ErrorKind::no_permission));
        BOOST_TEST(table.error().what.starts_with("table db: server: "), table.error().what);
    }
    BOOST_REQUIRE(::chmod(path.c_str(), 0600) == 0);
    must_tell(settings);
}

BOOST_AUTO_TEST_CASE(passwords_are_read_from_the_file_that_was_checked) {
    const TemporaryFolder folder;
    const auto path = folder.write("pgpass", "127.0.0.1:*:*:keeper:secret\n");
    BOOST_REQUIRE(::chmod(path.c_str(), 0600) == 0);
    BOOST_REQUIRE(
        database().query("CREATE ROLE keeper LOGIN PASSWORD 'secret';"
                         "GRANT SELECT ON senders TO keeper"));
    BOOST_REQUIRE(shell("sed -i '1i host all keeper 127.0.0.1/32 scram-sha-256' " +
                        database().data + "/pg_hba.conf"));
    BOOST_REQUIRE(database().query("SELECT pg_reload_conf()"));
    auto settings = database().settings();
    text_in(settings, "server") += " user=keeper passfile=" + path;
    const auto table = open_table(settings).value();
    const auto other = folder.write("other", "*:*:*:*:wrong\n");
    BOOST_REQUIRE(::chmod(other.c_str(), 0644) == 0);
    BOOST_REQUIRE(::rename(other.c_str(), path.c_str()) == 0);
    const auto answer = table->lookup("alice@example.com");
    BOOST_REQUIRE(answer);
    BOOST_TEST(answer->found);
}

BOOST_AUTO_TEST_CASE(a_query_that_takes_too_long_costs_the_deadline) {
    auto settings = database().settings("SELECT $1 FROM pg_sleep(10)");
    settings.deadline = std::chrono::milliseconds(300);
    const auto answer = open_table(settings).value()->lookup("alice@example.com");
    BOOST_REQUIRE(!answer);
    BOOST_TEST(answer.error().what == "no answer in time");
}

BOOST_AUTO_TEST_CASE(mail_systems_say_whose_an_address_is) {
    const auto must_say = [](const std::string& system, const std::string& tables,
                             const ExpectedOwners& owners) {
        BOOST_REQUIRE(database().query("CREATE SCHEMA " + system + "; SET search_path TO " +
                                       system + ';' + tables));
        auto settings = database().settings(sender_acl_query(system, "pgsql").value());
        text_in(settings, "server") += " options='-c search_path=" + system + '\'';
        text_in(settings, "separator") = ", ";
        const auto table = open_table(settings);
        BOOST_REQUIRE_MESSAGE(table, (table ? "" : table.error().what));
        must_own(**table, owners);
    };
    must_say("iredmail", iredmail_tables, iredmail_owners());
    must_say("modoboa", modoboa_tables("BOOLEAN"), modoboa_owners());
}

BOOST_AUTO_TEST_CASE(a_server_that_lies_cannot_tell) {
    for (const char* answer : {"HTTP/1.0 200 OK\r\n\r\n", "N", "R\xff\xff\xff\xff", "E"}) {
        const ScriptedServer server([&answer](const std::string&) { return std::string(answer); });
        auto settings = database().settings();
        text_in(settings, "server") =
            "host=127.0.0.1 user=x dbname=x port=" + std::to_string(server.port());
        settings.deadline = std::chrono::milliseconds(300);
        BOOST_TEST(!open_table(settings).value()->lookup("alice@example.com").has_value());
    }
}

BOOST_AUTO_TEST_CASE(a_server_that_was_away_or_slow_is_asked_again) {
    must_recover(database().settings(), database().server);
}

BOOST_AUTO_TEST_CASE(the_daemon_cannot_tell_while_the_server_is_away_and_then_it_can) {
    daemon_must_recover("type = \"pgsql\"\nserver = \"" + database().server_string() +
                            "\"\nquery = \"SELECT login FROM senders WHERE address = $1\"\n",
                        database().server);
}

BOOST_AUTO_TEST_SUITE_END()

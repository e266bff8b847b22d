// Tables in a real MariaDB server, over a socket and over TCP. It does not run as root.
#include "fakes/mail_systems.h"
#include "fakes/temporary_folder.h"
#include "import/sender_acl.h"
#include "wire/certificates.h"
#include "wire/daemon.h"
#include "wire/patience.h"
#include "wire/scripted_server.h"
#include "wire/table_server.h"

#include <thread>

#include <boost/test/unit_test.hpp>
#include <pwd.h>
#include <sys/stat.h>
#include <unistd.h>

using namespace msa;
using namespace msa::wire;

namespace {

constexpr const char* usual_query = "SELECT login FROM senders WHERE address = ?";

struct Database {
    TemporaryFolder folder;
    Authority authority;
    int port = free_port();
    std::string data = folder.path_of("data");
    std::string socket = folder.path_of("socket");
    std::string output = folder.path_of("install-output");
    ServerProcess server{
        {"/usr/sbin/mariadbd", "--no-defaults", user_option(), "--datadir=" + data,
         "--socket=" + socket, "--port=" + std::to_string(port), "--bind-address=127.0.0.1",
         "--innodb-buffer-pool-size=8M", "--innodb-log-file-size=4M",
         "--innodb-flush-log-at-trx-commit=0", "--innodb-use-native-aio=0",
         "--ssl-cert=" + folder.path_of("server.pem"), "--ssl-key=" + folder.path_of("server.key")},
        folder.path_of("output"),
        [this] { return query("SELECT 1"); }};

    Database() {
        authority.sign("IP:127.0.0.1", folder.path_of("server"));
        if (::geteuid() == 0) {
            const auto* user = ::getpwnam("mysql");  // NOLINT(concurrency-mt-unsafe): one thread
            BOOST_REQUIRE(user != nullptr);
            BOOST_REQUIRE(::chown(folder.path().c_str(), user->pw_uid, user->pw_gid) == 0);
            BOOST_REQUIRE(shell("chown mysql '" + folder.path() + "'/server.*"));
        }
        // A host has only so many requests of native AIO for all that runs on it.
        BOOST_REQUIRE(shell("mariadb-install-db --no-defaults " + user_option() +
                            " '--datadir=" + data +
                            "' --auth-root-authentication-method=normal --skip-test-db "
                            "--innodb-use-native-aio=0 --innodb-log-file-size=4M >'" +
                            output + "' 2>&1 || { cat '" + output + "' >&2; false; }"));
        server.end_by(SIGTERM);  // MariaDB waits for nobody, and may not hear SIGINT
        server.start();
        BOOST_REQUIRE(
            query("CREATE DATABASE mail; USE mail;"
                  "CREATE TABLE senders (address VARCHAR(255) COLLATE utf8mb4_bin, login TEXT);"
                  "INSERT INTO senders VALUES ('alice@example.com', 'alice'),"
                  "('null@example.com', NULL), ('empty@example.com', ''),"
                  "('two@example.com', 'a, b'), ('two@example.com', 'c'),"
                  "('long@example.com', REPEAT('x', 5000));"
                  "CREATE USER reader@localhost, reader@127.0.0.1;"
                  "GRANT SELECT ON mail.* TO reader@localhost, reader@127.0.0.1"));
    }
    [[nodiscard]] static std::string user_option() {
        return ::geteuid() == 0 ? "--user=mysql" : "--skip-symbolic-links";
    }
    [[nodiscard]] bool query(const std::string& text) const {
        return shell("mariadb --no-defaults -u root -S '" + socket + "' -e \"" + text +
                     "\" >/dev/null 2>&1");
    }
    /// Whether somebody's query sleeps.
    [[nodiscard]] bool is_sleeping() const {
        return shell("mariadb --no-defaults -N -u root -S '" + socket +
                     "' -e \"SELECT COUNT(*) FROM information_schema.processlist WHERE state = "
                     "'User sleep'\" | grep -q '^[1-9]'");
    }
    [[nodiscard]] std::string over_tcp() const {
        return "host=127.0.0.1 port=" + std::to_string(port) + " user=reader dbname=mail";
    }
    [[nodiscard]] TableSettings settings(std::string text = usual_query) const {
        return {.name = "db",
                .type = "mysql",
                .given = {{"query", std::move(text)},
                          {"server", "host='" + socket + "' user=reader dbname=mail"}},
                .deadline = std::chrono::milliseconds(10000)};
    }
};

Database& database() {
    static Database shared;
    return shared;
}

std::string error_of(const TableSettings& settings) {
    const auto table = open_table(settings);
    if (!table) {
        return table.error().what;
    }
    const auto answer = (*table)->lookup("alice@example.com");
    return answer ? "" : answer.error().what;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(mysql)

BOOST_AUTO_TEST_CASE(the_database_tells_whose_an_address_is) {
    must_tell(database().settings());
    const auto table = open_table(database().settings()).value();
    BOOST_TEST(table->lookup("two@example.com")->values == (std::vector<std::string>{"a, b", "c"}));
    BOOST_TEST(!table->lookup("null@example.com")->found);
    BOOST_TEST(!table->lookup("empty@example.com")->found);
    BOOST_TEST(!table->lookup(std::string("alice@example.com\0", 18))->found);
    BOOST_TEST(table->lookup("long@example.com")->values ==
               std::vector<std::string>{std::string(5000, 'x')});
    BOOST_TEST(table->lookup("alice@example.com")->found);
}

BOOST_AUTO_TEST_CASE(each_mark_is_the_key_and_numbers_are_texts) {
    const auto settings = database().settings(
        "SELECT COUNT(*) FROM senders WHERE address = ? OR CONCAT('@', "
        "SUBSTRING_INDEX(?, '@', -1)) = address");
    const auto table = open_table(settings).value();
    BOOST_TEST(table->lookup("two@example.com")->values == std::vector<std::string>{"2"});
}

BOOST_AUTO_TEST_CASE(a_list_in_one_value_falls_apart_where_a_separator_is_named) {
    auto settings = database().settings();
    text_in(settings, "separator") = ",";
    const auto table = open_table(settings).value();
    BOOST_TEST(table->lookup("two@example.com")->values ==
               (std::vector<std::string>{"a", "b", "c"}));
}

BOOST_AUTO_TEST_CASE(over_tls_only_a_server_whose_certificate_is_good_tells) {
    auto settings = database().settings();
    text_in(settings, "server") = database().over_tcp();
    must_tell(settings);
    text_in(settings, "ca_file") = database().authority.certificate();
    must_tell(settings);
    const Authority stranger;
    text_in(settings, "ca_file") = stranger.certificate();
    BOOST_TEST(error_of(settings) != "");
    text_in(settings, "ca_file") = database().authority.certificate();
    text_in(settings, "server") += " host=localhost";
    BOOST_TEST(error_of(settings) != "");  // the certificate is for an address
    text_in(settings, "server") = database().over_tcp();
    text_in(settings, "ca_file") = database().folder.path_of("nowhere.pem");
    BOOST_TEST(error_of(settings) != "");
}

BOOST_AUTO_TEST_CASE(with_an_authority_nothing_is_said_in_the_open) {
    BOOST_REQUIRE(database().query(
        "CREATE USER secret@127.0.0.1 REQUIRE SSL; GRANT SELECT ON mail.* TO secret@127.0.0.1"));
    auto settings = database().settings();
    text_in(settings, "server") = database().over_tcp() + " user=secret";
    BOOST_TEST(error_of(settings).find("Access denied") != std::string::npos);
    text_in(settings, "ca_file") = database().authority.certificate();
    must_tell(settings);
}

BOOST_AUTO_TEST_CASE(what_cannot_be_asked_is_an_error) {
    for (const auto* server :
         {"hots=127.0.0.1", "port=3306", "host=127.0.0.1 port=0", "host=127.0.0.1 port=70000",
          "host=127.0.0.1 port=x", "host=127.0.0.1 password=x", ""}) {
        auto settings = database().settings();
        text_in(settings, "server") = server;
        const auto table = open_table(settings);
        BOOST_REQUIRE_MESSAGE(!table, server);
        BOOST_TEST(table.error().what.starts_with("table db: server: "), table.error().what);
    }
    BOOST_TEST(!open_table(database().settings("SELECT login FROM senders")).has_value());
    const auto table =
        open_table(database().settings("SELECT CONCAT(seq, ?) FROM seq_1_to_10001")).value();
    const auto answer = table->lookup("alice@example.com");
    BOOST_REQUIRE(!answer);
    BOOST_TEST(answer.error().what.find("10000 rows") != std::string::npos, answer.error().what);
}

BOOST_AUTO_TEST_CASE(a_server_that_answers_is_shown_the_query) {
    for (const auto* query :
         {"SELECT ?, 1", "SELEC ?", "SELECT x FROM nowhere WHERE x = ?", "SELECT 'is it?'",
          "SELECT ?; SELECT 1", "SELECT nothing FROM senders WHERE address = ?",
          "DELETE FROM senders WHERE address = ?", "SELECT user FROM mysql.user WHERE user = ?"}) {
        auto settings = database().settings(query);
        const auto table = open_table(settings);
        BOOST_REQUIRE_MESSAGE(!table, query);
        BOOST_TEST(table.error().what.starts_with("table db: query: "), table.error().what);
        text_in(settings, "server") = "host=127.0.0.1 port=1";  // nobody there
        BOOST_TEST(open_table(settings).has_value(), query);
    }
    must_tell(database().settings());
}

BOOST_AUTO_TEST_CASE(the_password_is_read_from_a_file_that_others_cannot_read) {
    BOOST_REQUIRE(database().query(
        "CREATE USER keeper@localhost IDENTIFIED BY 'se cret'; GRANT SELECT ON mail.* TO "
        "keeper@localhost"));
    const TemporaryFolder folder;
    auto settings = database().settings();
    text_in(settings, "server") += " user=keeper";
    BOOST_TEST(error_of(settings).find("Access denied") != std::string::npos);
    text_in(settings, "password_file") = folder.write("password", "se cret\n");
    BOOST_REQUIRE(::chmod(text_in(settings, "password_file").c_str(), 0644) == 0);
    BOOST_TEST(error_of(settings).starts_with("table db: password_file: "));
    BOOST_REQUIRE(::chmod(text_in(settings, "password_file").c_str(), 0600) == 0);
    must_tell(settings);
}

BOOST_AUTO_TEST_CASE(a_query_that_takes_too_long_costs_the_deadline) {
    auto settings = database().settings("SELECT CONCAT(?, SLEEP(10))");
    settings.deadline = std::chrono::milliseconds(300);
    BOOST_TEST(error_of(settings) == "no answer in time");
}

BOOST_AUTO_TEST_CASE(a_query_that_is_killed_in_the_middle_cannot_tell_and_the_next_one_can) {
    const auto settings = database().settings(
        "SELECT CONCAT(?, IF((SELECT COUNT(*) FROM senders WHERE login = 'slow') > 0, SLEEP(60), "
        "0))");
    const auto table = open_table(settings).value();
    BOOST_TEST(table->lookup("alice@example.com")->values ==
               std::vector<std::string>{"alice@example.com0"});
    BOOST_REQUIRE(database().query("INSERT INTO mail.senders VALUES ('slow', 'slow')"));
    Result<LookupAnswer> answer = LookupAnswer{};
    std::thread asking([&] { answer = table->lookup("alice@example.com"); });
    BOOST_TEST(comes_true([] { return database().is_sleeping(); }));
    BOOST_REQUIRE(database().query("DELETE FROM mail.senders WHERE login = 'slow'"));
    BOOST_REQUIRE(database().query("KILL USER reader@localhost"));
    asking.join();
    // The one who was cut off has asked again, over a connection of his own.
    BOOST_REQUIRE_MESSAGE(answer, (answer ? "" : answer.error().what));
    BOOST_TEST(answer->values == std::vector<std::string>{"alice@example.com0"});
}

BOOST_AUTO_TEST_CASE(mail_systems_say_whose_an_address_is) {
    const auto must_say = [](const std::string& system, const std::string& tables,
                             const ExpectedOwners& owners) {
        BOOST_REQUIRE(database().query("CREATE DATABASE " + system + "; USE " + system + ';' +
                                       tables + "GRANT SELECT ON " + system +
                                       ".* TO reader@localhost"));
        auto settings = database().settings(sender_acl_query(system, "mysql").value());
        text_in(settings, "server") += " dbname=" + system;
        text_in(settings, "separator") = ", ";
        const auto table = open_table(settings);
        BOOST_REQUIRE_MESSAGE(table, (table ? "" : table.error().what));
        must_own(**table, owners);
    };
    must_say("mailcow", mailcow_tables, mailcow_owners());
    must_say("iredmail", iredmail_tables, iredmail_owners());
    must_say("modoboa", modoboa_tables("BOOLEAN"), modoboa_owners());
}

BOOST_AUTO_TEST_CASE(a_server_that_lies_cannot_tell) {
    const std::string greeting =
        std::string("\x4a\0\0\0\x0a", 5) + "10.11.0-MariaDB" + std::string(30, '\0');
    for (const std::string& answer : {std::string("HTTP/1.0 200 OK\r\n\r\n"), std::string("N"),
                                      std::string("\xff\xff\xff\xff", 4), greeting}) {
        const ScriptedServer server([&answer](const std::string&) { return answer; });
        auto settings = database().settings();
        text_in(settings, "server") =
            "host=127.0.0.1 user=x dbname=x port=" + std::to_string(server.port());
        settings.deadline = std::chrono::milliseconds(300);
        BOOST_TEST(error_of(settings) != "");
    }
}

BOOST_AUTO_TEST_CASE(a_server_that_was_away_or_slow_is_asked_again) {
    must_recover(database().settings(), database().server);
}

BOOST_AUTO_TEST_CASE(the_daemon_cannot_tell_while_the_server_is_away_and_then_it_can) {
    daemon_must_recover("type = \"mysql\"\nserver = \"" + database().over_tcp() + "\"\nquery = \"" +
                            usual_query + "\"\n",
                        database().server);
}

BOOST_AUTO_TEST_SUITE_END()

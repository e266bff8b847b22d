// Tables in a real LDAP server: OpenLDAP's slapd.
#include "fakes/environment.h"
#include "fakes/temporary_folder.h"
#include "wire/certificates.h"
#include "wire/daemon.h"
#include "wire/program.h"
#include "wire/scripted_server.h"
#include "wire/table_server.h"

#include <algorithm>

#include <boost/test/unit_test.hpp>
#include <sys/stat.h>

using namespace msa;
using namespace msa::wire;

namespace {

using Values = std::vector<std::string>;

constexpr const char* entries = R"(dn: dc=example,dc=com
objectClass: domain
dc: example

dn: uid=alice,dc=example,dc=com
objectClass: inetOrgPerson
uid: alice
cn: Alice
sn: A
mail: alice@example.com

dn: cn=nobody,dc=example,dc=com
objectClass: inetOrgPerson
cn: nobody
sn: N
mail: nobody@example.com

dn: uid=carol,dc=example,dc=com
objectClass: inetOrgPerson
uid: carol
cn: Carol
sn: C
departmentNumber: contractor for it
mail: carol@example.com

dn: cn=inner,dc=example,dc=com
objectClass: groupOfNames
cn: inner
member: uid=carol,dc=example,dc=com
member: cn=outer,dc=example,dc=com
member: uid=gone,dc=example,dc=com

dn: cn=outer,dc=example,dc=com
objectClass: groupOfNames
cn: outer
member: uid=alice,dc=example,dc=com
member: cn=inner,dc=example,dc=com

)";

struct Directory {
    TemporaryFolder folder;
    Authority authority;
    int port = free_port();
    int tls_port = free_port();
    ServerProcess server{
        {"/usr/sbin/slapd", "-d", "0", "-h", url() + ' ' + tls_url(), "-f", folder.path_of("conf")},
        folder.path_of("output"),
        [this] { return listens(port); }};

    Directory() {
        BOOST_REQUIRE(::mkdir(folder.path_of("db").c_str(), 0700) == 0);
        const auto certificate = folder.path_of("server");
        authority.sign("IP:127.0.0.1", certificate);
        (void)folder.write(
            "conf", "TLSCACertificateFile " + authority.certificate() + "\nTLSCertificateFile " +
                        certificate + ".pem\nTLSCertificateKeyFile " + certificate +
                        ".key\n"
                        "include /etc/ldap/schema/core.schema\n"
                        "include /etc/ldap/schema/cosine.schema\n"
                        "include /etc/ldap/schema/inetorgperson.schema\n"
                        "modulepath /usr/lib/ldap\nmoduleload back_mdb\n"
                        "database mdb\nmaxsize 10485760\nsuffix dc=example,dc=com\n"
                        "rootdn cn=admin,dc=example,dc=com\nrootpw secret\n"
                        "directory " +
                        folder.path_of("db") +
                        "\naccess to dn.subtree=dc=example,dc=com attrs=sn by users read\n"
                        "access to * by * read\n");
        const auto data = folder.write("data", entries);
        BOOST_REQUIRE(shell("/usr/sbin/slapadd -f " + folder.path_of("conf") + " -l " + data +
                            " >/dev/null 2>&1"));
        server.start();
    }
    [[nodiscard]] std::string url() const { return "ldap://127.0.0.1:" + std::to_string(port); }
    [[nodiscard]] std::string tls_url() const {
        return "ldaps://127.0.0.1:" + std::to_string(tls_port);
    }
    [[nodiscard]] TableSettings settings() const { return settings_at(url()); }
    /// Over TLS in either way.
    [[nodiscard]] std::vector<TableSettings> tls_settings(const std::string& ca_file) const {
        auto implicit = settings_at(tls_url());
        auto starting = settings();
        starting.given["start_tls"] = true;
        text_in(implicit, "ca_file") = text_in(starting, "ca_file") = ca_file;
        return {implicit, starting};
    }
    [[nodiscard]] static TableSettings settings_at(const std::string& url) {
        return {.name = "dir",
                .type = "ldap",
                .given = {{"server", url},
                          {"base", std::string("dc=example,dc=com")},
                          {"filter", std::string("(&(objectClass=inetOrgPerson)(mail={key}))")},
                          {"attributes", Values{"uid"}}},
                .deadline = std::chrono::milliseconds(10000)};
    }
};

Directory& directory() {
    static Directory shared;
    return shared;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(ldap)

BOOST_AUTO_TEST_CASE(the_directory_tells_whose_an_address_is) {
    must_tell(directory().settings());
    const auto table = open_table(directory().settings()).value();
    BOOST_TEST(!table->lookup("nobody@example.com")->found);  // an entry without the attribute
}

BOOST_AUTO_TEST_CASE(a_value_of_an_attribute_is_one_value) {
    auto settings = directory().settings();
    settings.given["attributes"] = Values{"departmentNumber"};
    BOOST_TEST(open_table(settings).value()->lookup("carol@example.com")->values ==
               std::vector<std::string>{"contractor for it"});
    settings.given["attributes"] = Values{"member"};
    text_in(settings, "filter") = "(cn={key})";
    BOOST_TEST(
        open_table(settings).value()->lookup("outer")->values ==
        (std::vector<std::string>{"uid=alice,dc=example,dc=com", "cn=inner,dc=example,dc=com"}));
    text_in(settings, "separator") = ",";
    BOOST_TEST(open_table(settings).value()->lookup("outer")->values.size() == 6U);
}

BOOST_AUTO_TEST_CASE(members_are_followed_to_their_logins) {
    auto settings = directory().settings();
    settings.given["dn_attributes"] = Values{"member"};
    text_in(settings, "filter") = "(cn={key})";
    auto values = open_table(settings).value()->lookup("outer")->values;
    std::sort(values.begin(), values.end());
    BOOST_TEST(values == (std::vector<std::string>{"alice", "carol"}));
    settings.given["dn_attributes"] = Values{"sn"};  // no names of entries
    BOOST_TEST(open_table(settings).value()->lookup("nobody")->values.empty());
}

BOOST_AUTO_TEST_CASE(the_directory_tells_over_tls) {
    for (const auto& settings : directory().tls_settings(directory().authority.certificate())) {
        must_tell(settings);
    }
}

BOOST_AUTO_TEST_CASE(a_server_whose_certificate_is_not_good_cannot_tell) {
    const Authority stranger;
    for (auto settings : directory().tls_settings(stranger.certificate())) {
        const auto answer = open_table(settings).value()->lookup("alice@example.com");
        BOOST_TEST(!answer.has_value(), text_in(settings, "server"));
    }
    for (auto settings : directory().tls_settings(directory().authority.certificate())) {
        auto& server = text_in(settings, "server");
        server.replace(server.find("127.0.0.1"), 9, "localhost");
        const auto answer = open_table(settings).value()->lookup("alice@example.com");
        BOOST_TEST(!answer.has_value(), text_in(settings, "server"));
    }
}

BOOST_AUTO_TEST_CASE(no_setting_of_the_host_makes_a_bad_certificate_good) {
    const Authority stranger;
    const TemporaryFolder folder;
    const auto rules =
        folder.write("rules.toml",
                     "version = \"x\"\n[identity]\nsources = [\"sasl\"]\n[owners]\ntables = "
                     "[\"x\"]\n[tables.x]\ntype = \"ldap\"\nserver = \"" +
                         directory().tls_url() + "\"\nca_file = \"" + stranger.certificate() +
                         "\"\nbase = \"dc=example,dc=com\"\nfilter = \"(mail={key})\"\n"
                         "attributes = [\"uid\"]\n");
    const EnvironmentVariable careless("LDAPTLS_REQCERT", "never");  // of the command, not of this
    const auto ended = run({"table", "query", "x", "alice@example.com", "--rules", rules});
    BOOST_TEST(ended.status == 69, ended.out + ended.err);
}

BOOST_AUTO_TEST_CASE(who_must_bind_binds) {
    const TemporaryFolder folder;
    auto settings = directory().settings();
    settings.given["attributes"] = Values{"sn"};
    const auto password = [&](const std::string& text) {
        auto path = folder.write("password", text);
        BOOST_REQUIRE(::chmod(path.c_str(), 0600) == 0);
        return path;
    };
    BOOST_TEST(!open_table(settings).value()->lookup("alice@example.com")->found);
    text_in(settings, "bind_dn") = "cn=admin,dc=example,dc=com";
    text_in(settings, "password_file") = password("secret\n");
    BOOST_TEST(open_table(settings).value()->lookup("alice@example.com")->values.at(0) == "A");
    text_in(settings, "password_file") = password("wrong\n");
    BOOST_TEST(open_table(settings).value()->lookup("alice@example.com").error().what ==
               "bind: Invalid credentials");
    text_in(settings, "password_file") = password("\n");
    BOOST_TEST(!open_table(settings).has_value());
    text_in(settings, "password_file") = password("secret\n");
    BOOST_REQUIRE(::chmod(text_in(settings, "password_file").c_str(), 0604) == 0);
    BOOST_TEST(!open_table(settings).has_value());
    text_in(settings, "password_file").clear();
    BOOST_TEST(!open_table(settings).has_value());
}

BOOST_AUTO_TEST_CASE(a_password_that_others_could_exchange_is_an_error) {
    const TemporaryFolder folder;
    auto settings = directory().settings();
    text_in(settings, "bind_dn") = "cn=admin,dc=example,dc=com";
    text_in(settings, "password_file") = folder.write("password", "secret\n");
    BOOST_REQUIRE(::chmod(text_in(settings, "password_file").c_str(), 0600) == 0);
    BOOST_REQUIRE(::chmod(folder.path().c_str(), 0770) == 0);
    const auto table = open_table(settings);
    BOOST_REQUIRE(!table);
    BOOST_TEST(table.error().what.find("is writable by group or others") != std::string::npos);
    BOOST_REQUIRE(::chmod(folder.path().c_str(), 0700) == 0);
    BOOST_TEST(open_table(settings).has_value());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_asked_is_an_error) {
    auto settings = directory().settings();
    for (const auto* filter : {"mail={key}", "(mail=x)", ""}) {
        text_in(settings, "filter") = filter;
        BOOST_TEST(!open_table(settings).has_value(), filter);
    }
    text_in(settings, "filter") = "(&(mail={key}))(";
    BOOST_TEST(!open_table(settings).has_value());
    settings = directory().settings();
    text_in(settings, "server") = "http://127.0.0.1";
    BOOST_TEST(!open_table(settings).has_value());
    settings = directory().settings();
    text_in(settings, "base") = "dc=nowhere";
    BOOST_TEST(!open_table(settings).value()->lookup("alice@example.com").has_value());
    settings = directory().settings();
    settings.given["start_tls"] = true;
    text_in(settings, "ca_file") = "/nonexistent";
    BOOST_TEST(open_table(settings).error().what.find("ca_file: /nonexistent") !=
               std::string::npos);
    text_in(settings, "server") = "ldaps://127.0.0.1";
    BOOST_TEST(!open_table(settings).has_value());
}

BOOST_AUTO_TEST_CASE(a_server_that_lies_cannot_tell) {
    for (const char* answer : {"HTTP/1.0 200 OK\r\n\r\n", "\x30\x05", "\x30\x80\xff\xff\xff"}) {
        const ScriptedServer server([&answer](const std::string&) { return std::string(answer); });
        auto settings = Directory::settings_at("ldap://127.0.0.1:" + std::to_string(server.port()));
        settings.deadline = std::chrono::milliseconds(300);
        BOOST_TEST(!open_table(settings).value()->lookup("alice@example.com").has_value());
    }
}

BOOST_AUTO_TEST_CASE(where_tls_is_not_offered_nothing_is_asked) {
    // StartTLS is refused as protocolError, and everything else answered with success.
    std::string asked;
    ScriptedServer server([&asked](const std::string& received) {
        asked += received;
        return std::string("\x30\x0c\x02\x01\x01\x78\x07\x0a\x01\x02\x04\x00\x04\x00", 14);
    });
    auto settings = Directory::settings_at("ldap://127.0.0.1:" + std::to_string(server.port()));
    settings.given["start_tls"] = true;
    settings.deadline = std::chrono::milliseconds(300);
    const auto answer = open_table(settings).value()->lookup("alice@example.com");
    server.stop();
    BOOST_REQUIRE(!answer);
    BOOST_TEST(answer.error().what.starts_with("STARTTLS"), answer.error().what);
    BOOST_TEST(asked.find("1.3.6.1.4.1.1466.20037") != std::string::npos);
    BOOST_TEST(asked.find("alice") == std::string::npos);
}

BOOST_AUTO_TEST_CASE(a_server_that_was_away_or_slow_is_asked_again) {
    must_recover(directory().settings(), directory().server);
}

BOOST_AUTO_TEST_CASE(the_daemon_cannot_tell_while_the_server_is_away_and_then_it_can) {
    daemon_must_recover("type = \"ldap\"\nserver = \"" + directory().url() +
                            "\"\nbase = \"dc=example,dc=com\"\nfilter = \"(mail={key})\"\n"
                            "attributes = [\"uid\"]\n",
                        directory().server);
}

BOOST_AUTO_TEST_SUITE_END()

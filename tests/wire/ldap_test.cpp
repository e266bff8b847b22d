// Tables in a real LDAP server: OpenLDAP's slapd.
#include "fakes/temporary_folder.h"
#include "wire/daemon.h"
#include "wire/scripted_server.h"
#include "wire/table_server.h"

#include <boost/test/unit_test.hpp>
#include <sys/stat.h>

using namespace msa;
using namespace msa::wire;

namespace {

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

)";

struct Directory {
    TemporaryFolder folder;
    int port = free_port();
    ServerProcess server{{"/usr/sbin/slapd", "-d", "0", "-h", url(), "-f", folder.path_of("conf")},
                         folder.path_of("output"),
                         [this] { return listens(port); }};

    Directory() {
        BOOST_REQUIRE(::mkdir(folder.path_of("db").c_str(), 0700) == 0);
        (void)folder.write("conf",
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
    [[nodiscard]] TableSettings settings() const { return settings_at(url()); }
    [[nodiscard]] static TableSettings settings_at(const std::string& url) {
        return {.name = "dir",
                .type = TableSettings::Type::ldap,
                .server = url,
                .ldap = {.base = "dc=example,dc=com",
                         .filter = "(&(objectClass=inetOrgPerson)(mail={key}))",
                         .attributes = {"uid"},
                         .bind_dn = {},
                         .password_file = {},
                         .ca_file = {}},
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

BOOST_AUTO_TEST_CASE(who_must_bind_binds) {
    const TemporaryFolder folder;
    auto settings = directory().settings();
    settings.ldap.attributes = {"sn"};
    const auto password = [&](const std::string& text) {
        const auto path = folder.write("password", text);
        BOOST_REQUIRE(::chmod(path.c_str(), 0600) == 0);
        return path;
    };
    BOOST_TEST(!open_table(settings).value()->lookup("alice@example.com")->found);
    settings.ldap.bind_dn = "cn=admin,dc=example,dc=com";
    settings.ldap.password_file = password("secret\n");
    BOOST_TEST(open_table(settings).value()->lookup("alice@example.com")->values.at(0) == "A");
    settings.ldap.password_file = password("wrong\n");
    BOOST_TEST(open_table(settings).value()->lookup("alice@example.com").error().what ==
               "bind: Invalid credentials");
    settings.ldap.password_file = password("\n");
    BOOST_TEST(!open_table(settings).has_value());
    settings.ldap.password_file = password("secret\n");
    BOOST_REQUIRE(::chmod(settings.ldap.password_file.c_str(), 0604) == 0);
    BOOST_TEST(!open_table(settings).has_value());
    settings.ldap.password_file.clear();
    BOOST_TEST(!open_table(settings).has_value());
}

BOOST_AUTO_TEST_CASE(what_cannot_be_asked_is_an_error) {
    auto settings = directory().settings();
    for (const auto* filter : {"mail={key}", "(mail=x)", ""}) {
        settings.ldap.filter = filter;
        BOOST_TEST(!open_table(settings).has_value(), filter);
    }
    settings.ldap.filter = "(&(mail={key}))(";
    BOOST_TEST(!open_table(settings).has_value());
    settings = directory().settings();
    settings.server = "http://127.0.0.1";
    BOOST_TEST(!open_table(settings).has_value());
    settings = directory().settings();
    settings.ldap.base = "dc=nowhere";
    BOOST_TEST(!open_table(settings).value()->lookup("alice@example.com").has_value());
    settings = directory().settings();
    settings.ldap.start_tls = true;  // which this server does not offer
    BOOST_TEST(!open_table(settings).value()->lookup("alice@example.com").has_value());
}

BOOST_AUTO_TEST_CASE(a_server_that_lies_cannot_tell) {
    for (const std::string answer :
         {"HTTP/1.0 200 OK\r\n\r\n", "\x30\x05", "\x30\x80\xff\xff\xff"}) {
        const ScriptedServer server([&answer](const std::string&) { return answer; });
        auto settings = Directory::settings_at("ldap://127.0.0.1:" + std::to_string(server.port()));
        settings.deadline = std::chrono::milliseconds(300);
        BOOST_TEST(!open_table(settings).value()->lookup("alice@example.com").has_value());
    }
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

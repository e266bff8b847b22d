#include "import/postfix.h"

#include "fakes/import_site.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

using Names = std::vector<std::string>;

struct Site : ImportSite {
    std::string master =
        "smtp inet n - y - - smtpd\n"
        "submission inet n - y - - smtpd\n"
        "  -o smtpd_sasl_auth_enable=yes\n"
        "  -o smtpd_sender_restrictions=reject_sender_login_mismatch\n"
        "  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject\n";

    [[nodiscard]] std::string import(const std::string& main, const std::string& service = "") {
        (void)write("main.cf", "myhostname = mail.example.com\n" + main);
        (void)folder.write("master.cf", master);
        draft = {};
        const auto done = import_postfix(folder.path(), service, draft);
        return done ? "" : done.error().what;
    }
    /// Of the table, a setting as TOML.
    [[nodiscard]] std::string setting(const std::string& table, const std::string& key) const {
        for (const auto& each : draft.tables) {
            for (const auto& [name, value] : each.settings) {
                if (each.name == table && name == key) {
                    return value;
                }
            }
        }
        return {};
    }
};

}  // namespace

BOOST_AUTO_TEST_SUITE(postfix_import)

BOOST_FIXTURE_TEST_CASE(maps_are_tables_of_owners, Site) {
    (void)folder.write("logins", "# who\nalice@example.com alice\n@example.net bob,\n  carol\n");
    const std::string main =
        "recipient_delimiter = +-\n"
        "smtpd_sender_login_maps = unionmap:{ hash:@/logins,\n"
        "  texthash:${config_directory}/logins lmdb:@/gone\n"
        "  inline:{ dan@example.com=dan { eve@example.com = eve, dan } }\n"
        "  proxy:cdb:@/logins socketmap:unix:/run/map:owners\n"
        "  socketmap:inet:[::1]:8889:owners }\n";
    BOOST_TEST(import(main) == "");
    BOOST_TEST(setting("logins_3", "type") == "\"file\"");  // postmap(1) has not made it
    (void)folder.write("logins.cdb", "");
    BOOST_TEST(import(main) == "");
    BOOST_TEST(draft.subaddress == "+-");
    BOOST_TEST(draft.owner_tables ==
               (Names{"logins", "logins_2", "gone", "inline", "logins_3", "owners", "owners_2"}));
    BOOST_TEST(setting("logins", "type") == "\"file\"");
    BOOST_TEST(setting("logins", "path") == '"' + folder.path_of("logins") + '"');
    BOOST_TEST(setting("logins_2", "type") == "\"file\"");
    BOOST_TEST(setting("gone", "path") == '"' + folder.path_of("gone.lmdb") + '"');
    BOOST_TEST(setting("logins_3", "path") == '"' + folder.path_of("logins.cdb") + '"');
    BOOST_TEST(setting("owners", "server") == "\"unix:/run/map\"");
    BOOST_TEST(setting("owners_2", "server") == "\"inet6:8889@::1\"");
    BOOST_REQUIRE(draft.tables[3].entries.size() == 2U);
    BOOST_TEST(draft.tables[3].entries[1].second == (Names{"eve", "dan"}));
    BOOST_TEST(draft.remarks.empty());
}

BOOST_FIXTURE_TEST_CASE(an_account_stands_for_itself_at_the_names_of_the_host, Site) {
    (void)folder.write("logins", "root admin\nalice@example.com alice\nroot@example.com boss\n");
    BOOST_TEST(import("myorigin = example.com\nmydestination = $myhostname, hash:/d\n"
                      "smtpd_sender_login_maps = hash:@/logins\n") == "");
    const auto& entries = draft.tables.at(0).entries;
    BOOST_REQUIRE(entries.size() == 3U);
    BOOST_TEST(entries[1].first == "root@example.com");
    BOOST_TEST(entries[1].second == Names{"boss"});  // asked before the account
    BOOST_TEST(entries[2].first == "root@mail.example.com");
    BOOST_TEST(entries[2].second == Names{"admin"});
    BOOST_TEST(remarks("/logins:1: 'root' stands for the account at hash:/d, too"));
}

BOOST_FIXTURE_TEST_CASE(a_pattern_for_everybody_means_self, Site) {
    BOOST_TEST(import("smtpd_sender_login_maps = regexp:{ {/^(.*)$$/ $$1} }\n") == "");
    BOOST_TEST(draft.self);
    (void)folder.write("patterns", "# all\n/^(.+)$/   ${1}\n");
    BOOST_TEST(import("smtpd_sender_login_maps = pcre:@/patterns\n") == "");
    BOOST_TEST(draft.self);
    (void)folder.write("patterns", "/^(.+)$/ $1\n/@example/ alice\n");
    BOOST_TEST(import("smtpd_sender_login_maps = pcre:@/patterns\n") == "");
    BOOST_TEST(!draft.self);
    BOOST_TEST(remarks("/patterns: there are no patterns here"));
    BOOST_TEST(to_text(draft).find("allow_none = true") != std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(databases_and_directories_are_asked_the_same, Site) {
    (void)folder.write("m.cf",
                       "hosts = db.example.com:3307 other\nuser = u\npassword = secret\n"
                       "dbname = mail\ntls_CAfile = /ca.pem\n"
                       "query = SELECT goto FROM alias WHERE address = '%s'\n");
    (void)folder.write("p.cf",
                       "hosts = unix:/run/postgresql/.s.PGSQL.5433\nuser = u\ndbname = it's\n"
                       "select_field = login\ntable = owners\nwhere_field = mail\n"
                       "additional_conditions = AND active\n");
    (void)folder.write("l.cf",
                       "server_host = ldaps://a ldap2\nserver_port = 1389\nsearch_base = dc=x\n"
                       "query_filter = (mail=%s)\nresult_attribute = uid, cn\n"
                       "special_result_attribute = member\nbind = no\nstart_tls = no\n");
    BOOST_TEST(import("smtpd_sender_login_maps = unionmap:{proxy:mysql:@/m.cf pgsql:@/p.cf, "
                      "ldap:@/l.cf}\n") == "");
    BOOST_TEST(setting("m", "server") == "\"host=db.example.com port=3307 user=u dbname=mail\"");
    BOOST_TEST(setting("m", "query") == "\"SELECT goto FROM alias WHERE address = ?\"");
    BOOST_TEST(setting("m", "ca_file") == "\"/ca.pem\"");
    BOOST_TEST(setting("m", "separator") == "\", \"");
    BOOST_TEST(setting("p", "server") ==
               "\"host=/run/postgresql port=5433 user=u dbname='it\\\\'s'\"");
    BOOST_TEST(setting("p", "query") ==
               "\"SELECT login FROM owners WHERE mail = $1::text AND active\"");
    BOOST_TEST(setting("l", "server") == "\"ldaps://a ldap://ldap2:1389\"");
    BOOST_TEST(setting("l", "filter") == "\"(mail={key})\"");
    BOOST_TEST(setting("l", "attributes") == "[\"uid\", \"cn\"]");
    BOOST_TEST(setting("l", "dn_attributes") == "[\"member\"]");
    BOOST_TEST(remarks("/m.cf:1: hosts: only db.example.com:3307 is asked"));
    BOOST_TEST(remarks("/m.cf:3: password"));
    BOOST_TEST(to_text(draft).find("secret") == std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(who_needed_no_login_is_left_to_decide_on, Site) {
    BOOST_TEST(
        import("mynetworks = 127.0.0.0/8 [2001:db8::]/32 192.0.2.1 !192.0.2.9 /etc/nets\n") == "");
    BOOST_TEST(draft.networks.empty());  // the service permits logins alone
    master += "smtps inet n - y - - smtpd\n  -o smtpd_sasl_auth_enable=yes\n";
    BOOST_TEST(import("mynetworks = 127.0.0.0/8 [2001:db8::]/32 192.0.2.1 !192.0.2.9 /etc/nets\n",
                      "smtps") == "");
    BOOST_REQUIRE(draft.networks.size() == 1U);
    BOOST_TEST(draft.networks[0].ranges == (Names{"127.0.0.0/8", "2001:db8::/32", "192.0.2.1"}));
    BOOST_TEST(remarks("mynetworks: !192.0.2.9"));
    BOOST_TEST(remarks("mynetworks: /etc/nets"));
}

BOOST_FIXTURE_TEST_CASE(what_cannot_be_said_here_is_a_remark, Site) {
    (void)folder.write("logins", "alice@example.com alice\n");
    master = "submission inet n - y - - smtpd\n  -o smtpd_sasl_auth_enable=yes\n";
    BOOST_TEST(import("recipient_delimiter = #\n"
                      "smtpd_sender_login_maps = hash:@/logins static:all nis:x\n") == "");
    for (const auto* wanted :
         {"recipient_delimiter = #", "static:all: there is no such type", "nis:x: there is no such",
          "of several tables Postfix takes the first", "no restriction asked"}) {
        BOOST_TEST(remarks(wanted), wanted);
    }
    BOOST_TEST(import("smtpd_sender_restrictions = reject_known_sender_login_mismatch\n") == "");
    BOOST_TEST(remarks("reject_known_sender_login_mismatch: let every login"));
    BOOST_TEST(remarks("smtpd_sender_login_maps is empty"));
}

BOOST_FIXTURE_TEST_CASE(one_map_that_cannot_be_taken_over_leaves_the_others, Site) {
    (void)folder.write("logins", "alice@example.com alice\n");
    (void)folder.write("label.cf", "user = u\nquery = SELECT a WHERE b = '%1'\n");
    (void)folder.write("bare.cf", "user = u\nquery = SELECT a WHERE b = %s\n");
    (void)folder.write("uri.cf", "hosts = postgresql://u:secret@db/mail\nquery = SELECT '%s'\n");
    (void)folder.write("made.db", "");
    BOOST_TEST(import("smtpd_sender_login_maps = mysql:@/label.cf mysql:@/bare.cf pgsql:@/uri.cf\n"
                      "  ldap:source hash:@/made texthash:@/logins\n"
                      "source_server_host = ldap.example.com\n") == "");
    BOOST_TEST(draft.owner_tables == Names{"logins"});
    for (const auto* wanted :
         {"/label.cf:2: query: %1, one label of the domain", "/label.cf is not asked",
          "/bare.cf:2: query: a part of the key is outside quotes", "/uri.cf:1: hosts: write host",
          "ldap:source: its settings are those of main.cf (source_...)",
          "/made: the text that postmap(1) made it of is gone"}) {
        BOOST_TEST(remarks(wanted), wanted);
    }
    BOOST_TEST(!remarks("secret"));
}

BOOST_FIXTURE_TEST_CASE(servers_are_named_in_every_way_that_postfix_knows, Site) {
    const auto server_of = [this](const std::string& hosts) {
        (void)folder.write("p.cf", "hosts = " + hosts + "\nquery = SELECT a WHERE b = '%S'\n");
        BOOST_TEST(import("smtpd_sender_login_maps = pgsql:@/p.cf\n") == "");
        BOOST_TEST(setting("p", "query") == "\"SELECT a WHERE b = $1::text\"");
        return setting("p", "server");
    };
    BOOST_TEST(server_of("[::1]:5433").starts_with("\"host=::1 port=5433 "));
    BOOST_TEST(server_of("inet:[2001:db8::1]").starts_with("\"host=2001:db8::1 user"));
    BOOST_TEST(server_of("2001:db8::1").starts_with("\"host=2001:db8::1 user"));
    BOOST_TEST(server_of("inet:db:5433").starts_with("\"host=db port=5433 "));
    BOOST_TEST(server_of("db").starts_with("\"host=db user"));
}

BOOST_FIXTURE_TEST_CASE(a_directory_is_asked_as_strictly_as_it_can_be, Site) {
    const auto import_with = [this](const std::string& settings) {
        (void)folder.write("l.cf", "server_host = a\nsearch_base = dc=x\nbind = no\n" + settings);
        BOOST_TEST(import("smtpd_sender_login_maps = ldap:@/l.cf\n") == "");
    };
    import_with("tls_require_cert = yes\n");
    BOOST_TEST(!remarks("tls_require_cert"));
    import_with("tls_require_cert = no\ndomain = example.com\n");
    BOOST_TEST(remarks("tls_require_cert = no: here the server's certificate must be valid"));
    BOOST_TEST(remarks("domain = example.com: here addresses of all domains are looked up"));
}

BOOST_FIXTURE_TEST_CASE(networks_are_those_that_debian_writes, Site) {
    master += "smtps inet n - y - - smtpd\n  -o smtpd_sasl_auth_enable=yes\n";
    BOOST_TEST(import("mynetworks = 127.0.0.0/8 [::ffff:127.0.0.0]/104 [::1]/128 !10.0.0.1\n",
                      "smtps") == "");
    BOOST_REQUIRE(draft.networks.size() == 1U);
    BOOST_TEST(draft.networks[0].ranges == (Names{"127.0.0.0/8", "::1/128"}));
    BOOST_TEST(remarks("mynetworks: !10.0.0.1 takes 10.0.0.1 out of the ranges"));
}

BOOST_FIXTURE_TEST_CASE(a_list_that_refuses_everybody_else_asks_for_no_networks, Site) {
    master =
        "submission inet n - y - - smtpd\n  -o smtpd_sasl_auth_enable=yes\n"
        "  -o smtpd_client_restrictions=permit_sasl_authenticated,reject\n";
    BOOST_TEST(import("mynetworks = 192.0.2.0/24\n") == "");
    BOOST_TEST(draft.networks.empty());
    BOOST_TEST(import("smtpd_recipient_restrictions = permit_mynetworks, reject\n") == "");
    BOOST_TEST(!remarks("permit_mynetworks"));
    master =
        "submission inet n - y - - smtpd\n  -o smtpd_sasl_auth_enable=yes\n"
        "  -o smtpd_client_restrictions=permit_mynetworks,permit_sasl_authenticated,reject\n";
    BOOST_TEST(import("mynetworks = 192.0.2.0/24\n") == "");
    BOOST_TEST(draft.networks.size() == 1U);
}

BOOST_FIXTURE_TEST_CASE(keys_that_are_no_accounts_are_remarks, Site) {
    (void)folder.write("logins", "alice@example.com alice\n.example.org z\n<> x\na..b y\nroot r\n");
    BOOST_TEST(import("mydestination = example.com\nmyorigin = example.com\n"
                      "smtpd_sender_login_maps = hash:@/logins\n") == "");
    BOOST_REQUIRE(draft.tables.at(0).entries.size() == 2U);
    BOOST_TEST(draft.tables[0].entries[1].first == "root@example.com");
    for (const auto* wanted :
         {":2: '.example.org z' has no meaning", ":3: '<> x'", ":4: 'a..b y'"}) {
        BOOST_TEST(remarks(wanted), wanted);
    }
}

BOOST_FIXTURE_TEST_CASE(services_that_differ_have_to_be_named, Site) {
    master +=
        "smtps inet n - y - - smtpd\n  -o smtpd_sasl_auth_enable=yes\n"
        "  -o smtpd_sender_login_maps=inline:{a@example.com=a}\n";
    const auto error = import("");
    BOOST_TEST(error.find("smtps/inet and submission/inet differ") != std::string::npos, error);
    BOOST_TEST(import("", "smtps/inet") == "");
    BOOST_TEST(draft.owner_tables == Names{"inline"});
    BOOST_TEST(import("", "smtpz").find("has no smtpd 'smtpz', only smtp/inet") !=
               std::string::npos);
}

BOOST_FIXTURE_TEST_CASE(a_broken_file_says_where, Site) {
    const auto main = folder.path_of("main.cf");
    BOOST_TEST(import("a b c\n").starts_with(main + ":2: "));
    BOOST_TEST(import("smtpd_sender_login_maps = inline:{ a\n").starts_with(main + ":2: "));
    BOOST_TEST(
        import("smtpd_sender_login_maps = inline:{ a }\n").starts_with(main + ":2: inline:"));
    BOOST_TEST(import("smtpd_sender_login_maps = hash:@/none\n").starts_with(main + ":2: "));
    BOOST_TEST(import("smtpd_sender_login_maps = hash:none\n") ==
               main + ":2: hash:none: is not an absolute path");
    BOOST_TEST(import("smtpd_sender_login_maps = regexp:none\n") ==
               main + ":2: regexp:none: is not an absolute path");
    (void)folder.write("logins", "alice@example.com alice\nbob@example.com\n");
    BOOST_TEST(import("smtpd_sender_login_maps = hash:@/logins\n") ==
               main + ":2: " + folder.path_of("logins") + ":2: 'bob@example.com' has no value");
    (void)folder.write("m.cf", "user u\n");
    BOOST_TEST(import("smtpd_sender_login_maps = mysql:@/m.cf\n") ==
               main + ":2: " + folder.path_of("m.cf") + ":1: 'user u' is not name = value");
    (void)folder.write("m.cf", "user = u\nquery = SELECT a WHERE b = '%x'\n");
    BOOST_TEST(import("smtpd_sender_login_maps = mysql:@/m.cf\n") ==
               folder.path_of("m.cf") + ":2: query: there is no %x here");
    master = "nothing\n";
    BOOST_TEST(import("").starts_with(folder.path_of("master.cf")));
}

BOOST_AUTO_TEST_SUITE_END()

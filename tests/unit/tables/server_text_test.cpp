// What 'server' of a table says.
#include "tables/server_text.h"

#include "tables/all_tables.h"

#include <algorithm>
#include <map>
#include <string>

#include <boost/test/unit_test.hpp>

using namespace msa;

namespace {

/// Of a table of that type, with these keys beside its server.
bool is_in_the_open(const std::string& type, const std::string& server,
                    const std::map<std::string, TableValue, std::less<>>& further = {}) {
    const auto& kind = *find_kind(all_tables(), type);
    auto settings = kind.settings();
    settings.given = further;
    settings.given.emplace("server", server);
    return kind.is_in_the_open(settings);
}

bool takes_server(const std::string& type, const std::string& server) {
    const auto& keys = find_kind(all_tables(), type)->keys;
    const auto key = std::find_if(keys.begin(), keys.end(),
                                  [](const TableKey& each) { return each.name == "server"; });
    return key->valid(server).has_value();
}

}  // namespace

BOOST_AUTO_TEST_SUITE(server_text_test)

BOOST_AUTO_TEST_CASE(what_is_wrong_with_it_every_type_says) {
    for (const auto* type : {"socketmap", "ldap", "pgsql", "mysql", "redis"}) {
        BOOST_TEST(!takes_server(type, "host=db password=x"), type);
        BOOST_TEST(!takes_server(type, "host=db passfile=pw"), type);
        BOOST_TEST(takes_server(type, "host=db passfile=/pw"), type);
    }
}

BOOST_AUTO_TEST_CASE(a_password_is_seen_however_it_is_written) {
    for (const char* server :
         {"host=db password=x", "host=db PASSWORD = x", "host=db password\t= 'x y'",
          "host='a b' sslpassword = x", "postgresql://u:p@db/x", "postgresql://db/x?password=p",
          "postgresql://db/x?user=u&pass%77ord=p", "redis://:p@127.0.0.1",
          "ldap://u:p@127.0.0.1"}) {
        BOOST_TEST(holds_password(server), server);
    }
    for (const char* server : {"host=db passfile=/etc/x", "host=db user='password of x'",
                               "postgresql://u@db:5432/x", "inet:8889@127.0.0.1", "inet:[::1]:8889",
                               "unix:/run/x", "ldap://a:389 ldap://b:389", ""}) {
        BOOST_TEST(!holds_password(server), server);
    }
}

BOOST_AUTO_TEST_CASE(files_of_a_connection_string_have_whole_paths) {
    BOOST_TEST(key_of_relative_file("host=db passfile=pw").value_or("") == "passfile");
    BOOST_TEST(key_of_relative_file("postgresql://db/x?sslrootcert=ca.pem").value_or("") ==
               "sslrootcert");
    for (const char* server : {"host=db passfile=/etc/pw", "host=db sslrootcert=system",
                               "host=db passfile=''", "host=passfile", "unix:/run/x"}) {
        BOOST_TEST(!key_of_relative_file(server), server);
    }
}

BOOST_AUTO_TEST_CASE(what_crosses_a_network_and_shows_nobody_is_in_the_open) {
    for (const char* server :
         {"ldap://ldap.example.com", "LDAP://ldap.example.com", "ldap://[2001:db8::1]",
          "ldap://10.127.0.1:389/dc=x", "ldap://localhost.example.com",
          "ldap://127.0.0.1 ldap://192.0.2.1", "ldaps://a.example,ldap://b.example"}) {
        BOOST_TEST(is_in_the_open("ldap", server), server);
        BOOST_TEST(!is_in_the_open("ldap", server, {{"start_tls", true}}), server);
    }
    for (const char* server : {"ldap://127.0.0.1", "ldap://localhost:389", "ldap://[::1]:389",
                               "ldap:///", "ldapi:///", "ldaps://ldap.example.com"}) {
        BOOST_TEST(!is_in_the_open("ldap", server), server);
    }
}

BOOST_AUTO_TEST_CASE(a_socket_is_in_the_open_unless_it_is_of_this_host) {
    for (const char* server : {"inet:8889@192.0.2.1", "inet:10.127.0.1:23", "inet:[2001:db8::1]:23",
                               "inet6:8889@2001:db8::1", "inet:localhost.example.com:7"}) {
        BOOST_TEST(is_in_the_open("socketmap", server), server);
        BOOST_TEST(is_in_the_open("redis", server), server);
    }
    for (const char* server : {"inet:8889@127.0.0.1", "inet:127.0.0.1:23", "inet:[::1]:23",
                               "inet6:8889@::1", "inet6:7@[::1]", "inet:8889", "inet:localhost:7",
                               "unix:/run/x", "/run/x", "local:/run/x"}) {
        BOOST_TEST(!is_in_the_open("socketmap", server), server);
    }
}

BOOST_AUTO_TEST_CASE(a_database_shows_who_it_is_by_a_certificate_that_is_verified) {
    for (const char* server :
         {"host=db.example.com dbname=x", "host=db sslmode=require", "host = 192.0.2.1",
          "hostaddr=192.0.2.1 host=localhost", "host=/run/postgresql,db", "postgresql://db/x",
          "postgresql://u@[2001:db8::1]:5432/x", "postgresql://localhost,db/x"}) {
        BOOST_TEST(is_in_the_open("pgsql", server), server);
    }
    for (const char* server :
         {"dbname=x", "host=/run/postgresql", "host=localhost", "host=127.0.0.1", "hostaddr=::1",
          "host=db sslmode=verify-full", "host=db sslmode = 'verify-ca'", "postgresql:///x",
          "postgresql://db/x?sslmode=verify-full", "postgresql://[::1]/x",
          "postgresql://%2Frun%2Fpostgresql/x"}) {
        BOOST_TEST(!is_in_the_open("pgsql", server), server);
    }
}

BOOST_AUTO_TEST_CASE(a_mysql_server_elsewhere_shows_who_it_is_by_a_certificate) {
    for (const char* server : {"host=db.example.com", "host = 192.0.2.1 port=3306", "host='db'"}) {
        BOOST_TEST(is_in_the_open("mysql", server), server);
        BOOST_TEST(!is_in_the_open("mysql", server, {{"ca_file", std::string("/ca.pem")}}), server);
    }
    for (const char* server :
         {"host=/run/mysqld/mysqld.sock", "host=localhost", "host=127.0.0.1", "host=::1 user=x"}) {
        BOOST_TEST(!is_in_the_open("mysql", server), server);
    }
}

BOOST_AUTO_TEST_SUITE_END()

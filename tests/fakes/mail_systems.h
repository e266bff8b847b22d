// The tables of whole mail systems, as far as they say whose an address is, with the same people in
// each. The columns are those of the systems, and no others.
#pragma once

#include "submission/ports.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>

namespace msa {

inline constexpr const char* mailcow_tables =
    "CREATE TABLE alias (id INT, address VARCHAR(255), goto TEXT, domain VARCHAR(255), active INT);"
    "CREATE TABLE mailbox (username VARCHAR(255), domain VARCHAR(255), active INT);"
    "CREATE TABLE domain (domain VARCHAR(255), active INT);"
    "CREATE TABLE alias_domain (alias_domain VARCHAR(255), target_domain VARCHAR(255), active INT);"
    "CREATE TABLE sender_acl (logged_in_as VARCHAR(255), send_as VARCHAR(255));"
    "INSERT INTO domain VALUES ('example.com', 1), ('example.net', 0);"
    "INSERT INTO alias_domain VALUES ('example.org', 'example.com', 1);"
    "INSERT INTO mailbox VALUES ('alice@example.com', 'example.com', 1),"
    "('bob@example.com', 'example.com', 1), ('root@example.com', 'example.com', 1);"
    "INSERT INTO alias VALUES (1, 'alice@example.com', 'alice@example.com', 'example.com', 1),"
    "(2, 'sales@example.com', 'alice@example.com,bob@example.com', 'example.com', 1),"
    "(3, 'old@example.com', 'alice@example.com', 'example.com', 0),"
    "(4, 'gone@example.net', 'alice@example.com', 'example.net', 1);"
    "INSERT INTO sender_acl VALUES ('bob@example.com', 'ceo@example.com'),"
    "('bob@example.com', '@partner.example'), ('root@example.com', '*');";

inline constexpr const char* iredmail_tables =
    "CREATE TABLE mailbox (username VARCHAR(255), active INT, enablesmtp INT);"
    "CREATE TABLE forwardings (address VARCHAR(255), forwarding VARCHAR(255), is_alias INT,"
    " is_list INT, active INT);"
    "CREATE TABLE alias_domain (alias_domain VARCHAR(255), target_domain VARCHAR(255), active INT);"
    "INSERT INTO alias_domain VALUES ('example.org', 'example.com', 1);"
    "INSERT INTO mailbox VALUES ('alice@example.com', 1, 1), ('bob@example.com', 1, 0);"
    "INSERT INTO forwardings VALUES ('sales@example.com', 'alice@example.com', 1, 0, 1),"
    "('sales@example.com', 'bob@example.com', 1, 0, 1),"
    "('all@example.com', 'alice@example.com', 0, 1, 1),"
    "('old@example.com', 'alice@example.com', 1, 0, 0);";

/// `boolean`: the type of its Booleans, whose values are 1 and 0 or TRUE and FALSE.
inline std::string modoboa_tables(const std::string& boolean) {
    return "CREATE TABLE core_user (email VARCHAR(255), is_active " + boolean +
           ");"
           "CREATE TABLE admin_domain (id INT, name VARCHAR(255));"
           "CREATE TABLE admin_domainalias (target_id INT, name VARCHAR(255), enabled " +
           boolean +
           ");"
           "CREATE TABLE admin_mailbox (id INT, address VARCHAR(255), domain_id INT);"
           "CREATE TABLE admin_senderaddress (address VARCHAR(255), mailbox_id INT);"
           "CREATE TABLE admin_alias (id INT, address VARCHAR(255), domain_id INT, enabled " +
           boolean +
           ");"
           "CREATE TABLE modoboa_admin_aliasrecipient (alias_id INT, r_mailbox_id INT);"
           "INSERT INTO core_user VALUES ('alice@example.com', TRUE), ('bob@example.com', FALSE);"
           "INSERT INTO admin_domain VALUES (1, 'example.com');"
           "INSERT INTO admin_domainalias VALUES (1, 'example.org', TRUE);"
           "INSERT INTO admin_mailbox VALUES (1, 'alice', 1), (2, 'bob', 1);"
           "INSERT INTO admin_senderaddress VALUES ('ceo@example.com', 2);"
           "INSERT INTO admin_alias VALUES (1, 'sales@example.com', 1, TRUE),"
           "(2, 'old@example.com', 1, FALSE);"
           "INSERT INTO modoboa_admin_aliasrecipient VALUES (1, 1), (1, 2), (2, 1);";
}

/// Addresses and their owners, in order; none: nobody's.
using ExpectedOwners = std::vector<std::pair<std::string, std::vector<std::string>>>;

inline ExpectedOwners mailcow_owners() {
    return {{"alice@example.com", {"alice@example.com", "root@example.com"}},
            {"sales@example.com", {"alice@example.com", "bob@example.com", "root@example.com"}},
            {"ceo@example.com", {"bob@example.com", "root@example.com"}},
            {"x@partner.example", {"bob@example.com", "root@example.com"}},
            {"alice@example.org", {"alice@example.com", "root@example.com"}},
            {"old@example.com", {"root@example.com"}},
            {"gone@example.net", {"root@example.com"}},
            {"@example.com", {}}};
}

inline ExpectedOwners iredmail_owners() {
    return {{"alice@example.com", {"alice@example.com"}},
            {"alice@example.org", {"alice@example.com"}},
            {"sales@example.com", {"alice@example.com"}},
            {"bob@example.com", {}},
            {"all@example.com", {}},
            {"old@example.com", {}},
            {"@example.com", {}}};
}

inline ExpectedOwners modoboa_owners() {
    return {{"alice@example.com", {"alice@example.com"}},
            {"bob@example.com", {}},
            {"ceo@example.com", {"bob@example.com"}},
            {"sales@example.com", {"alice@example.com", "bob@example.com"}},
            {"sales@example.org", {"alice@example.com", "bob@example.com"}},
            {"old@example.com", {}},
            {"@example.com", {}}};
}

inline void must_own(const Table& table, const ExpectedOwners& expected) {
    for (const auto& [address, owners] : expected) {
        const auto answer = table.lookup(address);
        BOOST_REQUIRE_MESSAGE(answer, address << ": " << (answer ? "" : answer.error().what));
        auto values = answer->values;
        std::sort(values.begin(), values.end());
        BOOST_TEST(values == owners, address);
        BOOST_TEST(answer->found == !owners.empty(), address);
    }
}

}  // namespace msa

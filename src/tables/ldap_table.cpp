// A search in a directory.
#include "tables/ldap_table.h"

#include "ownership/table_kind.h"
#include "tables/plugin.h"
#include "tables/server_text.h"
#include "tables/table_keys.h"

namespace msa {
namespace {

using Described = DescribeTable<LdapSettings>;

Described&& with_search(Described&& table) {
    return std::move(table)
        .key({.name = "base",
              .help = "The entry to search below.",
              .example = "\"ou=people,dc=example,dc=com\"",
              .required = true},
             &LdapSettings::base)
        .key({.name = "filter",
              .help = "In parentheses; {key} is the key, escaped (RFC 4515, 3).",
              .example = "\"(mail={key})\"",
              .required = true},
             &LdapSettings::filter)
        .key({.name = "attributes",
              .help = "Attributes whose values are the logins, one each.",
              .example = "[\"uid\"]",
              .required = true},
             &LdapSettings::attributes)
        .key(
            {.name = "dn_attributes",
             .help = "Attributes whose values name further entries (members of a group). Their "
                     "'attributes' count too, and so on through groups of groups; names of entries "
                     "that are gone are ignored.",
             .example = "[\"member\"]"},
            &LdapSettings::dn_attributes);
}

}  // namespace

TableKind ldap_table() {
    return with_search(Described("ldap", TableSettings::Kept::by_server, "A search in a directory.")
                           .key(server_key("URLs, as ldap.conf(5) has them in URI.",
                                           "\"ldaps://ldap.example.com\""),
                                &LdapSettings::server))
        .key({.name = "bind_dn",
              .help = "The name to bind with. Absent: anonymous.",
              .example = "\"cn=milter,dc=example,dc=com\""},
             &LdapSettings::bind_dn)
        .key(password_file_key(), &LdapSettings::password_file)
        .key({.name = "start_tls",
              .help = "STARTTLS before anything else. Not with ldaps:, which has TLS.",
              .is_access = true},
             &LdapSettings::start_tls)
        .key(ca_file_key("as ldap.conf(5) says."), &LdapSettings::ca_file)
        .key(separator_key(), &LdapSettings::separator)
        .in_the_open_if([](const LdapSettings& own) {
            return !own.start_tls && is_plain_ldap_elsewhere(own.server);
        })
        .opened_by(opened_by_plugin<LdapSettings>("ldap"));
}

}  // namespace msa

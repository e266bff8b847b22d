// What [tables.NAME] says for type ldap; its module asks (plugins/ldap_table.cpp).
#pragma once

#include <string>
#include <vector>

namespace msa {

struct LdapSettings {
    std::string server{};
    std::string base{};
    std::string filter{};  // with {key}
    std::vector<std::string> attributes{};
    std::vector<std::string> dn_attributes{};  // name entries that have them
    std::string bind_dn{};                     // empty: not bound
    std::string password_file{};               // empty: none
    std::string ca_file{};                     // empty: what the system trusts
    bool start_tls = false;
    std::string separator{};
};

}  // namespace msa

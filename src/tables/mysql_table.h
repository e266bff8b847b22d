// What [tables.NAME] says for type mysql; its module asks (plugins/mysql_table.cpp).
#pragma once

#include <string>

namespace msa {

struct MysqlSettings {
    std::string server{};
    std::string query{};
    std::string password_file{};  // empty: none
    std::string ca_file{};        // empty: no TLS is asked for
    std::string separator{};
};

}  // namespace msa

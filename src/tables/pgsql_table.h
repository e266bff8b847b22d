// What [tables.NAME] says for type pgsql; its module asks (plugins/pgsql_table.cpp).
#pragma once

#include <string>

namespace msa {

struct PgsqlSettings {
    std::string server{};
    std::string query{};
    std::string separator{};
};

}  // namespace msa

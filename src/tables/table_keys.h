// Keys that several types of tables have, each described once.
#pragma once

#include "ownership/table_kind.h"

#include <string>

namespace msa {

[[nodiscard]] TableKey path_key(std::string help, std::string example);
[[nodiscard]] TableKey server_key(std::string help, std::string example);
/// `parameter`: how the key stands in the query. `further`: what else its language needs to know.
[[nodiscard]] TableKey query_key(const std::string& parameter, const std::string& further);
/// What separates the logins of one value.
[[nodiscard]] TableKey separator_key();
[[nodiscard]] TableKey password_file_key();
/// `absent`: what is believed without it.
[[nodiscard]] TableKey ca_file_key(const std::string& absent);

}  // namespace msa

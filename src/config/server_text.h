// What 'server' of a table says, by the words of each kind of server: URLs, sockets, and the
// connection strings of libpq. Nothing is asked.
#pragma once

#include <optional>
#include <string>

namespace msa {

/// A password where everybody reads it who may read the rule file.
[[nodiscard]] bool holds_password(const std::string& server);

/// The key of a connection string whose file would be sought from wherever the daemon was started.
[[nodiscard]] std::optional<std::string> key_of_relative_file(const std::string& server);

/// Whether a server of that type of table is asked over a network without anything that shows
/// whose answer it is. `is_certified`: the table's other settings ask for a good certificate.
[[nodiscard]] bool is_in_the_open(const std::string& type, const std::string& server,
                                  bool is_certified);

}  // namespace msa

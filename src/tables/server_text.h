// What 'server' of a table says, by the words of each kind of server: URLs, sockets, and the
// connection strings of libpq. Nothing is asked, and no name is looked up: whatever is not plainly
// this host itself is elsewhere, and somebody may be on the way there.
#pragma once

#include <optional>
#include <string>

namespace msa {

/// A password where everybody reads it who may read the rule file.
[[nodiscard]] bool holds_password(const std::string& server);

/// The key of a connection string whose file would be sought from wherever the daemon was started.
[[nodiscard]] std::optional<std::string> key_of_relative_file(const std::string& server);

/// Of unix:PATH, inet:PORT@HOST and so on.
[[nodiscard]] bool is_socket_elsewhere(const std::string& server);
/// Whether any of the URLs, which blanks or commas separate, begins with ldap:// and is elsewhere:
/// ldaps:// has TLS.
[[nodiscard]] bool is_plain_ldap_elsewhere(const std::string& urls);
/// Of the words host= and so on, of MySQL.
[[nodiscard]] bool is_named_host_elsewhere(const std::string& server);
/// Of a connection string of libpq, which verifies no certificate there.
[[nodiscard]] bool is_unverified_elsewhere(const std::string& server);

}  // namespace msa

// Where a milter listens, in the spellings of Postfix (unix:path, inet:host:port), of Sendmail
// (local:/path, inet:port@host) and of our own settings; and whether two are the same.
#pragma once

#include <optional>
#include <string>
#include <string_view>

namespace msa {

struct MilterPlace {
    std::string path;  // of a unix socket, as it is written; empty: a network socket
    std::string host;  // in lower case; empty, localhost and the loopback addresses are "localhost"
    std::string port;

    [[nodiscard]] bool is_unix() const { return !path.empty(); }
};

/// Nothing where it is no such place.
[[nodiscard]] std::optional<MilterPlace> milter_place(std::string_view text);

/// Without `.`, `..` and double slashes; /var/run is /run.
[[nodiscard]] std::string normal_path(std::string_view path);

/// Both network sockets that one connection may be about: a daemon on every address, or the same
/// host as written; names are not looked up.
[[nodiscard]] bool same_network_place(const MilterPlace& asked, const MilterPlace& daemon);

}  // namespace msa

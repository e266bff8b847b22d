// The way to a unix socket on this host: whether the MTA may go it, and will.
#pragma once

#include "doctor/examination.h"

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include <sys/types.h>

namespace msa {

struct PathFacts {
    mode_t mode = 0;
    uid_t owner = 0;
    gid_t group = 0;
};

/// Nothing where nothing is at that path.
using LookAtPath = std::function<std::optional<PathFacts>(const std::string& path)>;

struct Account {
    std::string name;
    uid_t id = 0;
    std::vector<gid_t> groups;
};

/// A network socket on all addresses of the host.
void examine_network_socket(const std::string& socket, Examination& found);

/// Whether the account may connect to the daemon's socket, and whether everybody may.
void examine_socket_for_postfix(const std::string& socket, const Account& account,
                                const LookAtPath& look, Examination& found);

/// Sendmail does not start where others may write to a directory of the path, except to one with
/// the sticky bit where `trusts_sticky`.
void examine_socket_for_sendmail(const std::string& socket, bool trusts_sticky,
                                 const LookAtPath& look, Examination& found);

}  // namespace msa

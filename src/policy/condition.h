// `when`: for whom a rule, or an exception to it, holds. Keys are AND, the values of a key are OR.
#pragma once

#include "policy/facts.h"
#include "policy/groups.h"
#include "policy/network.h"
#include "policy/stages.h"

#include <optional>
#include <string>
#include <vector>

namespace msa {

struct Condition {
    std::vector<std::string> listener;
    std::vector<IdentitySource> source;
    std::vector<std::string> login;          // canonical, or group:NAME
    std::vector<Network> network;            // of the client
    std::vector<std::string> sender_domain;  // of MAIL FROM, lower-case A-labels
    std::optional<bool> tls;

    /// An empty condition holds for everybody.
    [[nodiscard]] bool holds(const MailStage& at, const Groups& groups) const;
};

}  // namespace msa

// What receivers say of one address of ours under SPF (RFC 7208).
#pragma once

#include "names/inquiry.h"
#include "spf/spf_trial.h"

#include <string>

namespace msa {

/// The term that lets an address send: "ip4:192.0.2.10".
[[nodiscard]] std::string spf_mechanism(const std::string& address);

/// Of the domain of `question.sender`; `fix` is what its record should be.
[[nodiscard]] Sight spf_sight(const SpfQuestion& question, const Inquiry& inquiry,
                              const std::string& fix);

}  // namespace msa

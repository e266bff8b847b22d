// Whether a change of rules would leave nobody an address: what a file that was cut off does.
#pragma once

#include "ownership/owners.h"
#include "submission/facts.h"

namespace msa {

/// Somebody may own an address under `before`, and under `after` certainly nobody does. `self`
/// gives nothing to logins that are no addresses; whether they are is read off the entries of
/// `before`. What cannot be listed may have an owner.
[[nodiscard]] bool takes_every_right(const Owners& before, const Owners& after, const Moment& now);

}  // namespace msa

// What is agreed with the MTA at the start of a milter session.
#pragma once

#include "base/result.h"

#include <libmilter/mfapi.h>

namespace msa {

struct Agreement {
    unsigned long actions = 0;  // SMFIF_*
    unsigned long steps = 0;    // SMFIP_*

    /// Header values come and go with the blank behind the colon; otherwise the MTA cuts and adds
    /// it.
    [[nodiscard]] bool has_leading_space() const { return (steps & SMFIP_HDR_LEADSPC) != 0; }
    /// What a callback that never answers returns for its step, SMFIP_NR_*.
    [[nodiscard]] sfsistat silence(unsigned long step) const {
        return (steps & step) != 0 ? SMFIS_NOREPLY : SMFIS_CONTINUE;
    }
};

/// Errors: an MTA that cannot change header fields, whose mail could not be repaired or signed.
[[nodiscard]] Result<Agreement> agree(unsigned long offered_actions, unsigned long offered_steps);

/// Names the macros that are read, stage by stage. Only within xxfi_negotiate, and once: the list
/// replaces the MTA's own, and libmilter takes a second one for an error.
[[nodiscard]] Result<void> request_macros(SMFICTX* context);

}  // namespace msa

// What is agreed with the MTA at the start of a milter session.
#pragma once

#include "base/result.h"

#include <array>

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

/// What the MTA shall tell at a stage (SMFIM_*): names of macros, separated by blanks.
struct MacroRequest {
    int stage;
    const char* names;
};

/// The macros that are read, stage by stage; each list replaces the MTA's own. To be asked for
/// where SMFIF_SETSYMLIST was agreed on.
[[nodiscard]] const std::array<MacroRequest, 6>& macro_requests();

}  // namespace msa

// Who the header section says wrote the message, and whether the identity may say so. Signing asks
// this whatever the rules decided: a signature vouches for the author (RFC 6376, 5.1).
#pragma once

#include "mail/header_list.h"
#include "ownership/rights.h"
#include "submission/address_readings.h"

#include <set>
#include <string>
#include <vector>

namespace msa {

struct Authorship {
    std::string domain;     // of all authors, as lower-case A-labels
    std::string objection;  // why nobody may vouch for the author; empty: one may
};

/// Approved: exactly one From, a mailbox-list without groups, every mailbox owned by the identity
/// or used on behalf of it, all in one domain.
[[nodiscard]] Authorship authorship(const HeaderList& headers, const Rights& rights,
                                    const AddressReadings& addresses);

/// What every From field says.
[[nodiscard]] std::vector<std::string> from_values(const HeaderList& headers);

/// Of all mailboxes in From, those in groups too; lower-case A-labels, or what is written in lower
/// case where it has none. Empty unless there is exactly one From, which can be read.
[[nodiscard]] std::set<std::string> author_domains(const HeaderList& headers,
                                                   const AddressReadings& addresses);

}  // namespace msa

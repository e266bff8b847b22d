// Whom a message names as its author, sender or resender, for the record: as it was judged, and as
// it leaves.
#pragma once

#include "mail/header_list.h"
#include "ownership/rights.h"
#include "submission/address_readings.h"

#include <string>
#include <vector>

namespace msa {

/// A mailbox of From, of Sender, or of Resent-From or Resent-Sender in the newest block.
struct NamedAuthor {
    std::string field;
    std::string address;     // as AskedRights has it
    std::string spelled{};   // as the field has it; empty: the same
    bool is_judged = false;  // it came so, or stood there when its right was asked for
    bool leaves = false;
};

/// What RFC 4407 makes of the header section; empty: nobody.
[[nodiscard]] std::string responsible_address(const HeaderList& headers,
                                              const AddressReadings& addresses);

/// `received` and `leaving`, null where nothing leaves, are the header section at both moments.
/// Fields that cannot be read name nobody. No right is asked for.
[[nodiscard]] std::vector<NamedAuthor> named_authors(const HeaderList& received,
                                                     const HeaderList* leaving,
                                                     const Rights& rights,
                                                     const AddressReadings& addresses);

}  // namespace msa

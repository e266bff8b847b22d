// What of a message is not as its record says that it left.
#pragma once

#include "inquiry/signed_records.h"
#include "mail/header_list.h"

#include <string>
#include <vector>

namespace msa {

/// A line for each field of which the record keeps what it was: Message-ID, the addresses in From,
/// and the fields that rules wrote, as `field Subject: recorded "a", now "b"`. A field that the
/// record does not keep may have changed as well. `header` is that of the message as it was found;
/// blanks and folds do not count.
[[nodiscard]] std::vector<std::string> altered_fields(const SignedRecord& record,
                                                      const HeaderList& header);

}  // namespace msa

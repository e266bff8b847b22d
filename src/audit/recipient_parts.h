// Where the accepted recipients of a transaction are recorded: all in its record, or, where they
// are too many for a line, some of them in lines of their own in front of it.
#pragma once

#include "audit/bounded_writer.h"
#include "policy/audit_record.h"

#include <cstddef>
#include <string>
#include <vector>

namespace msa {

/// The element of a list. What is refused may be cut.
void add_recipient(JsonWriter& json, const Recipient& recipient, std::size_t refused_limit = 0);

[[nodiscard]] About about(const Recipient* recipient);

class RecipientParts {
public:
    /// What accepted recipients may take of the record, in octets as spelled.
    static constexpr std::size_t own_octets = 24576;

    /// `record` must outlive this.
    explicit RecipientParts(const AuditRecord& record);

    /// Those of the record itself, in their order: refused ones all of them.
    [[nodiscard]] const std::vector<const Recipient*>& own() const { return own_; }
    /// How many stand in lines of their own.
    [[nodiscard]] std::size_t apart() const { return apart_.size(); }
    /// These lines, with their ends.
    [[nodiscard]] std::string lines() const;

private:
    const AuditRecord& record_;
    std::vector<const Recipient*> own_;
    std::vector<const Recipient*> apart_;
};

}  // namespace msa

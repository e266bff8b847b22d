// How many accepted recipients are recorded with a transaction: each of them is, whole. Who
// does not fit is not accepted; the client may send another message to the rest (RFC 5321,
// 4.5.3.1.10).
#pragma once

#include "submission/facts.h"

#include <cstddef>
#include <string_view>

namespace msa {

class RecipientRoom {
public:
    /// A thousand of the longest paths (RFC 5321, 4.5.3.1.3), whatever octets they are made of, and
    /// their addresses beside them.
    static constexpr std::size_t octets = std::size_t{4} * 1024 * 1024;

    /// A longer one is refused for good: a line of the trail has to hold it.
    static constexpr std::size_t longest = std::size_t{32} * 1024;

    /// What a recipient takes at most, spelled in a record.
    [[nodiscard]] static std::size_t cost(const Recipient& recipient);

    /// How many refused recipients are kept, of those refused for good and of those put off each:
    /// a client that tries address after address must not fill our memory. The others are counted.
    static constexpr std::size_t most_refused = 1000;

    /// Counts the recipient if it is accepted, or refuses it for want of room.
    void admit(Recipient& recipient, std::string_view session);
    /// Whether there is room for this one: for every accepted recipient there is.
    [[nodiscard]] bool keeps(const Recipient& recipient);

    [[nodiscard]] std::size_t accepted() const { return accepted_; }

private:
    std::size_t left_ = octets;
    std::size_t accepted_ = 0;
    std::size_t refused_for_good_ = 0;
    std::size_t put_off_ = 0;
};

}  // namespace msa

// Room for recipients, see recipient_room.h.
#include "submission/recipient_room.h"

#include "base/text.h"

#include <algorithm>

namespace msa {

namespace {

std::size_t spelled(std::string_view text) {
    constexpr std::size_t longest_octet = 8;  // \ufffdhh
    const auto long_ones = std::count_if(text.begin(), text.end(), [](char c) {
        return is_control(c) || is_8bit(c) || c == '"' || c == '\\';
    });
    return text.size() + static_cast<std::size_t>(long_ones) * (longest_octet - 1);
}

}  // namespace

std::size_t RecipientRoom::cost(const Recipient& recipient) {
    constexpr std::size_t frame = 46;  // {"address":null,"spelled":"...","accepted":true},
    return frame + spelled(recipient.argument) + spelled(recipient.address);
}

void RecipientRoom::admit(Recipient& recipient, std::string_view session) {
    if (recipient.refusal) {
        return;
    }
    const std::size_t wanted = cost(recipient);
    if (wanted > longest) {
        recipient.refusal = identified({501, "5.1.3", "Recipient address too long"}, {}, session);
        return;
    }
    if (wanted > left_) {
        recipient.refusal = identified({452, "4.5.3", "Too many recipients"}, {}, session);
        return;
    }
    left_ -= wanted;
    ++accepted_;
}

bool RecipientRoom::keeps(const Recipient& recipient) {
    return !recipient.refusal ||
           ++(recipient.refusal->is_permanent() ? refused_for_good_ : put_off_) <= most_refused;
}

}  // namespace msa

// Room for recipients, see recipient_room.h.
#include "policy/recipient_room.h"

#include "base/text.h"

#include <algorithm>

namespace msa {

std::size_t RecipientRoom::cost(std::string_view argument) {
    constexpr std::size_t frame = 40;         // {"address":"...","accepted":true}
    constexpr std::size_t longest_octet = 8;  // \ufffdhh
    const auto spelled = std::count_if(argument.begin(), argument.end(), [](char c) {
        return is_control(c) || is_8bit(c) || c == '"' || c == '\\';
    });
    return frame + argument.size() + static_cast<std::size_t>(spelled) * (longest_octet - 1);
}

void RecipientRoom::admit(Recipient& recipient, std::string_view session) {
    if (recipient.refusal) {
        return;
    }
    const std::size_t wanted = cost(recipient.argument);
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

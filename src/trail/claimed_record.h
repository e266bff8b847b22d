// What a client only claimed: the member `claimed` of audit/record_json.h as plain values.
#pragma once

#include <string_view>
#include <vector>

namespace msa {

/// Texts as those of a TransactionRecord.
struct ClaimedRecord {
    using Text = std::string_view;
    Text helo;
    Text mail_from;
    std::vector<Text> mail_parameters;
    std::vector<Text> from;
    Text pra;
    Text envelope_sender;  // where a rule rewrote it
};

}  // namespace msa

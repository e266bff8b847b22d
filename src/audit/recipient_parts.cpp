// Recipients in lines of their own, see recipient_parts.h.
#include "audit/recipient_parts.h"

#include "audit/json_writer.h"
#include "audit/timestamp.h"
#include "submission/recipient_room.h"

namespace msa {

namespace {

// With a recipient of the greatest length and the beginning of a line it stays below the limit.
constexpr std::size_t full = 24576;

}  // namespace

void add_recipient(JsonWriter& json, const Recipient& recipient, std::size_t refused_limit) {
    const auto limit = recipient.refusal ? refused_limit : RecipientRoom::longest;
    json.begin_object();
    if (recipient.address.empty()) {
        json.null("address");
    } else {
        json.text("address", recipient.address, limit);
    }
    if (!recipient.argument.empty() && recipient.argument != '<' + recipient.address + '>') {
        json.text("spelled", recipient.argument, limit);
    }
    json.truth("accepted", !recipient.refusal);
    if (recipient.is_refused_by_mta) {
        json.text("by", "mta", RecipientRoom::longest);
    }
    if (recipient.refusal) {
        json.text("reply", to_text(*recipient.refusal), refused_limit);
    }
    json.end_object();
}

About about(const Recipient* recipient) {
    return recipient->refusal ? About::refused_recipient : About::accepted_recipient;
}

RecipientParts::RecipientParts(const AuditRecord& record) : record_(record) {
    std::size_t left = own_octets;
    for (const auto& each : record.recipients) {
        const auto cost = each.refusal ? 0 : RecipientRoom::cost(each);
        const bool is_apart = cost > left;
        (is_apart ? apart_ : own_).push_back(&each);
        left = is_apart ? 0 : left - cost;
    }
}

std::string RecipientParts::lines() const {
    std::string lines;
    std::size_t part = 0;
    for (auto next = apart_.begin(); next != apart_.end();) {
        std::string line;
        JsonWriter json(line);
        json.begin_object();
        json.text("time", timestamp(record_.ended), RecipientRoom::longest);
        json.number("v", 2);
        json.text("record", "recipients", RecipientRoom::longest);
        json.text("transaction", record_.transaction, RecipientRoom::longest);
        json.number("part", ++part);
        json.begin_list("recipients");
        for (; next != apart_.end() && line.size() < full; ++next) {
            add_recipient(json, **next);
        }
        json.end_list();
        json.end_object();
        lines += line + '\n';
    }
    return lines;
}

}  // namespace msa

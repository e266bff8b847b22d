// JSON of events, see json_event.h.
#include "siem/json_event.h"

#include "siem/mail_outcome.h"

namespace msa {

void add(EventJson& object, const char* key, std::string_view text) {
    if (!text.empty()) {
        object[key] = text;
    }
}

void add_json(EventJson& object, const char* key, EventJson value) {
    if (!value.empty()) {
        object[key] = std::move(value);
    }
}

EventJson findings_json(const TransactionRecord& record) {
    auto all = EventJson::array();
    for (const auto& finding : record.findings) {
        EventJson each;
        add(each, "rule", finding.rule);
        add(each, "where", finding.where);
        add(each, "stage", finding.stage);
        add(each, "recipient", bare(finding.recipient));
        add(each, "what", finding.what);
        add(each, "action", finding.action);
        add(each, "mode", finding.mode);
        add(each, "exception", finding.exception);
        add(each, "reply", finding.reply);
        all.push_back(std::move(each));
    }
    return all;
}

EventJson rights_json(const TransactionRecord& record) {
    auto all = EventJson::array();
    for (const auto& right : record.rights) {
        EventJson each;
        add(each, "address", right.address);
        add(each, "right", right.right);
        add(each, "by", right.by);
        add(each, "owner", right.owner);
        add(each, "ticket", right.ticket);
        all.push_back(std::move(each));
    }
    return all;
}

EventJson edits_json(const TransactionRecord& record) {
    auto all = EventJson::array();
    for (const auto& edit : record.edits) {
        EventJson each;
        add(each, "edit", edit.edit);
        add(each, "field", edit.field);
        add(each, "old", edit.old_value);
        add(each, "new", edit.new_value);
        all.push_back(std::move(each));
    }
    return all;
}

EventJson signatures_json(const TransactionRecord& record) {
    auto all = EventJson::array();
    for (const auto& signature : record.signatures) {
        all.push_back({{"d", signature.d}, {"s", signature.s}, {"a", signature.a}});
        if (!signature.b.empty()) {  // as in older records
            all.back()["b"] = signature.b;
        }
    }
    return all;
}

EventJson members_json(const ControlRecord& record) {
    EventJson members;
    for (const auto& member : record.members) {
        if (!member.items.empty()) {
            members[member.key] = member.items;
        } else {
            members[member.key] = member.text;
        }
    }
    return members;
}

std::string line_of(const EventJson& event) {
    return event.dump(-1, ' ', false, EventJson::error_handler_t::replace);
}

}  // namespace msa

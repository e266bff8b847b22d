// Recorded facts, see recorded_facts.h.
#include "submission/recorded_facts.h"

#include "base/text.h"
#include "mail/header_list.h"

#include <algorithm>
#include <array>

namespace msa {

namespace {

using Names = std::initializer_list<std::string_view>;

bool is_one_of(std::string_view field, Names names) {
    return std::any_of(names.begin(), names.end(),
                       [field](std::string_view name) { return same_name(field, name); });
}

bool begins(std::string_view field, std::string_view prefix) {
    return equal_ignoring_case(field.substr(0, prefix.size()), prefix);
}

Reads part_of(std::string_view field) {
    if (is_one_of(field, {"From", "Sender", "Resent-From", "Resent-Sender"})) {
        return reads::people | reads::addresses;
    }
    if (is_one_of(field, {"Reply-To", "To", "Cc", "Bcc", "Resent-To", "Resent-Cc", "Resent-Bcc",
                          "Resent-Reply-To", "Disposition-Notification-To"})) {
        return reads::addresses;
    }
    if (begins(field, "Content-") || is_one_of(field, {"MIME-Version"})) {
        return reads::mime;
    }
    if (begins(field, "List-")) {
        return reads::lists;
    }
    if (is_one_of(field, {"Date", "Message-ID", "Resent-Date", "Resent-Message-ID"})) {
        return reads::message;
    }
    if (is_one_of(field, {"Received", "Return-Path", "Authentication-Results"})) {
        return reads::trace;
    }
    return reads::nothing;
}

}  // namespace

std::string_view to_text(FactsKept kept) {
    switch (kept) {
        case FactsKept::none: return "none";
        case FactsKept::judged: return "judged";
        case FactsKept::all: return "all";
    }
    return {};
}

std::string_view to_text(Reads part) {
    switch (part) {
        case reads::people: return "From and Sender";
        case reads::addresses: return "all fields with addresses";
        case reads::mime: return "the MIME fields";
        case reads::lists: return "the List fields";
        case reads::message: return "Date and Message-ID";
        case reads::trace: return "the trace fields";
        case reads::fields: return "every field";
        case reads::body: return "what was counted in the body";
        case reads::text: return "the body";
        case reads::recipients: return "the recipients";
        case reads::client: return "the client's address";
        case reads::strangers: return "without a proved identity, recipients and client";
        default: return {};
    }
}

const std::vector<Reads>& single_reads() {
    static const std::vector<Reads> parts{reads::people,     reads::addresses, reads::mime,
                                          reads::lists,      reads::message,   reads::trace,
                                          reads::fields,     reads::body,      reads::text,
                                          reads::recipients, reads::client,    reads::strangers};
    return parts;
}

bool sees_field(Reads what, std::string_view field) {
    return (what & reads::fields) != 0 || (what & part_of(bare_name(field))) != 0;
}

}  // namespace msa

// Comparison of a message with its record, see alterations.h.
#include "inquiry/alterations.h"

#include "base/text.h"
#include "mail/address.h"
#include "mail/address_key.h"

#include <algorithm>

namespace msa {
namespace {

using Strings = std::vector<std::string>;

/// Without folds, and with one blank for each run of them.
std::string in_short(std::string_view value) {
    std::string text;
    for (const char c : value) {
        const bool is_white = is_blank(c) || c == '\r' || c == '\n';
        if (!is_white) {
            text += c;
        } else if (!text.empty() && text.back() != ' ') {
            text += ' ';
        }
    }
    return std::string(trimmed(text));
}

std::string quoted_text(std::string_view text) {
    return text.empty() ? "none" : '"' + printable(text) + '"';
}

std::string difference(const std::string& field, const std::string& recorded,
                       const std::string& now) {
    return "field " + field + ": recorded " + quoted_text(recorded) + ", now " + quoted_text(now);
}

bool has_value(const HeaderList& header, const std::string& name, const std::string& value) {
    const auto& fields = header.fields();
    return std::any_of(fields.begin(), fields.end(), [&](const HeaderField& field) {
        return same_name(field.name, name) && in_short(field.value) == value;
    });
}

std::string first_value(const HeaderList& header, const std::string& name) {
    const auto* const field = header.find(name);
    return field == nullptr ? "" : in_short(field->value);
}

/// Sorted; of a field that cannot be read, itself.
Strings authors(const HeaderList& header) {
    Strings addresses;
    for (std::size_t nth = 1; nth <= header.count("From"); ++nth) {
        const auto& value = header.find("From", nth)->value;
        const auto list = parse_address_list(value);
        if (!list) {
            addresses.push_back(in_short(value));
            continue;
        }
        for (const auto& mailbox : all_mailboxes(*list)) {
            const auto key = address_key(mailbox.address);
            addresses.push_back(key ? *key : to_text(mailbox.address));
        }
    }
    std::sort(addresses.begin(), addresses.end());
    return addresses;
}

}  // namespace

Strings altered_fields(const SignedRecord& record, const HeaderList& header) {
    Strings altered;
    auto recorded = record.from;
    std::sort(recorded.begin(), recorded.end());
    if (const auto now = authors(header); !recorded.empty() && now != recorded) {
        altered.push_back(difference("From", join(recorded, ", "), join(now, ", ")));
    }
    if (const auto now = first_value(header, "Message-ID");
        !record.message_id.empty() && now != in_short(record.message_id)) {
        altered.push_back(difference("Message-ID", in_short(record.message_id), now));
    }
    for (const auto& [field, value] : record.new_fields) {
        const auto was = in_short(value);
        const bool is_told = same_name(field, "From") || same_name(field, "Message-ID") ||
                             same_name(field, "DKIM-Signature");
        if (!is_told && !has_value(header, field, was)) {
            altered.push_back(difference(field, was, first_value(header, field)));
        }
    }
    return altered;
}

}  // namespace msa

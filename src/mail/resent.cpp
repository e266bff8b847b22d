#include "mail/resent.h"

#include "base/text.h"

#include <algorithm>

namespace msa {

namespace {

constexpr std::string_view prefix = "Resent-";

bool is_trace_field(const HeaderField& field) {
    return same_name(field.name, "Received") || same_name(field.name, "Return-Path");
}

bool is_resent_field(const HeaderField& field) {
    return equal_ignoring_case(std::string_view(field.name).substr(0, prefix.size()), prefix);
}

bool is_blank_field(const HeaderField& field) {
    return field.value.find_first_not_of(" \t\r\n") == std::string::npos;
}

std::vector<const HeaderField*> filled(const HeaderList& headers, std::string_view name) {
    std::vector<const HeaderField*> fields;
    for (const auto& field : headers.fields()) {
        if (same_name(field.name, name) && !is_blank_field(field)) {
            fields.push_back(&field);
        }
    }
    return fields;
}

// Steps 1 and 2: Resent-Sender, but not where a Resent-From of a later resending stands above it.
const HeaderField* responsible_resent_field(const HeaderList& headers) {
    const auto senders = filled(headers, "Resent-Sender");
    const auto froms = filled(headers, "Resent-From");
    if (senders.empty()) {
        return froms.empty() ? nullptr : froms.front();
    }
    if (froms.empty() || froms.front() > senders.front()) {
        return senders.front();
    }
    // Both are elements of one array.
    const bool is_older = std::any_of(froms.front(), senders.front(), is_trace_field);
    return is_older ? froms.front() : senders.front();
}

}  // namespace

const HeaderField* ResentBlock::find(std::string_view name) const {
    const auto found = std::find_if(fields.begin(), fields.end(), [name](const HeaderField* field) {
        return same_name(field->name, name);
    });
    return found == fields.end() ? nullptr : *found;
}

std::vector<ResentBlock> resent_blocks(const HeaderList& headers) {
    std::vector<ResentBlock> blocks;
    bool is_open = false;
    for (const auto& field : headers.fields()) {
        is_open = is_open && !is_trace_field(field);
        if (!is_resent_field(field)) {
            continue;
        }
        if (!is_open || blocks.back().find(bare_name(field.name)) != nullptr) {
            blocks.emplace_back();
            is_open = true;
        }
        blocks.back().fields.push_back(&field);
    }
    return blocks;
}

const HeaderField* responsible_field(const HeaderList& headers) {
    if (const auto* field = responsible_resent_field(headers)) {
        return field;
    }
    for (const char* name : {"Sender", "From"}) {
        const auto fields = filled(headers, name);
        if (!fields.empty()) {
            return fields.size() == 1 ? fields.front() : nullptr;
        }
    }
    return nullptr;
}

}  // namespace msa

// The tags of a signature, see signature_tags.h.
#include "verify/signature_tags.h"

#include "base/text.h"

#include <algorithm>

namespace msa {
namespace {

constexpr std::string_view field_name = "dkim-signature";

std::string without_white_space(std::string_view text) {
    std::string left(text);
    std::erase_if(left, [](char c) { return is_blank(c) || c == '\r' || c == '\n'; });
    return left;
}

bool names_signatures(std::string_view header_fields) {
    const auto names = split(header_fields, ':');
    return std::any_of(names.begin(), names.end(),
                       [](std::string_view name) { return equal_ignoring_case(name, field_name); });
}

void take(SignatureTags& tags, std::string_view name, const std::string& value) {
    const auto set = [&value](std::string& tag) {
        if (tag.empty()) {
            tag = value;
        }
    };
    if (name == "d") {
        set(tags.domain);
    } else if (name == "s") {
        set(tags.selector);
    } else if (name == "a") {
        set(tags.algorithm);
    } else if (name == "b") {
        set(tags.octets);
    } else if (name == "h") {
        tags.signs_signatures = tags.signs_signatures || names_signatures(value);
    }
}

}  // namespace

std::optional<SignatureTags> signature_tags(std::string_view field) {
    const auto colon = std::min(field.find(':'), field.size());
    if (!equal_ignoring_case(trimmed(field.substr(0, colon)), field_name)) {
        return std::nullopt;
    }
    SignatureTags tags;
    for (const auto part : split(field.substr(std::min(colon + 1, field.size())), ';')) {
        const auto tag = without_white_space(part);
        const auto equals = std::min(tag.find('='), tag.size());
        take(tags, std::string_view(tag).substr(0, equals),
             tag.substr(std::min(equals + 1, tag.size())));
    }
    tags.domain = ascii_lower(tags.domain);
    tags.selector = ascii_lower(tags.selector);
    return tags;
}

}  // namespace msa

// The choice of the signed fields, see signed_fields.h.
#include "dkim/signed_fields.h"

#include "base/text.h"
#include "dkim/relaxed.h"
#include "mail/folding.h"
#include "mail/header_list.h"

#include <algorithm>
#include <array>
#include <numeric>
#include <optional>
#include <utility>

namespace msa {

namespace {

// No more than others make: libopendkim cuts h= at 4095 octets.
constexpr std::size_t maximum_list = 4000;

// Fields that relays add, remove or rewrite, that must not leave, or that are signatures themselves
// (RFC 6376, 5.4.1 and 3.5).
constexpr std::array<std::string_view, 7> never_signed = {
    "dkim-signature", "return-path", "received", "bcc", "resent-bcc", "comments", "keywords"};

Error refusal(std::string what, ErrorKind kind) {
    return {.what = std::move(what), .kind = kind};
}

// A semicolon would end the h= tag (RFC 6376, 3.5).
bool can_be_listed(std::string_view name) {
    return is_field_name(name) && name.size() <= max_line && name.find(';') == name.npos;
}

// Adds the name in lower case; tells whether it was new.
Result<bool> add_name(SignedNames& names, const std::string& name) {
    if (!can_be_listed(name)) {
        return refusal("`" + printable(name) + "` is not a field name", ErrorKind::bad_config);
    }
    std::string folded = ascii_lower(name);
    if (std::find(never_signed.begin(), never_signed.end(), folded) != never_signed.end()) {
        return refusal("the field " + name + " must not be signed (RFC 6376, 5.4.1)",
                       ErrorKind::bad_config);
    }
    return names.all.insert(std::move(folded)).second;
}

std::size_t joined_size(const std::vector<std::string>& list) {
    std::size_t size = 0;
    for (const std::string& name : list) {
        size += name.size() + 1;
    }
    return size;
}

std::optional<std::string_view> disturbance(std::string_view value) {
    for (std::size_t i = 0; i < value.size(); ++i) {
        switch (value[i]) {
            case '\0': return "a NUL";
            case '\v': return "a vertical tab";
            case '\f': return "a form feed";
            case '\r': return "a CR";
            case '\n':
                if (i + 1 == value.size() || !is_blank(value[i + 1])) {
                    return "an LF that is no fold";
                }
                break;
            default: break;
        }
    }
    return std::nullopt;
}

}  // namespace

Result<SignedNames> signed_names(const SigningSettings& settings) {
    SignedNames names;
    for (const std::string& name : settings.oversigned) {
        const auto added = add_name(names, name);
        if (!added) {
            return added.error();
        }
        if (*added) {
            names.oversigned.push_back(name);
        }
    }
    for (const std::string& name : settings.signed_present) {
        if (const auto added = add_name(names, name); !added) {
            return added.error();
        }
    }
    names.all.insert("from");
    if (joined_size(names.oversigned) > maximum_list / 2) {
        return refusal("too many oversigned fields for one signature", ErrorKind::bad_config);
    }
    return names;
}

Result<SignedFields> signed_fields(const HeaderList& headers, const SignedNames& names) {
    SignedFields result;
    bool has_from = false;
    for (const HeaderField& field : headers.fields()) {
        const std::string_view name = bare_name(field.name);
        const std::string folded = ascii_lower(name);
        if (!names.all.contains(folded)) {
            continue;
        }
        if (const auto found = disturbance(field.value)) {
            return refusal("the field " + std::string(name) + " has " + std::string(*found) +
                               " and cannot be signed",
                           ErrorKind::bad_input);
        }
        has_from = has_from || folded == "from";
        result.fields.push_back({.name = std::string(name), .value = field.value});
        result.list.emplace_back(name);
    }
    if (!has_from) {
        return refusal("no From field to sign", ErrorKind::bad_input);
    }
    result.list.insert(result.list.end(), names.oversigned.begin(), names.oversigned.end());
    if (joined_size(result.list) > maximum_list) {
        return refusal("too many fields for one signature", ErrorKind::bad_input);
    }
    return result;
}

// h= names the occurrences of a field from the last to the first (RFC 6376, 5.4.2).
std::string canonical_form(const std::vector<HeaderField>& fields) {
    std::vector<std::size_t> by_name(fields.size());
    std::iota(by_name.begin(), by_name.end(), 0);
    std::stable_sort(by_name.begin(), by_name.end(), [&fields](std::size_t a, std::size_t b) {
        return std::lexicographical_compare(
            fields[a].name.begin(), fields[a].name.end(), fields[b].name.begin(),
            fields[b].name.end(), [](char x, char y) { return ascii_lower(x) < ascii_lower(y); });
    });
    std::vector<const HeaderField*> meant(fields.size());
    for (auto first = by_name.begin(); first != by_name.end();) {
        const auto behind = std::find_if(first, by_name.end(), [&fields, first](std::size_t each) {
            return !equal_ignoring_case(fields[each].name, fields[*first].name);
        });
        for (auto last = behind; first != behind; ++first) {
            meant[*first] = &fields[*--last];
        }
    }
    std::string canonical;
    for (const HeaderField* field : meant) {
        canonical += relaxed_field(field->name, field->value);
    }
    return canonical;
}

}  // namespace msa

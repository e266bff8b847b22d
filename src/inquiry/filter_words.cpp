// Values of filters, see filter_words.h.
#include "inquiry/filter_words.h"

#include "audit/json_text.h"
#include "audit/record_json.h"
#include "base/text.h"
#include "inquiry/recorded_addresses.h"
#include "mail/address_pattern.h"
#include "mail/domain.h"
#include "mail/header_list.h"
#include "ownership/network.h"
#include "policy/audit_record.h"
#include "submission/facts.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace msa {

namespace {

using Strings = std::vector<std::string>;
using Needles = std::vector<Needle>;
using Case = Needle::Case;

constexpr std::size_t longest_needle = 200;

/// The value as records spell it, where it is the whole of a JSON string or a part of one.
std::string spelled(std::string_view value) {
    std::string text;
    append_json_text(text, value, longest_needle);
    return text.substr(1, text.size() - 2);
}

Needles needle_of(std::string_view value, Case how) {
    const auto text = spelled(value);
    return text.empty() || value.size() > longest_needle ? Needles() : Needles{Needle(text, how)};
}

bool is_plain(std::string_view text) {
    return !text.empty() && std::all_of(text.begin(), text.end(), [](char c) {
        return is_letter(c) || is_digit(c) || c == '-' || c == '_' || c == '+' || c == '.';
    });
}

/// The longest label, which stands in the line however the others are written.
Needles needle_of_domain(std::string_view domain) {
    std::string_view longest;
    for (const auto label : split(domain, '.')) {
        if (label.size() > longest.size() && is_plain(label) &&
            !ascii_lower(label).starts_with("xn--")) {
            longest = label;
        }
    }
    return longest.empty() ? Needles() : Needles{Needle(longest, Case::is_ignored)};
}

Result<FilterWord> address_word(const std::string& value) {
    if (value == "<>") {
        return FilterWord{[](std::string_view found) { return found == "<>"; },
                          {Needle("<>", Case::counts)}};
    }
    const auto pattern = AddressPattern::parse(value);
    if (!pattern) {
        return Error{pattern.error().what, ErrorKind::bad_input};
    }
    FilterWord word{[pattern = *pattern](std::string_view key) { return pattern.matches(key); },
                    {}};
    const auto local = std::string_view(value).substr(0, value.rfind('@'));
    if (is_plain(local)) {
        word.needles = {Needle(local, Case::is_ignored)};
        word.needs_plain_text = true;
    } else {
        word.needles = needle_of_domain(domain_in(value));
    }
    return word;
}

/// A value, or what stands for it in records that hide recipients.
void add_pseudonym(FilterWord& word, const std::string& pseudonym) {
    // That of a domain stands behind the `@` of those of its addresses.
    const auto ending = pseudonym.find('@') == std::string::npos ? '@' + pseudonym : pseudonym;
    word.matches = [plain = std::move(word.matches), ending](std::string_view found) {
        return found.ends_with(ending) || plain(found);
    };
    if (!word.needles.empty()) {
        word.needles.emplace_back(pseudonym, Case::counts);
    }
}

void add_pseudonyms(FilterWord& word, const FilterKind& kind, const std::string& value,
                    const FilterKnowledge& known) {
    for (const auto& key : known.pseudonyms) {
        if (kind.form == FilterForm::domain) {
            add_pseudonym(word, key.of_domain(value));
        } else if (kind.name == "recipient" && value.starts_with("@") && value[1] != '.') {
            add_pseudonym(word, key.of_domain(value.substr(1)));
        } else if (kind.name == "recipient" && !value.starts_with("@")) {
            add_pseudonym(word, key.of_address(value));
        }
    }
}

Result<FilterWord> domain_word(const std::string& value) {
    const auto domain = a_labels(value);
    if (!domain) {
        return Error{"'" + printable(value) + "' is not a domain: " + domain.error().what,
                     ErrorKind::bad_input};
    }
    return FilterWord{[domain = *domain](std::string_view key) { return domain_in(key) == domain; },
                      needle_of_domain(value)};
}

Result<FilterWord> network_word(const std::string& value) {
    const auto network = Network::parse(value);
    if (!network) {
        return Error{network.error().what, ErrorKind::bad_input};
    }
    return FilterWord{[network = *network](std::string_view found) {
        // A trail may keep no more than the network of a client.
        if (found.find('/') == std::string_view::npos) {
            return network.contains(found);
        }
        const auto kept = Network::parse(found);
        return kept && network.covers(*kept);
    }};
}

Result<FilterWord> field_word(const std::string& value) {
    const auto name = value.substr(value.find_first_not_of("+-~") == 1 ? 1 : 0);
    if (!is_field_name(name)) {
        return Error{"'" + printable(value) + "' is not the name of a field", ErrorKind::bad_input};
    }
    const bool has_sign = name.size() != value.size();
    return FilterWord{[value, has_sign](std::string_view found) {
                          return equal_ignoring_case(has_sign ? found : found.substr(1), value);
                      },
                      {Needle(name, Case::is_ignored)}};
}

FilterWord exactly(const std::string& value, Needles needles) {
    return {[value](std::string_view found) { return found == value; }, std::move(needles)};
}

Result<FilterWord> signature_word(const std::string& value) {
    std::string octets = value;
    std::erase_if(octets, [](char c) { return is_blank(c) || c == '\r' || c == '\n'; });
    if (octets.size() < recorded_signature_octets) {
        return Error{"'" + printable(value) +
                         "' is not b= of a signature: give at least its first " +
                         std::to_string(recorded_signature_octets) + " characters",
                     ErrorKind::bad_input};
    }
    octets.resize(recorded_signature_octets);
    return exactly(octets, needle_of(octets, Case::counts));
}

Strings words_of(std::string_view filter) {
    if (filter == "disposition") {
        constexpr std::array all{Disposition::accepted, Disposition::held,
                                 Disposition::rejected, Disposition::deferred,
                                 Disposition::aborted,  Disposition::out_of_scope};
        Strings words;
        std::transform(all.begin(), all.end(), std::back_inserter(words),
                       [](Disposition each) { return std::string(to_text(each)); });
        return words;
    }
    if (filter == "source") {
        auto words = identity_source_words();
        words.emplace_back("none");
        return words;
    }
    return {"owner", "on_behalf", "none", "cannot_tell"};
}

Result<FilterWord> known_word(const FilterKind& kind, const std::string& value,
                              const Strings& rules) {
    const auto known = kind.name == "rule" ? rules : words_of(kind.name);
    if (std::find(known.begin(), known.end(), value) == known.end()) {
        return unknown_value(kind.name, value, known);
    }
    // What is not there stands as null in the line.
    const bool is_null = kind.name == "source" && value == "none";
    return exactly(value, is_null ? Needles() : Needles{Needle('"' + value + '"', Case::counts)});
}

Result<FilterWord> plain_word(const FilterKind& kind, const std::string& value,
                              const Strings& rules) {
    switch (kind.form) {
        case FilterForm::address: return address_word(value);
        case FilterForm::domain: return domain_word(value);
        case FilterForm::network: return network_word(value);
        case FilterForm::field: return field_word(value);
        case FilterForm::signature: return signature_word(value);
        case FilterForm::word: return known_word(kind, value, rules);
        case FilterForm::login:
            return FilterWord{
                [value](std::string_view found) { return equal_ignoring_case(found, value); },
                needle_of(value, Case::is_ignored)};
        case FilterForm::text: break;
    }
    const bool is_null = kind.name == "tls" && value == "none";
    return exactly(value, is_null ? Needles() : needle_of(value, Case::counts));
}

}  // namespace

Error unknown_value(std::string_view kind, std::string_view word, const Strings& known) {
    const auto near = nearest(word, known);
    return {"no " + std::string(kind) + " '" + printable(word) + "'; " +
                (near ? "did you mean '" + *near + "'?" : "known: " + join(known, ", ")),
            ErrorKind::bad_input};
}

Result<FilterWord> filter_word(const FilterKind& kind, const std::string& value,
                               const FilterKnowledge& known) {
    auto word = plain_word(kind, value, known.rules);
    if (word) {
        add_pseudonyms(*word, kind, value, known);
    }
    return word;
}

}  // namespace msa

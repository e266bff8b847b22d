// Control records, see control_record.h. They are few: each is parsed whole.
#include "trail/control_record.h"

#include "base/text.h"

#include <simdjson.h>

namespace msa {

namespace {

using simdjson::dom::element;

template <class T, class Json>
std::optional<T> member(const Json& object, std::string_view name) {
    T value{};
    if (object[name].get(value) != simdjson::SUCCESS) {
        return std::nullopt;
    }
    return value;
}

std::string text_of(const element& object, std::string_view name) {
    return std::string(member<std::string_view>(object, name).value_or(""));
}

/// Calls `use` with the record; absent: no JSON.
template <class Use>
auto with_record(std::string_view line, const Use& use) -> decltype(use(element())) {
    simdjson::dom::parser parser;
    element record;
    if (parser.parse(line.data(), line.size()).get(record) != simdjson::SUCCESS) {
        return {};
    }
    return use(record);
}

std::optional<VerifierKey> key_member(const element& record) {
    const auto key = parse_verifier_key(text_of(record, "key"));
    return key ? std::optional(*key) : std::nullopt;
}

int digit(char c) {
    return is_digit(c) ? c - '0' : c >= 'a' && c <= 'f' ? c - 'a' + 10 : -1;
}

std::optional<Digest> digest_of(std::string_view text) {
    Digest digest{};
    if (text.size() != 2 * digest.size()) {
        return std::nullopt;
    }
    for (std::size_t i = 0; i < digest.size(); ++i) {
        const int high = digit(text[2 * i]);
        const int low = digit(text[2 * i + 1]);
        if (high < 0 || low < 0) {
            return std::nullopt;
        }
        digest.at(i) = static_cast<char>(high * 16 + low);
    }
    return digest;
}

std::optional<ExpiredLeaves> expired_leaves(const element& file) {
    const auto first = member<std::uint64_t>(file, "first");
    const auto end = member<std::uint64_t>(file, "end");
    const auto subtrees = member<simdjson::dom::array>(file, "subtrees");
    if (!first || !end || !subtrees || *first >= *end) {
        return std::nullopt;
    }
    ExpiredLeaves leaves{text_of(file, "file"), text_of(file, "origin"), *first, *end, {}};
    for (const auto& each : *subtrees) {
        std::string_view text;
        const auto digest =
            each.get(text) == simdjson::SUCCESS ? digest_of(text) : std::optional<Digest>();
        if (!digest) {
            return std::nullopt;
        }
        leaves.subtrees.push_back(*digest);
    }
    return leaves;
}

}  // namespace

std::optional<TreeRecord> tree_record(std::string_view line) {
    return with_record(line, [](const element& record) -> std::optional<TreeRecord> {
        TreeRecord tree{text_of(record, "origin"), text_of(record, "previous"), key_member(record),
                        text_of(record, "reason")};
        return is_key_name(tree.origin) ? std::optional(tree) : std::nullopt;
    });
}

std::optional<std::vector<ExpiredLeaves>> expiry_record(std::string_view line) {
    using All = std::optional<std::vector<ExpiredLeaves>>;
    return with_record(line, [](const element& record) -> All {
        const auto files = member<simdjson::dom::array>(record, "files");
        if (!files) {
            return std::nullopt;
        }
        std::vector<ExpiredLeaves> all;
        for (const auto& file : *files) {
            auto leaves = expired_leaves(file);
            if (!leaves) {
                return std::nullopt;
            }
            all.push_back(*std::move(leaves));
        }
        return all;
    });
}

std::optional<VerifierKey> audit_key_record(std::string_view line) {
    return with_record(line, [](const element& record) { return key_member(record); });
}

std::optional<std::string> text_member(std::string_view line, std::string_view name) {
    return with_record(line, [name](const element& record) -> std::optional<std::string> {
        const auto text = member<std::string_view>(record, name);
        return text ? std::optional(std::string(*text)) : std::nullopt;
    });
}

std::optional<std::uint64_t> number_member(std::string_view line, std::string_view name) {
    return with_record(
        line, [name](const element& record) { return member<std::uint64_t>(record, name); });
}

std::optional<bool> truth_member(std::string_view line, std::string_view name) {
    return with_record(line, [name](const element& record) { return member<bool>(record, name); });
}

bool is_json(std::string_view line) {
    return with_record(
               line,
               [](const element& record) -> std::optional<bool> { return record.is_object(); })
        .value_or(false);
}

}  // namespace msa

// Maps whose entries stand in a text, as postmap(1) reads it, or in main.cf itself.
#include "base/file.h"
#include "base/first_word.h"
#include "base/text.h"
#include "doctor/logical_lines.h"
#include "doctor/postfix/value.h"
#include "import/placed_line.h"
#include "import/postfix_map.h"
#include "mail/address.h"
#include "mail/domain.h"
#include "ownership/table_settings.h"

#include <algorithm>
#include <map>
#include <set>

namespace msa {
namespace {

struct Entry {
    std::string key;
    std::string value;
    std::string place;
};

Result<std::vector<Entry>> entries_of_file(const std::string& path) {
    const auto text = import_file(path);
    if (!text) {
        return text.error();
    }
    std::vector<Entry> entries;
    for (const auto& line : logical_lines(*text)) {
        const auto place = path + ':' + std::to_string(line.number);
        const auto end = first_word_end(line.text);
        if (end >= line.text.size()) {
            return import_error(place, "'" + line.text + "' has no value");
        }
        entries.push_back({line.text.substr(0, end),
                           std::string(trimmed(std::string_view(line.text).substr(end))), place});
    }
    return entries;
}

/// `{ {key = value}, key=value }`
Result<std::vector<Entry>> entries_in(const std::string& text, const std::string& place) {
    const auto items = items_of(unbraced(text));
    if (!items) {
        return within(place, items.error());
    }
    std::vector<Entry> entries;
    for (const auto& each : *items) {
        const auto inner = unbraced(each);
        const auto equals = inner.find('=');
        if (equals == std::string_view::npos || trimmed(inner.substr(0, equals)).empty()) {
            return import_error(
                place, std::string("inline: '").append(each).append("' is not key = value"));
        }
        entries.push_back({std::string(trimmed(inner.substr(0, equals))),
                           std::string(trimmed(inner.substr(equals + 1))), place});
    }
    return entries;
}

bool is_address(const std::string& key) {
    return key.starts_with('@') ? a_labels(std::string_view(key).substr(1)).has_value()
                                : parse_addr_spec(key).has_value();
}

/// Whether it means here what it means to Postfix.
bool is_key_here(const Entry& entry) {
    const auto values = words_in(entry.value);
    return is_address(entry.key) && !values.empty() && entry.key.find('*') == std::string::npos &&
           TableSettings{.name = {}, .use = TableSettings::Use::owners}
               .allows(entry.key, {values.begin(), values.end()})
               .has_value();
}

/// As they are, for a table that takes no key twice.
bool are_all_keys_here(const std::vector<Entry>& entries) {
    std::set<std::string> keys;
    return std::all_of(entries.begin(), entries.end(), [&keys](const Entry& each) {
        return is_key_here(each) && keys.insert(ascii_lower(each.key)).second;
    });
}

bool has_quotes(const Entry& entry) {
    return entry.key.starts_with('"');
}

/// Whether Postfix would find it for an account of this host.
bool is_account(const Entry& entry) {
    return entry.key.find_first_of("@*") == std::string::npos && is_address(entry.key + "@example");
}

/// Entries under whole addresses; the rest are remarks.
DraftTable inline_table(const std::vector<Entry>& entries, const PostfixNames& site,
                        RuleDraft& draft) {
    std::map<std::string, std::string> whole;
    for (const auto& each : entries) {
        if (is_key_here(each)) {
            whole.emplace(ascii_lower(each.key), each.value);
        }
    }
    for (const auto& each : entries) {
        if (!is_account(each)) {
            if (!is_key_here(each)) {
                draft.remark(each.place,
                             "'" + each.key + ' ' + each.value + "' has no meaning among owners");
            }
            continue;
        }
        for (const auto& name : site.unknown_domains) {
            draft.remark(each.place, "'" + each.key + "' stands for the account at " + name +
                                         ", too: the names of this host are not known here");
        }
        for (const auto& domain : site.local_domains) {
            whole.emplace(ascii_lower(each.key) + '@' + domain,
                          each.value);  // after a whole address
        }
    }
    DraftTable table{.name = {}, .settings = {{"type", toml_text("inline")}}};
    for (const auto& [key, value] : whole) {
        table.entries.emplace_back(key, words_in(value));
    }
    if (whole.empty()) {
        table.settings.emplace_back("entries", "{}");
    }
    return table;
}

/// Of a map whose text, which postmap(1) made it of, is gone.
void import_without_text(const std::string& type, const std::string& path, const std::string& place,
                         const std::string& origin, RuleDraft& draft) {
    if (type == "lmdb" || type == "cdb") {
        add_owner_table(
            {.name = {},
             .settings = {{"type", toml_text(type)}, {"path", toml_text(path + '.' + type)}},
             .notes = {origin}},
            path, draft);
    } else {
        draft.remark(place, type + ':' + path +
                                ": the text that postmap(1) made it of is gone; `postmap -s " +
                                type + ':' + path + "` prints it");
    }
}

}  // namespace

Result<void> import_text_map(const std::string& type, const std::string& path,
                             const std::string& place, const PostfixNames& site, RuleDraft& draft) {
    const auto origin = place + ": " + type + ':' + path;
    if (type == "inline") {
        const auto entries = entries_in(path, place);
        if (!entries) {
            return entries.error();
        }
        add_owner_table(inline_table(*entries, site, draft), "inline", draft);
        return {};
    }
    if (!path.starts_with('/')) {
        return import_error(place, type + ':' + path + ": is not an absolute path");
    }
    const bool is_read_here = type == "lmdb" || type == "cdb";
    if (!may_exist(path) && (is_read_here || may_exist(path + ".db"))) {
        import_without_text(type, path, place, origin, draft);
        return {};
    }
    const auto entries = entries_of_file(path);
    if (!entries) {
        return within(place, entries.error());
    }
    if (!are_all_keys_here(*entries)) {
        auto table = inline_table(*entries, site, draft);
        table.notes = {origin +
                       ": some of its keys are not addresses, or are there twice, so its present "
                       "entries were copied."};
        add_owner_table(std::move(table), path, draft);
        return {};
    }
    // Addresses are asked for without quotes, which postmap(1) keeps in its files.
    const bool is_asked = is_read_here && may_exist(path + '.' + type) &&
                          std::none_of(entries->begin(), entries->end(), has_quotes);
    std::vector<std::string> notes{origin};
    if (!is_asked && type != "texthash") {
        notes.emplace_back(
            "The source text for postmap(1) is read. After a change, run `msa-milter reload` "
            "instead of postmap.");
    }
    add_owner_table({.name = {},
                     .settings = {{"type", toml_text(is_asked ? type : "file")},
                                  {"path", toml_text(is_asked ? path + '.' + type : path)}},
                     .notes = std::move(notes)},
                    path, draft);
    return {};
}

}  // namespace msa

#include "import/draft.h"

#include "base/text.h"

#include <algorithm>

namespace msa {
namespace {

constexpr std::size_t widest = 98;

/// Comment lines of the text, which may be of any length, without what a comment may not hold.
std::string comment(std::string_view text, std::string_view head = "# ") {
    std::string lines;
    std::string line(head);
    std::string plain(text);
    std::replace_if(plain.begin(), plain.end(), is_control, ' ');
    for (const auto word : split(plain, ' ')) {
        if (line.size() > head.size() && line.size() + word.size() + 1 > widest) {
            lines += line + '\n';
            line = "#   ";
        } else if (line.size() > head.size() && line != "#   ") {
            line += ' ';
        }
        line += word;
    }
    return lines + line + '\n';
}

std::string comments(const std::vector<std::string>& texts) {
    std::string lines;
    for (const auto& each : texts) {
        lines += comment(each);
    }
    return lines;
}

/// Between quotes.
std::string escaped(std::string_view value) {
    std::string text;
    for (const char c : value) {
        if (is_control(c)) {
            text += "\\u00" + hex(std::string_view(&c, 1));
            continue;
        }
        text += c == '"' || c == '\\' ? "\\" : "";
        text += c;
    }
    return text;
}

std::string setting(std::string_view key, const std::string& value) {
    return std::string(key) + " = " + value + '\n';
}

/// The lines with # in front.
std::string commented_out(std::string_view lines) {
    std::string result;
    while (!lines.empty()) {
        const auto end = lines.find('\n');
        result += '#' + std::string(lines.substr(0, end)) + '\n';
        lines.remove_prefix(end + 1);
    }
    return result;
}

std::string head_text(const RuleDraft& draft) {
    std::string text =
        comment("Made by `msa-milter import` from " + join(draft.origins, ", ") + '.');
    text +=
        "# Read it, then `msa-milter check` it. Comments say what was not taken over, and why.\n";
    if (!draft.remarks.empty()) {
        text += "#\n# Not taken over:\n";
        for (const auto& each : draft.remarks) {
            text += comment(each, "# - ");
        }
    }
    text += "\nversion = \"imported-1\"\n";
    if (draft.owner_tables.empty() && !draft.self) {
        text +=
            "allow_none = true   # nobody owns an address yet: name tables, or say self = true\n";
    }
    return text + "\n[identity]\nsources = [\"sasl\"]\n";
}

std::string networks_text(const RuleDraft& draft) {
    std::string text;
    for (const auto& each : draft.networks) {
        text += '\n' + comment(each.note) +
                "# Name a login for each range, give that login addresses in [owners], and add "
                "\"network\" to the sources.\n" +
                commented_out("[[identity.network]]\n" + setting("range", toml_list(each.ranges)) +
                              setting("login", toml_text("NAME")));
    }
    return text;
}

std::string owners_text(const RuleDraft& draft) {
    std::string text = "\n[owners]\n" + comments(draft.owner_notes);
    if (!draft.owner_tables.empty()) {
        text += setting("tables", toml_list(draft.owner_tables));
    }
    if (draft.self) {
        text += "self = true   # a login owns the address that it is\n";
    }
    if (!draft.subaddress.empty()) {
        text += setting("subaddress", toml_text(draft.subaddress));
    }
    return text;
}

std::string tables_text(const RuleDraft& draft) {
    std::string text;
    for (const auto& table : draft.tables) {
        text += '\n' + comments(table.notes) + "[tables." + table.name + "]\n";
        for (const auto& [key, value] : table.settings) {
            text += setting(key, value);
        }
        text += table.entries.empty() ? "" : "[tables." + table.name + ".entries]\n";
        for (const auto& [key, values] : table.entries) {
            text += setting(toml_text(key), toml_list(values));
        }
    }
    return text;
}

std::string key_text(const DraftKey& key) {
    std::string text = "[[dkim.key]]\n" + setting("domain", toml_text(key.domain)) +
                       setting("selector", toml_text(key.selector)) +
                       setting("file", toml_text(key.file));
    if (!key.author_domains.empty() && key.author_domains != std::vector<std::string>{key.domain}) {
        text += setting("author_domains", toml_list(key.author_domains));
    }
    const auto notes = comments(key.notes);
    return '\n' + (key.obstacle.empty()
                       ? notes + text
                       : notes + comment("cannot be used yet: " + key.obstacle) +
                             (key.command.empty() ? "" : "#   " + key.command + '\n') +
                             commented_out(text));
}

std::string dkim_text(const RuleDraft& draft) {
    std::string options;
    if (!draft.oversign.empty()) {
        options += setting("oversign", toml_list(draft.oversign));
    }
    if (!draft.sign.empty()) {
        options += setting("sign", toml_list(draft.sign));
    }
    if (draft.minimum_rsa_bits != 0) {
        options += setting("minimum_rsa_bits", std::to_string(draft.minimum_rsa_bits));
    }
    if (!draft.require_safe_keys) {
        options += setting("require_safe_keys", "false");
    }
    std::string keys;
    for (const auto& each : draft.keys) {
        keys += key_text(each);
    }
    const bool has_key = std::any_of(draft.keys.begin(), draft.keys.end(),
                                     [](const DraftKey& key) { return key.obstacle.empty(); });
    const auto section = "\n[dkim]\n" + options;
    // Options without a key would be of no use, and are an error.
    return (has_key              ? section
            : draft.keys.empty() ? ""
                                 : '\n' + commented_out(section.substr(1))) +
           keys;
}

}  // namespace

void DraftKey::add_author_domain(const std::string& author_domain) {
    if (std::find(author_domains.begin(), author_domains.end(), author_domain) ==
        author_domains.end()) {
        author_domains.push_back(author_domain);
    }
}

void RuleDraft::remark(std::string_view place, std::string_view what) {
    auto text = std::string(place) + ": " + std::string(what);
    if (std::find(remarks.begin(), remarks.end(), text) == remarks.end()) {
        remarks.push_back(std::move(text));
    }
}

DraftKey& RuleDraft::key(const std::string& place, const DraftKey& wanted) {
    const auto same = std::find_if(keys.begin(), keys.end(), [&wanted](const DraftKey& each) {
        return each.domain == wanted.domain && each.selector == wanted.selector;
    });
    if (same == keys.end()) {
        keys.push_back(wanted);
        return keys.back();
    }
    if (same->file != wanted.file) {
        remark(place, wanted.selector + " of " + wanted.domain + " in " + wanted.file +
                          ": this selector has its key in " + same->file + " already");
    }
    for (const auto& each : wanted.author_domains) {
        same->add_author_domain(each);
    }
    return *same;
}

std::string RuleDraft::free_table_name(std::string_view name) const {
    std::string plain;
    for (const char c : name) {
        plain += is_letter(c) || is_digit(c) || c == '_' || c == '-' ? c : '_';
    }
    plain = plain.empty() ? "table" : plain;
    const auto is_taken = [this](const std::string& candidate) {
        return std::any_of(tables.begin(), tables.end(),
                           [&candidate](const DraftTable& each) { return each.name == candidate; });
    };
    auto candidate = plain;
    for (int i = 2; is_taken(candidate); ++i) {
        candidate = plain + '_' + std::to_string(i);
    }
    return candidate;
}

std::size_t RuleDraft::untranslated() const {
    const auto waiting = std::count_if(keys.begin(), keys.end(),
                                       [](const DraftKey& each) { return !each.obstacle.empty(); });
    return remarks.size() + networks.size() + static_cast<std::size_t>(waiting);
}

std::string to_text(const RuleDraft& draft) {
    return head_text(draft) + networks_text(draft) + owners_text(draft) + tables_text(draft) +
           dkim_text(draft);
}

std::string toml_text(std::string_view value) {
    return '"' + escaped(value) + '"';
}

std::string toml_folded(std::string_view value) {
    std::string text = "\"\"\"";
    for (const auto line : split(value, '\n')) {
        text += (text.size() == 3 ? "\n" : " \\\n") + escaped(line);  // \ takes blanks after it
    }
    return text + "\"\"\"";
}

std::string toml_list(const std::vector<std::string>& values) {
    std::vector<std::string> texts;
    texts.reserve(values.size());
    for (const auto& each : values) {
        texts.push_back(toml_text(each));
    }
    return '[' + join(texts, ", ") + ']';
}

}  // namespace msa

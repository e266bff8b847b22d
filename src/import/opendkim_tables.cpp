#include "import/opendkim_tables.h"

#include "base/text.h"
#include "mail/domain.h"

#include <algorithm>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {
namespace {

struct KeyEntry {
    std::string domain;  // or %: the author's
    std::string selector;
    std::string file;  // with %: the author's domain
    std::string place;
};
using KeyEntries = std::map<std::string, KeyEntry, std::less<>>;

bool is_path(std::string_view text) {
    return text.starts_with('/') || text.starts_with("./") || text.starts_with("../");
}

Result<KeyEntry> key_entry(const DatasetEntry& entry) {
    const auto parts = split(entry.value, ':');
    if (parts.size() < 3) {
        return import_error(entry.place,
                            "'" + entry.key + "': needs domain:selector:file after it");
    }
    const auto head = parts[0].size() + parts[1].size() + 2;
    return KeyEntry{.domain = std::string(trimmed(parts[0])),
                    .selector = std::string(trimmed(parts[1])),
                    .file = std::string(trimmed(std::string_view(entry.value).substr(head))),
                    .place = entry.place};
}

/// The author domains that a pattern stands for, as the rule file has them: `example.com`,
/// `*.example.com`; nothing where it goes by more, or by all.
std::optional<std::string> author_domain(std::string_view pattern, bool is_wildcard) {
    std::string_view domain = pattern;
    std::string head;
    if (is_wildcard) {
        if (!domain.starts_with("*@")) {
            return std::nullopt;
        }
        domain.remove_prefix(2);
        head = domain.starts_with("*.") ? "*." : "";
        domain.remove_prefix(head.size());
    } else if (domain.starts_with('.')) {
        head = "*.";
        domain.remove_prefix(1);
    }
    const auto labels = a_labels(domain);
    return labels ? std::optional(head + *labels) : std::nullopt;
}

std::string reason_against(std::string_view pattern, bool is_wildcard) {
    if (pattern == "*" || pattern == "*@*") {
        return "signs for every author's domain: here a key names those it signs for";
    }
    if (is_wildcard && pattern.find('@') == std::string_view::npos &&
        pattern.find('*') == std::string_view::npos) {
        return "matches no address, because it has no @";
    }
    if (pattern.find('@') != std::string_view::npos && !pattern.starts_with("*@")) {
        return "signs for one address: here a key signs for all authors of a domain";
    }
    return "is not a pattern for whole domains";
}

std::string with_domain(std::string text, std::string_view domain) {
    for (auto at = text.find('%'); at != std::string::npos;
         at = text.find('%', at + domain.size())) {
        text.replace(at, 1, domain);
    }
    return text;
}

/// Whether one pattern of whole domains leaves the other nothing.
bool covers(const std::string& first, const std::string& second) {
    return first == second || (first.starts_with("*.") && second.ends_with(first.substr(1)));
}

class Taking {
public:
    Taking(const SigningTables& tables, RuleDraft& draft) : tables_(tables), draft_(draft) {}

    Result<void> take() {
        for (const auto& each : tables_.keys.entries) {
            auto entry = key_entry(each);
            if (!entry) {
                return entry.error();
            }
            keys_.emplace(each.key, *std::move(entry));
        }
        for (const auto& each : tables_.senders.entries) {
            if (auto taken = take_sender(each); !taken) {
                return taken;
            }
        }
        for (const auto& [name, entry] : keys_) {
            if (std::find(used_.begin(), used_.end(), name) == used_.end()) {
                draft_.remark(
                    entry.place,
                    "'" + name +
                        "': no entry of the signing table that could be taken over has this key");
            }
        }
        return {};
    }

private:
    Result<void> take_sender(const DatasetEntry& entry) {
        const auto name =
            std::string(trimmed(std::string_view(entry.value).substr(0, entry.value.find(':'))));
        if (name.empty()) {
            return import_error(entry.place,
                                "'" + entry.key + "': needs the name of a key after it");
        }
        const auto domain = author_domain(entry.key, tables_.senders.has_patterns);
        if (!domain) {
            draft_.remark(entry.place, "'" + entry.key + "' " +
                                           reason_against(entry.key, tables_.senders.has_patterns));
            return {};
        }
        if (name.size() < entry.value.size()) {
            draft_.remark(entry.place,
                          "the signer (i=) after '" + name + "': signatures here have none");
        }
        const auto own = domain->starts_with("*.") ? domain->substr(2) : *domain;
        const auto key = keys_.find(name == "%" ? own : name);
        if (key == keys_.end()) {
            return import_error(entry.place,
                                "'" + entry.key + "': the key table has no '" + name + "'");
        }
        used_.push_back(key->first);
        if (!tables_.all_match && is_hidden(entry, *domain)) {
            return {};
        }
        taken_.push_back({*domain, entry.place});
        take_key(entry.place, key->second, *domain, own);
        return {};
    }

    /// Behind one that matches the same authors, an entry of a file of patterns is never asked.
    bool is_hidden(const DatasetEntry& entry, const std::string& domain) {
        const auto first = std::find_if(taken_.begin(), taken_.end(), [&](const PlacedText& each) {
            return tables_.senders.has_patterns ? covers(each.text, domain) : each.text == domain;
        });
        if (first == taken_.end()) {
            return false;
        }
        draft_.remark(entry.place, "'" + entry.key + "' was never asked: " + first->place +
                                       " comes first, and MultipleSignatures is off");
        return true;
    }

    void take_key(const std::string& place, const KeyEntry& key, const std::string& domain,
                  const std::string& own) {
        const bool goes_by_author = key.domain == "%" || key.file.find('%') != std::string::npos;
        if (domain.starts_with("*.") && goes_by_author) {
            draft_.remark(key.place, "% stands for each domain in " + domain +
                                         ": here a key has one domain and one file");
            return;
        }
        if (!is_path(key.file)) {
            draft_.remark(key.place, "the key itself is there: put it into a file of its own");
            return;
        }
        if (!key.file.starts_with('/')) {
            draft_.remark(key.place, "'" + key.file + "' depends on where opendkim was started");
            return;
        }
        draft_.key(place, {.domain = key.domain == "%" ? own : ascii_lower(key.domain),
                           .selector = key.selector,
                           .file = with_domain(key.file, own),
                           .author_domains = {domain}});
    }

    const SigningTables& tables_;
    RuleDraft& draft_;
    KeyEntries keys_;
    std::vector<PlacedText> taken_;  // author domains
    std::vector<std::string> used_;
};

}  // namespace

Result<void> take_signing_tables(const SigningTables& tables, RuleDraft& draft) {
    return Taking(tables, draft).take();
}

}  // namespace msa

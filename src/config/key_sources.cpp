#include "config/key_sources.h"

#include "base/text.h"
#include "config/load_tables.h"

#include <set>
#include <string>
#include <string_view>
#include <utility>

namespace msa {
namespace {

using Keys = std::vector<SigningKeySettings>;
using Domains = std::set<std::string, std::less<>>;

Domains domains_of(const Keys& keys) {
    Domains domains;
    for (const auto& key : keys) {
        domains.insert(key.domain);
        domains.insert(key.author_domains.begin(), key.author_domains.end());
    }
    return domains;
}

Keys keys_by_folder(const Section& section, const std::string& folder,
                    const RuleFileContext& context) {
    if (folder.empty() || !context.services.list_keys) {
        return {};
    }
    auto keys = context.services.list_keys(folder);
    if (!keys) {
        section.error("folder", keys.error());
        return {};
    }
    return *std::move(keys);
}

/// `SELECTOR:FILE` of a domain.
std::optional<SigningKeySettings> key_of_entry(const Section& section, std::string_view domain,
                                               std::string_view value) {
    const auto colon = value.find(':');
    if (colon == 0 || colon == std::string_view::npos || colon + 1 == value.size()) {
        section.error("table", "the entry of " + printable(domain) + " has '" + printable(value) +
                                   "', which is not SELECTOR:FILE");
        return std::nullopt;
    }
    return SigningKeySettings{
        .domain = std::string(domain),
        .selector = std::string(value.substr(0, colon)),
        .file = section.diagnostics().beside_file(std::string(value.substr(colon + 1))),
        .author_domains = {std::string(domain)},
        .activate = std::nullopt,
        .retire = std::nullopt};
}

Keys keys_by_table(const Section& section, const RuleFileContext& context) {
    constexpr std::size_t most_complaints = 20;
    const auto name = section.string("table");
    if (!name || context.tables == nullptr) {
        return {};
    }
    const auto table =
        context.tables->open({*name, section.place("table")}, TableSettings::Use::any);
    if (!table) {
        return {};
    }
    Keys keys;
    std::size_t complaints = 0;
    const auto listed = table->each([&](std::string_view domain, const auto& values) {
        for (const auto& value : values) {
            auto key = key_of_entry(section, domain, value);
            complaints += key ? 0U : 1U;
            if (key) {
                keys.push_back(*std::move(key));
            }
        }
        return complaints < most_complaints;
    });
    if (!listed) {
        section.error("table", within("table " + *name, listed.error()));
    } else if (keys.empty() && complaints == 0) {
        section.diagnostics().warning(section.place("table"),
                                      "table '" + *name + "' names no domain");
    }
    return keys;
}

}  // namespace

Keys further_keys(const Section& dkim, const KeyFolderSettings& folder, const Keys& named,
                  const RuleFileContext& context) {
    auto taken = domains_of(named);
    Keys keys;
    Domains left_out;
    for (auto& source :
         {keys_by_folder(dkim, folder.path, context), keys_by_table(dkim, context)}) {
        for (const auto& key : source) {
            if (taken.contains(key.domain)) {
                left_out.insert(key.domain);
            } else {
                keys.push_back(key);
            }
        }
        taken = domains_of(named);
        const auto so_far = domains_of(keys);
        taken.insert(so_far.begin(), so_far.end());
    }
    if (!left_out.empty()) {
        dkim.diagnostics().warning(
            dkim.place(dkim.has("folder") ? "folder" : "table"),
            "further keys of " + printable(join({left_out.begin(), left_out.end()}, ", "), 200) +
                " are not used: [[dkim.key]] and 'folder' come first");
    }
    return keys;
}

}  // namespace msa

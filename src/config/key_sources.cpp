#include "config/key_sources.h"

#include "base/text.h"
#include "config/dns_server.h"
#include "config/load_tables.h"

#include <charconv>
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

/// `90d`; absent: none, or no such text.
std::optional<std::chrono::seconds> load_days(const Section& section, std::string_view key) {
    constexpr int most_days = 3650;
    const auto text = section.string(key);
    if (!text) {
        return std::nullopt;
    }
    int days = 0;
    const char* const end = text->data() + text->size();
    const auto read = std::from_chars(text->data(), end, days);
    if (read.ec != std::errc() || read.ptr + 1 != end || *read.ptr != 'd' || days < 1 ||
        days > most_days) {
        section.error(key, "must be a number of days from 1 to 3650, such as \"90d\"");
        return std::nullopt;
    }
    return std::chrono::days(days);
}

void check_belongings(const Section& section, const KeyFolderSettings& folder) {
    const bool is_by_hand = folder.publish == KeyFolderSettings::Publish::manual;
    for (const auto* key : {"rotate", "publish", "servers"}) {
        const bool is_usual = is_by_hand && std::string_view(key) == "publish";
        if (section.has(key) && folder.path.empty() && !is_usual) {
            section.error(key, "is about keys in a 'folder', and none is named");
        }
    }
    const bool by_command = folder.publish == KeyFolderSettings::Publish::command;
    if (by_command && folder.command.empty()) {
        section.error("publish", "\"command\" needs 'publish_command': the program and its words");
    }
    if (!by_command && section.has("publish_command")) {
        section.error("publish_command", "belongs to publish = \"command\"");
    }
    for (const auto* key : {"nsupdate_key", "nsupdate_server"}) {
        if (folder.publish != KeyFolderSettings::Publish::nsupdate && section.has(key)) {
            section.error(key, "belongs to publish = \"nsupdate\"");
        }
    }
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

KeyFolderSettings load_key_folder(const Section& dkim) {
    using Publish = KeyFolderSettings::Publish;
    KeyFolderSettings folder;
    if (const auto path = dkim.string("folder")) {
        folder.path = dkim.diagnostics().beside_file(*path);
    }
    folder.rotate = load_days(dkim, "rotate");
    const auto publish = dkim.word("publish", {"manual", "nsupdate", "command"});
    folder.publish = publish == "nsupdate"  ? Publish::nsupdate
                     : publish == "command" ? Publish::command
                                            : Publish::manual;
    for (auto& each : dkim.strings("publish_command")) {
        folder.command.push_back(std::move(each.value));
    }
    if (const auto key = dkim.string("nsupdate_key")) {
        folder.nsupdate_key = dkim.diagnostics().beside_file(*key);
    }
    if (auto server = dkim.string("nsupdate_server")) {
        check_dns_server(dkim, {*server, dkim.place("nsupdate_server")});
        folder.nsupdate_server = *std::move(server);
    }
    for (auto& each : dkim.strings("servers")) {
        check_dns_server(dkim, each);
        folder.servers.push_back(std::move(each.value));
    }
    check_belongings(dkim, folder);
    return folder;
}

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

#include "import/rspamd.h"

#include "base/text.h"
#include "import/opendkim_tables.h"
#include "import/placed_line.h"
#include "import/rspamd_maps.h"
#include "import/rspamd_settings.h"
#include "import/signed_names.h"
#include "import/ucl.h"
#include "mail/domain.h"
#include "mail/organizational_domain.h"

#include <algorithm>
#include <filesystem>
#include <initializer_list>
#include <map>
#include <set>
#include <string_view>
#include <system_error>
#include <utility>

namespace msa {
namespace {

constexpr std::string_view whole_settings =
    "`rspamadm configdump dkim_signing` prints what counts in the end";

bool is_yes(std::string_view text) {
    const auto word = ascii_lower(text);
    return word == "true" || word == "yes" || word == "on" || word == "1";
}

std::string with_names(std::string text, std::string_view name, std::string_view value) {
    for (auto at = text.find(name); at != std::string::npos;
         at = text.find(name, at + value.size())) {
        text.replace(at, name.size(), value);
    }
    return text;
}

class Import {
public:
    Import(const UclValue& section, RuleDraft& draft) : section_(section), draft_(draft) {}

    Result<void> take() {
        if (!is("enabled", true)) {
            draft_.remark(section_.find("enabled")->place,
                          "enabled = false: nothing is signed, and so there are no keys");
            return {};
        }
        take_remarks();
        take_names();
        if (section_.find("signing_table") != nullptr || section_.find("key_table") != nullptr) {
            return take_signing_table();
        }
        if (!are_texts(section_, {"selector", "path"})) {
            return {};  // they stand for what domains leave out
        }
        take_domains();
        auto mapped = take_maps();
        if (mapped && maps_are_whole_ && is("try_fallback", true)) {
            take_folder();
        }
        return mapped;
    }

private:
    [[nodiscard]] bool is(std::string_view name, bool otherwise) const {
        const auto* value = section_.find(name);
        return value == nullptr ? otherwise : is_yes(value->text);
    }

    [[nodiscard]] std::string text(const UclValue& section, std::string_view name,
                                   const std::string& otherwise) const {
        const auto* value = section.find(name);
        return value == nullptr || value->kind != UclValue::Kind::text ? otherwise : value->text;
    }

    /// Whether each of these is one text, where it is set; else that is a remark.
    bool are_texts(const UclValue& section, std::initializer_list<std::string_view> names) {
        return std::all_of(names.begin(), names.end(), [&](std::string_view name) {
            const auto* value = section.find(name);
            if (value == nullptr || value->kind == UclValue::Kind::text) {
                return true;
            }
            draft_.remark(
                value->place,
                std::string(name) + (value->is_repeated ? " is set twice" : " is not one text"));
            return false;
        });
    }

    void take_remarks() {
        for (const auto& [name, value] : section_.members) {
            const auto* const known = rspamd_setting(name);
            if (name.starts_with('.')) {
                for (const auto* each : value.each()) {
                    draft_.remark(each->place, name + ' ' + each->text + ": was not followed; " +
                                                   std::string(whole_settings));
                }
            } else if (known == nullptr && !name.starts_with("symbol_")) {
                draft_.remark(value.place, "'" + name + "' is not known here");
            } else if (known != nullptr && !known->why.empty() &&
                       !(value.kind == UclValue::Kind::text &&
                         ascii_lower(value.text) == "false")) {
                draft_.remark(value.place, name + ": " + std::string(known->why));
            }
        }
        remark_where("use_domain", text(section_, "use_domain", "header") != "header",
                     ": the author in From decides here which key signs");
        remark_where("use_redis", is("use_redis", false), ": keys in Redis must be put into files");
        remark_where("use_vault", is("use_vault", false), ": keys in Vault must be put into files");
        remark_where("sign_authenticated", !is("sign_authenticated", true),
                     " = false: here mail is signed for those with a proved identity");
    }

    void remark_where(const std::string& name, bool applies, const std::string& why) {
        if (applies) {
            const auto* value = section_.find(name);
            draft_.remark(value->place, name + ' ' + value->text + why);
        }
    }

    /// `(o)from:(x)sender:to`: o named once more than it occurs, x so where it occurs.
    void take_names() {
        const auto* names = section_.find("sign_headers");
        if (names == nullptr) {
            return;
        }
        for (auto name : split(names->text, ':')) {
            name = trimmed(name);
            if (name.starts_with("(o)")) {
                add_oversigned(std::string(name.substr(3)), names->place, draft_);
            } else if (!name.empty()) {
                add_signed(std::string(name.substr(name.starts_with("(x)") ? 3 : 0)), names->place,
                           draft_);
            }
        }
    }

    Result<void> take_signing_table() {
        const auto* senders = section_.find("signing_table");
        const auto* keys = section_.find("key_table");
        if (senders == nullptr || keys == nullptr) {
            return import_error(
                (senders == nullptr ? keys : senders)->place,
                senders == nullptr ? "signing_table is missing" : "key_table is missing");
        }
        auto sender_set = read_rspamd_map(*senders, "signing_table", draft_);
        auto key_set = read_rspamd_map(*keys, "key_table", draft_);
        if (!sender_set || !key_set) {
            return sender_set ? key_set.error() : sender_set.error();
        }
        return take_signing_tables({.keys = *std::move(key_set), .senders = *std::move(sender_set)},
                                   draft_);
    }

    void take_key(const std::string& place, const std::string& name, const std::string& selector,
                  const std::string& path) {
        const auto labels = a_labels(name);
        if (!labels) {
            draft_.remark(place, "domain '" + name + "': " + labels.error().what);
            return;
        }
        const bool by_organization = is("use_esld", true);
        if (by_organization && organizational_domain(*labels) != *labels) {
            draft_.remark(place, "the key of '" + name +
                                     "' was never used: with use_esld, mail of " + name +
                                     " is signed as " + organizational_domain(*labels));
            return;
        }
        auto file = with_names(with_names(path, "$domain", *labels), "$selector", selector);
        if (file.find('$') != std::string::npos) {
            draft_.remark(place, "'" + path + "' for " + name +
                                     " has names in it that only rspamd knows; " +
                                     std::string(whole_settings));
            return;
        }
        if (!file.starts_with('/')) {
            draft_.remark(place, "'" + path + "' for " + name + " is not an absolute path");
            return;
        }
        auto& key = draft_.key(place, {.domain = *labels,
                                       .selector = ascii_lower(selector),
                                       .file = std::move(file),
                                       .author_domains = {*labels}});
        if (by_organization) {
            key.add_author_domain("*." + *labels);
        }
        seen_.insert(*labels);
    }

    void take_domains() {
        const auto* domains = section_.find("domain");
        if (domains == nullptr) {
            return;
        }
        if (domains->is_repeated) {
            draft_.remark(
                domains->place,
                "domain is there twice, of which rspamd reads neither; both were taken over");
        }
        for (const auto* each : domains->each()) {
            for (const auto& [name, value] : each->members) {
                take_domain(name, value);
            }
        }
    }

    void take_domain(const std::string& name, const UclValue& value) {
        const auto* selectors = value.find("selectors");
        const auto domain = "domain '" + name + '\'';
        for (const auto* each : (selectors == nullptr ? value : *selectors).each()) {
            if (each->kind != UclValue::Kind::section) {
                draft_.remark(each->place, domain + " has no section");
                continue;
            }
            for (const auto& [inner, other] : each->members) {
                if (inner != "selector" && inner != "path" && inner != "selectors") {
                    auto what = domain + ": '";
                    what.append(inner).append("' is not known here");
                    draft_.remark(other.place, what);
                }
            }
            if (are_texts(*each, {"selector", "path"})) {
                take_key(each->place, name, text(*each, "selector", selector()),
                         text(*each, "path", path()));
            }
        }
    }

    [[nodiscard]] std::string selector() const { return text(section_, "selector", "dkim"); }
    [[nodiscard]] std::string path() const {
        return text(section_, "path", "/var/lib/rspamd/dkim/$domain.$selector.key");
    }

    struct Mapped {
        DatasetEntry selector;
        DatasetEntry path;
    };
    using MappedDomains = std::map<std::string, Mapped>;

    /// What the map says of domains; `part`: which part of a Mapped that is.
    Result<void> read_map(std::string_view name, DatasetEntry Mapped::*part,
                          MappedDomains& domains) {
        const auto* map = section_.find(name);
        if (map == nullptr) {
            return {};
        }
        const auto entries = read_rspamd_map(*map, name, draft_);
        if (!entries) {
            return entries.error();
        }
        if (!entries->is_whole) {
            maps_are_whole_ = false;
        }
        for (const auto& each : entries->entries) {
            domains[ascii_lower(each.key)].*part = each;
        }
        return {};
    }

    /// One map says what the other leaves out.
    void remark_half_known(const MappedDomains& domains) {
        if (!domains.empty()) {
            const auto& [name, mapped] = *domains.begin();
            draft_.remark((mapped.path.place.empty() ? mapped.selector : mapped.path).place,
                          "'" + name +
                              "' and what else is here: of selector_map and path_map, only one "
                              "could be read");
        }
    }

    Result<void> take_maps() {
        MappedDomains domains;
        if (auto read = read_map("selector_map", &Mapped::selector, domains); !read) {
            return read;
        }
        if (auto read = read_map("path_map", &Mapped::path, domains); !read) {
            return read;
        }
        if (!maps_are_whole_) {
            remark_half_known(domains);
            return {};
        }
        for (const auto& [name, mapped] : domains) {
            if (seen_.count(name) != 0) {
                continue;  // its own section counts
            }
            const auto& entry = mapped.path.place.empty() ? mapped.selector : mapped.path;
            take_key(entry.place, name,
                     mapped.selector.value.empty() ? selector() : mapped.selector.value,
                     mapped.path.value.empty() ? path() : mapped.path.value);
        }
        return {};
    }

    /// The usual path stands for every domain: those whose file is there.
    void take_folder() {
        const auto usual = with_names(path(), "$selector", selector());
        const std::filesystem::path pattern(usual);
        const auto name = pattern.filename().string();
        const auto at = name.find("$domain");
        const auto* place = section_.find("path");
        const auto where = place == nullptr ? section_.place : place->place;
        if (at == std::string::npos ||
            pattern.parent_path().string().find('$') != std::string::npos) {
            draft_.remark(
                where, "'" + path() + "': the domains that have a key there could not be listed");
            return;
        }
        const auto head = name.substr(0, at);
        const auto tail = name.substr(at + std::string_view("$domain").size());
        std::set<std::string> files;
        std::error_code trouble;
        for (std::filesystem::directory_iterator each(pattern.parent_path(), trouble), end;
             !trouble && each != end; each.increment(trouble)) {
            files.insert(each->path().filename().string());
        }
        if (trouble && trouble != std::errc::no_such_file_or_directory) {
            draft_.remark(where, pattern.parent_path().string() + ": " + trouble.message());
        }
        for (const auto& file : files) {
            if (file.size() > head.size() + tail.size() && file.starts_with(head) &&
                file.ends_with(tail)) {
                const auto domain =
                    file.substr(head.size(), file.size() - head.size() - tail.size());
                if (seen_.count(domain) == 0) {
                    take_key(where, domain, selector(), path());
                }
            }
        }
    }

    const UclValue& section_;
    RuleDraft& draft_;
    std::set<std::string> seen_;  // domains that have a key
    bool maps_are_whole_ = true;
};

}  // namespace

Result<void> import_rspamd(const std::string& file, RuleDraft& draft) {
    const auto text = import_file(file);
    if (!text) {
        return text.error();
    }
    const auto whole = parse_ucl(file, *text);
    if (!whole) {
        return whole.error();
    }
    const auto* section = whole->find("dkim_signing");
    if (section != nullptr && section->is_repeated) {
        return import_error(section->items.back().place,
                            "a second section dkim_signing; `rspamadm configdump dkim_signing` "
                            "prints what counts in the end");
    }
    if (section != nullptr && section->kind != UclValue::Kind::section) {
        return import_error(section->place, "dkim_signing is not a section");
    }
    draft.origins.push_back(file);
    return Import(section == nullptr ? *whole : *section, draft).take();
}

}  // namespace msa

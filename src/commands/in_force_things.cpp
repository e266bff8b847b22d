#include "commands/in_force_things.h"

#include "audit/json_writer.h"
#include "audit/timestamp.h"
#include "base/text.h"
#include "crypto/digest.h"
#include "crypto/kept_keys.h"
#include "dkim/key_record.h"

#include <utility>

namespace msa {
namespace {

using Things = std::vector<InForceThing>;
using Time = InForceThing::Time;

constexpr std::size_t longest_text = 4096;
constexpr std::size_t longest_list = 200;

/// Members of a record in the making.
class Members {
public:
    Members& text(std::string_view key, std::string_view value) {
        json_.text(key, value, longest_text);
        return *this;
    }
    Members& text_or_null(std::string_view key, std::string_view value) {
        if (value.empty()) {
            json_.null(key);
            return *this;
        }
        return text(key, value);
    }
    /// What is too long for a record lacks its end, and a member says how much.
    Members& texts(const std::string& key, const std::vector<std::string>& values) {
        constexpr std::size_t longest_value = 100;
        json_.begin_list(key);
        for (std::size_t i = 0; i < values.size() && i < longest_list; ++i) {
            json_.text(values[i], longest_value);
        }
        json_.end_list();
        if (values.size() > longest_list) {
            json_.number(key + "_omitted", values.size() - longest_list);
        }
        return *this;
    }
    Members& instant_or_null(std::string_view key, const std::optional<Time>& value) {
        return text_or_null(key, value ? timestamp(*value) : std::string());
    }
    Members& number(std::string_view key, std::integral auto value) {
        json_.number(key, value);
        return *this;
    }
    [[nodiscard]] std::string take() { return std::move(text_); }

private:
    std::string text_;
    JsonWriter json_{text_};
};

void add_rules(Things& things, std::string_view kind, const RuleSet& rules,
               const std::map<std::string, std::string>& archived) {
    const auto kept = archived.find(rules.file);
    things.push_back(
        {.kind = kind,
         .id = rules.file,
         .members = Members()
                        .text("file", rules.file)
                        .text("version", rules.version)
                        .text("hash", rules.hash)
                        .text_or_null("kept", kept == archived.end() ? std::string() : kept->second)
                        .take()});
}

void add_keys(Things& things, const LoadedRules& file, const KeyReader& reader) {
    for (const auto& key : file.signing_keys) {
        // It was read a moment ago, and its owner and mode were looked at.
        const auto read = reader(key.file, {.require_safe = false});
        things.push_back(
            {.kind = "dkim_key",
             .id = file.rules->file + '\n' + key.domain + '\n' + key.selector,
             .members = Members()
                            .text("rules", file.rules->file)
                            .text("domain", key.domain)
                            .text("selector", key.selector)
                            .text_or_null("algorithm", read ? to_text(read->algorithm) : "")
                            .text_or_null("fingerprint",
                                          read ? "sha256:" + hex(sha256(public_half(*read))) : "")
                            .instant_or_null("activate", key.activate)
                            .instant_or_null("retire", key.retire)
                            .take(),
             .begins = key.activate,
             .ends = key.retire});
    }
}

void add_delegations(Things& things, const RuleSet& rules) {
    for (const auto& each : rules.owners.settings().delegations) {
        const bool is_owner = each.right == Right::Kind::owner;
        things.push_back({.kind = "delegation",
                          .id = rules.file + '\n' + each.id,
                          .members = Members()
                                         .text("id", each.id)
                                         .text("where", each.where)
                                         .texts("as", each.addresses)
                                         .texts("who", each.who)
                                         .text("right", is_owner ? "send_as" : "on_behalf")
                                         .text_or_null("owner", each.owner)
                                         .text_or_null("ticket", each.ticket)
                                         .instant_or_null("until", each.until)
                                         .take(),
                          .begins = {},
                          .ends = each.until});
    }
}

void add_exceptions(Things& things, const RuleSet& rules) {
    for (const auto& each : rules.exceptions) {
        things.push_back({.kind = "exception",
                          .id = rules.file + '\n' + each.id,
                          .members = Members()
                                         .text("id", each.id)
                                         .text("where", each.where)
                                         .text("rule", each.rule)
                                         .text("action", to_text(each.action))
                                         .text_or_null("owner", each.owner)
                                         .text_or_null("ticket", each.ticket)
                                         .instant_or_null("until", each.until)
                                         .take(),
                          .begins = {},
                          .ends = each.until});
    }
}

std::optional<Time> modified(const TableFingerprint& print) {
    using namespace std::chrono;
    return print.state ? std::optional(Time(
                             duration_cast<Time::duration>(nanoseconds(print.state->modified))))
                       : std::nullopt;
}

}  // namespace

InForceThing in_force_table(const LoadedInputs::NamedTable& table) {
    const auto& print = table.print;
    Members members;
    members.text("rules", table.rules)
        .text("table", table.settings.name)
        .text("type", table.settings.type)
        .text_or_null("path", table.settings.path())
        .text_or_null("hash", print.sha256.empty() ? "" : "sha256:" + print.sha256);
    if (!print.why_none.empty()) {
        members.text("why_none", print.why_none);
    }
    if (print.state) {
        members.number("octets", print.state->size);
    }
    if (print.state && print.sha256.empty()) {
        members.instant_or_null("modified", modified(print));
    }
    return {.kind = "tables",
            .id = table.rules + '\n' + table.settings.name,
            .members = members.take()};
}

Things candidate_things(const LoadedRuleFiles& loaded,
                        const std::map<std::string, std::string>& archived) {
    Things things;
    for (const auto& file : loaded.files) {
        if (loaded.rules) {
            add_rules(things, "candidate", *file.rules, archived);
        }
    }
    return things;
}

Things in_force_things(const LoadedRuleFiles& loaded, const LoadedInputs& inputs,
                       const std::map<std::string, std::string>& archived) {
    Things things;
    for (const auto& file : loaded.files) {
        add_rules(things, "rules", *file.rules, archived);
    }
    for (const auto& table : inputs.tables) {
        things.push_back(in_force_table(table));
    }
    const auto reader = read_once();
    for (const auto& file : loaded.files) {
        add_keys(things, file, reader);
        add_delegations(things, *file.rules);
        add_exceptions(things, *file.rules);
    }
    return things;
}

}  // namespace msa

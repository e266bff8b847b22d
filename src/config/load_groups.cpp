// [groups] and `when`: who is meant.
#include "base/text.h"
#include "config/rule_sections.h"

#include <algorithm>
#include <array>

namespace msa {
namespace {

void load_members(const toml::array& list, std::set<std::string>& members,
                  const RuleFileContext& context) {
    for (const auto& each : list) {
        const auto login = each.value_exact<std::string>();
        if (!login || login->empty()) {
            context.diagnostics.error(place_of(each), "a member must be a login");
        } else if (group_name(*login)) {
            context.diagnostics.error(place_of(each), "a group cannot be a member of a group");
        } else if (const auto fault = fault_of_login(*login, {}); !fault.empty()) {
            context.diagnostics.error(place_of(each), fault);
        } else {
            members.insert(canonical_login(*login, context.login_domain));
        }
    }
}

/// A part of a condition that is not known at once.
struct LateKey {
    const char* name;
    Stage known;
    const char* when;
};

constexpr std::array<LateKey, 3> late_keys{
    {{"recipient_domain", Stage::recipient, "at RCPT"},
     {"from_domain", Stage::headers, "at the end of the header"},
     {"size_above", Stage::message, "at the end of the message"}}};

void complain_of_late_keys(const toml::table& table, const CheckKind& kind,
                           Diagnostics& diagnostics) {
    for (const auto& [name, known, when] : late_keys) {
        if (table.contains(name) && kind.stages.front() < known) {
            diagnostics.error(place_in(table, name),
                              "'" + std::string(name) + "' is known " + when + ", but '" +
                                  kind.name + "' asks at stage " +
                                  std::string(to_text(kind.stages.front())) + " already");
        }
    }
}

void complain_of_empty_lists(const Section& section, const Condition& /*condition*/,
                             const RuleFileContext& /*context*/) {
    for (const auto* key : {"listener", "source", "login", "network", "sender_domain",
                            "recipient_domain", "from_domain"}) {
        if (section.is_empty_list(key)) {
            section.error(key, "an empty list holds for nobody");
        }
    }
}

/// `Group:sales`, which is a login.
bool has_nearly_the_prefix(std::string_view entry) {
    const auto colon = entry.find(':');
    const auto prefix = ascii_lower(trimmed(entry.substr(0, colon)));
    return colon != std::string_view::npos && (prefix == "group" || prefix == "groups");
}

}  // namespace

std::string fault_of_login(std::string_view entry, const std::vector<std::string>& groups) {
    const auto shown = '\'' + printable(entry) + '\'';
    const auto meant_group = [&shown](std::string_view is, std::string_view name) {
        return shown + ' ' + std::string(is) + "; did you mean 'group:" + printable(name) + "'?";
    };
    if (trimmed(entry) != entry) {
        return shown + " begins or ends with a blank, which no login does";
    }
    if (entry.find('*') != std::string_view::npos) {
        return "'*' has no meaning here: name logins, or a group";
    }
    if (group_name(entry)) {
        return {};
    }
    if (has_nearly_the_prefix(entry)) {
        return meant_group("is a login", trimmed(entry.substr(entry.find(':') + 1)));
    }
    for (const auto& name : groups) {
        if (equal_ignoring_case(name, entry)) {
            return meant_group("is a group", name);
        }
    }
    return {};
}

Groups load_groups(const toml::table& table, const RuleFileContext& context) {
    Groups groups;
    groups.login_domain = context.login_domain;
    for (const auto& [key, value] : table) {
        const std::string name(key.str());
        if (const auto* list = value.as_array()) {
            load_members(*list, groups.members[name], context);
        } else if (const auto* group = value.as_table()) {
            groups.tables[name] = group_section().read(*group, context);
        } else {
            context.diagnostics.error(place_of(value),
                                      "a group must be a list of logins, or name a table of them");
        }
    }
    return groups;
}

const SectionSchema& groups_schema() {
    static const SectionSchema schema{
        .header = "[groups]",
        .help = "NAME = list of logins. \"group:NAME\" may be used wherever a login may.",
        .keys = {{.name = "NAME", .type = ValueType::table, .section = &group_section().schema()}},
        .is_example = true};
    return schema;
}

const RuleSection<TableGroup>& group_section() {
    static const auto open = opened(&TableGroup::table, TableSettings::Use::members);
    static const auto section =
        RuleSection<TableGroup>("[groups.NAME]",
                                "A group whose members a table knows: NAME = { table = ... } in "
                                "[groups].")
            .is_example()
            .custom("table",
                    [](const Section& read, std::string_view key, TableGroup& group,
                       const RuleFileContext& context) {
                        group.table_name = read.string(key).value_or(std::string());
                        open(read, key, group, context);
                    },
                    "Table of logins. If it cannot tell, neither can a rule that asks for "
                    "the group.",
                    {.required = true, .example = "\"departments\""})
            .key("value", &TableGroup::value,
                 "A value that members must have. Absent: every login that the table "
                 "knows is a member.",
                 {.example = "\"sales\""});
    return section;
}

void check_group(std::string_view name, Place place, const RuleFileContext& context) {
    const auto& known = context.groups;
    if (std::find(known.begin(), known.end(), name) == known.end()) {
        context.diagnostics.error(place, unknown("group", name, known));
    }
}

void check_logins(const std::vector<Placed<std::string>>& logins, const RuleFileContext& context) {
    for (const auto& login : logins) {
        if (login.value.empty()) {
            context.diagnostics.error(login.place, "a login is empty");
        } else if (const auto fault = fault_of_login(login.value, context.groups); !fault.empty()) {
            context.diagnostics.error(login.place, fault);
        } else if (const auto group = group_name(login.value)) {
            check_group(*group, login.place, context);
        }
    }
}

const RuleSection<Condition>& when_section() {
    static const auto sources = [](const Section& read, std::string_view key, Condition& when) {
        when.source = load_sources(read, key);
    };
    static const auto section =
        RuleSection<Condition>("when",
                               "A condition: every key must match, each with any of its values. A "
                               "key that is not known yet when the check of the rule asks is an "
                               "error.")
            .is_example()
            .key("listener", &Condition::listener,
                 "Names of listeners. If the MTA tells none, every client is asked to try "
                 "again while any condition names listeners.",
                 {.example = "[\"submission\"]"})
            .custom("source", sources, "Proofs of identity.",
                    {.type = ValueType::strings, .example = "[\"network\"]"})
            .custom("login", logins(&Condition::login), "Logins and groups.",
                    {.type = ValueType::strings, .example = "[\"group:assistants\", \"bob\"]"})
            .parsed("network", &Condition::network, "Client addresses.", Network::parse,
                    {.example = "[\"192.0.2.0/24\"]"})
            .key("tls", &Condition::tls, "Whether the session is encrypted.", {.example = "true"})
            .parsed("sender_domain", &Condition::sender_domain, "Domains of MAIL FROM.",
                    listed_domain, {.example = "[\"example.com\"]"})
            .parsed("recipient_domain", &Condition::recipient_domain,
                    "Domains of recipients: at RCPT, of that recipient; later, a rule is "
                    "asked if any accepted recipient is in one, an exception holds if all "
                    "are.",
                    listed_domain, {.example = "[\"example.com\"]"})
            .parsed("from_domain", &Condition::from_domain,
                    "Domains of authors, from the end of the header on: a rule is asked "
                    "if any author is in one, or From cannot be read; an exception holds "
                    "if all are.",
                    listed_domain, {.example = "[\"example.com\"]"})
            .key("size_above", &Condition::size_above,
                 "Messages of more octets than this; known at their end.",
                 {.example = "10485760", .range = NumberRange{.unit = "octets"}})
            .check(complain_of_empty_lists);
    return section;
}

Condition load_condition(const toml::table& table, const CheckKind* kind,
                         const RuleFileContext& context) {
    if (table.empty()) {
        context.diagnostics.error(place_of(table), "an empty condition holds for everybody");
    }
    if (kind != nullptr) {
        complain_of_late_keys(table, *kind, context.diagnostics);
    }
    return when_section().read(table, context);
}

}  // namespace msa

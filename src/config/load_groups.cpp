// [groups] and `when`: who is meant.
#include "base/text.h"
#include "config/load_people.h"
#include "config/load_tables.h"
#include "config/rule_loader.h"

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

void complain_of_late_keys(const Section& section, const CheckKind& kind) {
    for (const auto& [name, known, when] : late_keys) {
        if (section.has(name) && kind.stages.front() < known) {
            section.error(name, "'" + std::string(name) + "' is known " + when + ", but '" +
                                    kind.name + "' asks at stage " +
                                    std::string(to_text(kind.stages.front())) + " already");
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

std::string fault_of_login(std::string_view entry, const Groups& groups) {
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
    for (const auto& name : groups.names()) {
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
        } else if (value.is_table()) {
            groups.tables[name] = {};
        } else {
            context.diagnostics.error(place_of(value),
                                      "a group must be a list of logins, or name a table of them");
        }
    }
    return groups;
}

void load_group_tables(const toml::table& table, Groups& groups, const RuleFileContext& context) {
    for (auto& [name, group] : groups.tables) {
        const Section section(*table[name].as_table(), group_schema(), context.diagnostics);
        group.table_name = section.string("table").value_or(std::string());
        group.value = section.string("value").value_or(std::string());
        if (!group.table_name.empty()) {
            group.table = context.tables->open({group.table_name, section.place("table")},
                                               TableSettings::Use::members);
        }
    }
}

void check_logins(const std::vector<Placed<std::string>>& logins, const RuleFileContext& context) {
    for (const auto& login : logins) {
        const auto group = group_name(login.value);
        if (login.value.empty()) {
            context.diagnostics.error(login.place, "a login is empty");
        } else if (const auto fault = fault_of_login(login.value, *context.groups);
                   !fault.empty()) {
            context.diagnostics.error(login.place, fault);
        } else if (group && !context.groups->has(*group)) {
            context.diagnostics.error(login.place,
                                      unknown("group", *group, context.groups->names()));
        }
    }
}

Condition load_condition(const toml::table& table, const CheckKind* kind,
                         const RuleFileContext& context) {
    const Section section(table, when_schema(), context.diagnostics);
    if (table.empty()) {
        context.diagnostics.error(section.place(), "an empty condition holds for everybody");
    }
    for (const auto* key : {"listener", "source", "login", "network", "sender_domain",
                            "recipient_domain", "from_domain"}) {
        const auto* list = table[key].as_array();
        if (list != nullptr && list->empty()) {
            section.error(key, "an empty list holds for nobody");
        }
    }
    check_logins(section.strings("login"), context);
    if (kind != nullptr) {
        complain_of_late_keys(section, *kind);
    }
    const auto size = section.integer("size_above");
    if (size && *size < 0) {
        section.error("size_above", "'size_above' is a number of octets, 0 or more");
    }
    return {.listener = values_of(section.strings("listener")),
            .source = load_sources(section, "source"),
            .login = values_of(section.strings("login")),
            .network = load_networks(section, "network"),
            .sender_domain = load_domains(section, "sender_domain"),
            .recipient_domain = load_domains(section, "recipient_domain"),
            .from_domain = load_domains(section, "from_domain"),
            .tls = section.boolean("tls"),
            .size_above = size};
}

}  // namespace msa

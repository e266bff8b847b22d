// [owners] and [[delegation]]: which addresses belong to whom.
#include "base/text.h"
#include "config/load_tables.h"
#include "config/rule_loader.h"
#include "mail/address_key.h"

#include <algorithm>
#include <set>
#include <utility>

namespace msa {
namespace {

/// Whether the table certainly has no entry.
bool is_empty(const NamedTable& named) {
    bool has_entry = false;
    const auto listed =
        named.table->each([&has_entry](std::string_view, const std::vector<std::string>&) {
            has_entry = true;
            return false;
        });
    return listed && !has_entry;
}

void complain_of_nobody(const Section& section, const std::vector<NamedTable>& tables) {
    if (section.has("tables") && tables.size() != section.strings("tables").size()) {
        return;  // one has errors of its own
    }
    if (std::all_of(tables.begin(), tables.end(), is_empty)) {
        section.error("tables", std::string("nobody owns an address: ") +
                                    (tables.empty() ? "[owners] needs self = true or 'tables'"
                                                    : "the tables of [owners] have no entry") +
                                    "; allow_none = true at the top says that this is meant");
    }
}

/// Further ones have a meaning of their own in local parts, or none.
constexpr std::string_view separators = "+-=_.";

/// Keys (mail/address_key.h) of the addresses.
std::vector<std::string> load_addresses(const Section& section, std::string_view key) {
    std::vector<std::string> keys;
    for (const auto& each : section.strings(key)) {
        const auto address = parse_addr_spec(each.value);
        if (each.value.find('*') != std::string::npos) {
            section.diagnostics().error(each.place, "'*' has no meaning here: name addresses");
            continue;
        }
        if (each.value.starts_with('@')) {
            section.diagnostics().error(
                each.place, '\'' + printable(each.value) + "' is a whole domain: name addresses");
            continue;
        }
        const auto text = address ? address_key(*address) : Result<std::string>(address.error());
        if (text) {
            keys.push_back(*text);
        } else {
            section.diagnostics().error(
                each.place,
                "'" + printable(each.value) + "' is not an address: " + text.error().what);
        }
    }
    return keys;
}

/// Where nobody answers for it, or it has no end, or has come to it.
void warn_of_its_end(const Section& section, const Delegation& delegation,
                     const RuleFileContext& context) {
    const std::string name = "delegation '" + delegation.id + '\'';
    for (const auto* key : {"until", "owner"}) {
        if (!section.has(key)) {
            context.diagnostics.warning(section.place(),
                                        name + " has no '" + std::string(key) + '\'');
        }
    }
    if (delegation.until && *delegation.until <= context.now) {
        context.diagnostics.warning(section.place("until"), name + " has expired");
    }
}

std::vector<Delegation> load_delegations(const std::vector<const toml::table*>& tables,
                                         const RuleFileContext& context) {
    std::vector<Delegation> delegations;
    std::set<std::string> ids;
    for (const auto* table : tables) {
        const Section section(*table, delegation_schema(), context.diagnostics);
        Delegation delegation{.id = section.string("id").value_or(std::string()),
                              .addresses = load_addresses(section, "as"),
                              .who = {},
                              .until = section.end_instant("until")};
        if (!ids.insert(delegation.id).second) {
            section.error("id", "two delegations have the id '" + delegation.id + "'");
        }
        check_logins(section.strings("who"), context);
        for (auto& each : section.strings("who")) {
            delegation.who.push_back(std::move(each.value));
        }
        if (section.word("right", {"on_behalf", "send_as"}) == "send_as") {
            delegation.right = Right::Kind::owner;
        }
        delegation.where = context.diagnostics.where(section.place());
        delegation.owner = section.string("owner").value_or(std::string());
        delegation.ticket = section.string("ticket").value_or(std::string());
        warn_of_its_end(section, delegation, context);
        delegations.push_back(std::move(delegation));
    }
    return delegations;
}

}  // namespace

Owners load_owners(const toml::table& table, const std::vector<const toml::table*>& delegations,
                   const Groups& groups, const RuleFileContext& context) {
    const Section section(table, owners_schema(), context.diagnostics);
    Owners::Settings settings;
    for (const auto& name : section.strings("tables")) {
        if (auto opened = context.tables->open(name, TableSettings::Use::owners)) {
            settings.tables.push_back({name.value, std::move(opened)});
        }
    }
    if (const auto name = section.string("primary")) {
        settings.primary =
            context.tables->open({*name, section.place("primary")}, TableSettings::Use::primary);
    }
    settings.self = section.boolean("self").value_or(false);
    settings.subaddress = section.string("subaddress").value_or(std::string());
    if (settings.subaddress.find_first_not_of(separators) != std::string::npos) {
        section.error("subaddress", "a separator is one of " + std::string(separators));
    }
    settings.exact_local_parts = section.word("local_part_case", {"fold", "exact"}) == "exact";
    settings.delegations = load_delegations(delegations, context);
    const bool is_said = section.boolean("self").has_value() || !section.has("self");
    if (is_said && !settings.self && !context.allow_none) {
        complain_of_nobody(section, settings.tables);
    }
    return {std::move(settings), groups};
}

}  // namespace msa

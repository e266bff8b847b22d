// [owners] and [[delegation]]: which addresses belong to whom.
#include "base/text.h"
#include "config/rule_sections.h"
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

void complain_of_nobody(const Section& section, const Owners::Settings& settings,
                        const RuleFileContext& context) {
    const auto& tables = settings.tables;
    const bool is_said = section.boolean("self").has_value() || !section.has("self");
    if (!is_said || settings.self || context.allow_none) {
        return;
    }
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

void open_tables(const Section& section, std::string_view key, Owners::Settings& settings,
                 const RuleFileContext& context) {
    for (const auto& name : section.strings(key)) {
        if (auto opened = context.tables->open(name, TableSettings::Use::owners)) {
            settings.tables.push_back({name.value, std::move(opened)});
        }
    }
}

/// Further ones have a meaning of their own in local parts, or none.
Result<std::string> separator(std::string_view text) {
    constexpr std::string_view separators = "+-=_.";
    return text.find_first_not_of(separators) == std::string_view::npos
               ? Result<std::string>(std::string(text))
               : Error{"a separator is one of " + std::string(separators)};
}

/// The key (mail/address_key.h) of an address.
Result<std::string> delegated_address(std::string_view text) {
    if (text.find('*') != std::string_view::npos) {
        return Error{"'*' has no meaning here: name addresses"};
    }
    if (text.starts_with('@')) {
        return Error{'\'' + printable(text) + "' is a whole domain: name addresses"};
    }
    const auto address = parse_addr_spec(text);
    auto key = address ? address_key(*address) : Result<std::string>(address.error());
    return key ? std::move(key)
               : Error{"'" + printable(text) + "' is not an address: " + key.error().what};
}

/// Where nobody answers for it, or it has no end, or has come to it.
void warn_of_its_end(const Section& section, Delegation& delegation,
                     const RuleFileContext& context) {
    const std::string name = "delegation '" + delegation.id + '\'';
    delegation.where = context.diagnostics.where(section.place());
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
        auto delegation = delegation_section().read(*table, context);
        if (!ids.insert(delegation.id).second) {
            context.diagnostics.error(place_in(*table, "id"),
                                      "two delegations have the id '" + delegation.id + "'");
        }
        delegations.push_back(std::move(delegation));
    }
    return delegations;
}

}  // namespace

const RuleSection<Owners::Settings>& owners_section() {
    using Settings = Owners::Settings;
    static const auto section =
        RuleSection<Settings>("[owners]",
                              "Which addresses an identity may use in MAIL FROM and From.")
            .custom("tables", open_tables,
                    "Tables of address or @domain to logins, as in "
                    "smtpd_sender_login_maps. All are asked: for the full address, then "
                    "without subaddress, then for the @domain; the first that is known "
                    "decides.",
                    {.type = ValueType::strings, .default_value = "[]"})
            .key("self", &Settings::self, "A login that is an address owns that address.")
            .parsed("subaddress", &Settings::subaddress,
                    "Separators: with \"+\" the owner of alice@ owns alice+news@ too, "
                    "with \"+-\" alice-news@ as well. Any of + - = _ . and nothing "
                    "else.",
                    separator)
            .word("local_part_case", &Settings::exact_local_parts,
                  "\"fold\": ALICE@ is alice@. \"exact\": a local part with capital "
                  "letters is nobody's.",
                  {{"fold", false}, {"exact", true}})
            .custom("primary", opened(&Settings::primary, TableSettings::Use::primary),
                    "Table of login to the one address that names it in Sender. Absent: "
                    "the login itself, if it is an address.",
                    {.example = "\"addresses\""})
            .check(complain_of_nobody);
    return section;
}

const RuleSection<Delegation>& delegation_section() {
    static const auto section =
        RuleSection<Delegation>("[[delegation]]", "Who may write for whom.")
            .is_example()
            .key("id", &Delegation::id, "Names it in records.",
                 {.required = true, .example = "\"ceo-office\""})
            .parsed("as", &Delegation::addresses, "Addresses.", delegated_address,
                    {.required = true, .example = "[\"ceo@example.com\"]"})
            .custom(
                "who", logins(&Delegation::who), "Logins and groups.",
                {.type = ValueType::strings, .required = true, .example = "[\"group:assistants\"]"})
            .word("right", &Delegation::right,
                  "\"on_behalf\": From may name the address, a Sender shows the writer; "
                  "\"send_as\": as if it were the writer's own.",
                  {{"on_behalf", Right::Kind::on_behalf}, {"send_as", Right::Kind::owner}})
            .custom("until", last_day(&Delegation::until),
                    "The last day on which it holds (UTC). Absent: a warning.",
                    {.type = ValueType::date, .example = "2027-06-30"})
            .key("owner", &Delegation::owner, "Who answers for it. Absent: a warning.",
                 {.example = "\"security@example.com\""})
            .key("ticket", &Delegation::ticket, "Where it was decided.",
                 {.example = "\"SEC-4411\""})
            .check(warn_of_its_end);
    return section;
}

Owners load_owners(const toml::table& table, const std::vector<const toml::table*>& delegations,
                   Groups groups, const RuleFileContext& context) {
    auto settings = owners_section().read(table, context);
    settings.delegations = load_delegations(delegations, context);
    return {std::move(settings), std::move(groups)};
}

}  // namespace msa

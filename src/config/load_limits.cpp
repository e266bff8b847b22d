// [[limit]].
#include "base/text.h"
#include "config/number_text.h"
#include "config/rule_keys.h"
#include "policy/limit_check.h"

#include <algorithm>
#include <array>
#include <map>
#include <string_view>
#include <utility>

namespace msa {
namespace {

constexpr std::int64_t most_events = 1'000'000'000;

struct Unit {
    std::string_view word;
    std::chrono::seconds length;
};

constexpr std::array<Unit, 5> units{{{"s", std::chrono::seconds(1)},
                                     {"min", std::chrono::minutes(1)},
                                     {"hour", std::chrono::hours(1)},
                                     {"day", std::chrono::hours(24)},
                                     {"week", std::chrono::hours(7 * 24)}}};

std::vector<std::string> unit_words() {
    std::vector<std::string> words;
    words.reserve(units.size() + 1);
    for (const auto& each : units) {
        words.emplace_back(each.word);
    }
    words.emplace_back("message");
    return words;
}

/// So many in one message, whoever sends it.
void load_rate_of_message(const Section& section, Limit& limit, std::int64_t number) {
    if (limit.counted != Counted::recipients && limit.counted != Counted::recipients_outside) {
        section.error("rate", "only recipients and recipients_outside have a limit a message");
    }
    for (const auto* key : {"of", "burst"}) {
        if (section.has(key)) {
            section.error(key, '\'' + std::string(key) + "' means nothing for a limit a message");
        }
    }
    limit.rate = number;
    limit.unit = "message";
    limit.quota = {.events = number, .window = std::chrono::seconds(1), .burst = number};
}

void read_rate(const Section& section, std::string_view key, LimitRule& into) {
    auto& limit = into.limit;
    const auto text = section.string(key);
    if (!text) {
        return;
    }
    const bool is_share = limit.counted == Counted::refused_recipients;
    const auto slash = text->find('/');
    auto count = std::string_view(*text).substr(0, slash);
    if (is_share && count.ends_with('%')) {
        count.remove_suffix(1);
    } else if (is_share) {
        count = {};
    }
    const auto number = number_in(count);
    const std::int64_t most = is_share ? 99 : most_events;
    if (slash == std::string::npos || !number || *number < 1 || *number > most) {
        section.error("rate", is_share ? "a share reads like \"30%/hour\", from 1% to 99%"
                                       : "a rate reads like \"500/day\", with a number from 1 to "
                                         "1000000000");
        return;
    }
    const auto word = text->substr(slash + 1);
    if (word == "message") {
        load_rate_of_message(section, limit, *number);
        return;
    }
    const auto* const unit = std::find_if(units.begin(), units.end(),
                                          [&](const Unit& each) { return each.word == word; });
    if (unit == units.end()) {
        section.error("rate", unknown("unit", word, unit_words()));
        return;
    }
    constexpr std::int64_t least_tried = 20;
    limit.rate = *number;
    limit.unit = word;
    limit.quota = {
        .events = *number, .window = unit->length, .burst = is_share ? least_tried : *number};
}

void read_burst(const Section& section, std::string_view key, LimitRule& into) {
    const auto burst = section.integer(key);
    if (burst && into.limit.counted == Counted::networks) {
        section.error(key, "'burst' means nothing where different networks are counted");
    } else if (burst) {
        into.limit.quota.burst = *burst;
    }
}

void read_of(const Section& section, std::string_view key, LimitRule& into,
             const RuleFileContext& context) {
    auto& limit = into.limit;
    static const std::map<std::string, CountedOf, std::less<>> words{
        {"login", CountedOf::login},
        {"domain", CountedOf::domain},
        {"client_network", CountedOf::client_network},
        {"listener", CountedOf::listener},
        {"all", CountedOf::all}};
    const auto text = section.string(key);
    if (!text) {
        return;
    }
    if (const auto name = group_name(*text)) {
        limit.of = CountedOf::group;
        limit.group = *name;
        check_group(*name, section.place(key), context);
        return;
    }
    std::vector<std::string> known{"group:NAME"};
    for (const auto& each : words) {
        known.push_back(each.first);
    }
    const auto found = words.find(*text);
    if (found == words.end()) {
        section.error(key, unknown("value", *text, known));
        return;
    }
    limit.of = found->second;
}

Result<AddressPattern> hosted_domain(std::string_view text) {
    return text.find('@') == std::string_view::npos
               ? AddressPattern::parse('@' + std::string(text))
               : Result<AddressPattern>(Error{"'" + printable(text) + "' is not a domain"});
}

Result<double> part(std::string_view text) {
    const auto number =
        text.ends_with('%') ? number_in(text.substr(0, text.size() - 1)).value_or(0) : 0;
    constexpr double hundred = 100;
    return 1 <= number && number <= 99 ? Result<double>(static_cast<double>(number) / hundred)
                                       : Error{"'warn_at' is a part, from \"1%\" to \"99%\""};
}

CheckKind make_kind(const std::vector<Stage>& stages) {
    CheckKind kind;
    kind.name = "limit";
    kind.reply = "450 4.7.1";
    kind.stages = stages;
    return kind;
}

const CheckKind& kind_at(Stage stage) {
    static const CheckKind at_mail = make_kind({Stage::mail});
    static const CheckKind at_recipient = make_kind({Stage::recipient});
    return stage == Stage::mail ? at_mail : at_recipient;
}

const CheckKind& kind_of_counted(Counted counted) {
    return kind_at(stages_of(counted).front());
}

void read_when(const Section& section, std::string_view key, LimitRule& into,
               const RuleFileContext& context) {
    if (const auto* when = section.table(key)) {
        into.rule.when = load_condition(*when, &kind_of_counted(into.limit.counted), context);
    }
}

void check_limit(const Section& section, LimitRule& into, const RuleFileContext& context) {
    auto& [rule, limit] = into;
    const bool is_outside = limit.counted == Counted::recipients_outside;
    if (is_outside && !section.has("hosted_domains")) {
        section.error("hosted_domains", "recipients_outside needs 'hosted_domains'");
    } else if (!is_outside && section.has("hosted_domains")) {
        section.error("hosted_domains", "'hosted_domains' is for recipients_outside");
    }
    if (rule.action == Action::suspend && limit.of != CountedOf::login) {
        section.error("action", "only a limit of = \"login\" says which login to suspend");
    }
    rule.check_name = "limit";
    rule.where = context.diagnostics.where(section.place());
    rule.stages = stages_of(limit.counted);
    limit.id = rule.id;
    limit.is_for_good = rule.action == Action::reject;
}

void check_id(Place place, const Rule& rule, const std::vector<Rule>& others,
              const std::vector<Rule>& limits, Diagnostics& diagnostics) {
    const auto is_same = [&](const Rule& each) { return each.id == rule.id; };
    if (rule.id != printable(rule.id) || rule.id.size() > 64 ||
        rule.id.find('|') != std::string::npos) {
        diagnostics.error(place, "an id is 1 to 64 characters of printable ASCII, and not |");
    } else if (std::any_of(others.begin(), others.end(), is_same) ||
               std::any_of(limits.begin(), limits.end(), is_same)) {
        diagnostics.error(place, "another rule has the id '" + rule.id + "'");
    }
}

RuleSection<LimitRule>& with_counting(RuleSection<LimitRule>& section) {
    static const auto limit_of = [](auto Limit::*member) {
        return [member](LimitRule & into) -> auto& {
            return into.limit.*member;
        };
    };
    return section
        .word("count", limit_of(&Limit::counted),
              "\"messages\"; \"recipients\"; \"recipients_outside\", those that are not in "
              "`hosted_domains`; \"new_recipients\", those that were not written to in 30 "
              "days; \"networks\", different networks of clients (/24, /48); "
              "\"refused_recipients\", their share of all; \"rights_refused\", messages "
              "refused because an address is not the login's.",
              words_of(counted_words(), parse_counted),
              {.required = true, .example = "\"recipients\""})
        .custom("of", read_of,
                "Who has it together: \"login\" (a client without one: its address), "
                "\"domain\" of the login, else of MAIL FROM, \"group:NAME\", "
                "\"client_network\" (/24, /48), \"listener\", \"all\".",
                {.default_value = "\"login\""})
        .custom("rate", read_rate,
                "So many in a second (s), min, hour, day or week, evenly; of "
                "refused_recipients a share, \"30%/hour\"; of recipients and "
                "recipients_outside also \"50/message\": those above are refused with 452, "
                "and may come in another message.",
                {.required = true, .example = "\"500/day\""})
        .custom(
            "burst", read_burst,
            "So many at once, after a time of rest; for refused_recipients: "
            "recipients that must have been tried, otherwise 20. Absent: as many as "
            "`rate` has.",
            {.type = ValueType::integer, .example = "100", .range = NumberRange{1, most_events}})
        .parsed("warn_at", limit_of(&Limit::warn_at),
                "The record says so when so much is used; nothing else happens.", part,
                {.example = "\"80%\""})
        .parsed("hosted_domains", limit_of(&Limit::hosted_domains),
                "For recipients_outside: your own domains, .DOMAIN for those below one.",
                hosted_domain, {.example = "[\"example.com\", \".example.com\"]"});
}

RuleSection<LimitRule>& with_actions(RuleSection<LimitRule>& section) {
    static const auto rule_of = [](auto Rule::*member) {
        return [member](LimitRule & into) -> auto& {
            return into.rule.*member;
        };
    };
    return section
        .word("action", rule_of(&Rule::action),
              "What follows if it is used up: \"log\", \"hold\", \"defer\" (450), "
              "\"reject\" (550), \"suspend\" (525, and the login is refused from then on), "
              "\"off\".",
              words_of({"off", "log", "hold", "defer", "reject", "suspend"}, parse_action))
        .word("on_error", rule_of(&Rule::on_error),
              "What happens if nobody can tell: \"defer\", \"reject\", \"log\".",
              words_of({"defer", "reject", "log"}, parse_action));
}

}  // namespace

const RuleSection<LimitRule>& limit_section() {
    static const auto id = [](LimitRule & into) -> auto& {
        return into.rule.id;
    };
    static const auto section =
        with_suspension(
            with_rule_keys(
                with_actions(with_counting(
                    RuleSection<LimitRule>(
                        "[[limit]]",
                        "How much of something there may be in a time. Limits are asked after all "
                        "checks, so that nothing is charged for what another rule refuses; what a "
                        "message was charged is given back if it is not accepted. No recipient "
                        "exempts others.")
                        .is_example()
                        .key("id", id, "Names it in replies and records.",
                             {.required = true, .example = "\"daily\""}))),
                "limit, number and time"))
            .custom("when", read_when, "For whom it counts; see the keys of `when`.",
                    {.type = ValueType::table,
                     .example = "{ listener = [\"submission\"] }",
                     .section = &when_section().schema()})
            .check(check_limit);
    return section;
}

const CheckKind* kind_of_limit(const Rule& rule) {
    return rule.check->limit() == nullptr ? nullptr : &kind_at(rule.stages.front());
}

std::vector<Rule> load_limits(const std::vector<const toml::table*>& tables,
                              const std::vector<Rule>& others, const RuleFileContext& context) {
    std::vector<Rule> limits;
    for (const auto* table : tables) {
        auto [rule, limit] = limit_section().read(*table, context);
        rule.check = make_limit_check(std::move(limit));
        check_id(place_in(*table, "id"), rule, others, limits, context.diagnostics);
        limits.push_back(std::move(rule));
    }
    return limits;
}

}  // namespace msa

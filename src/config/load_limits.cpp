// [[limit]].
#include "base/text.h"
#include "checks/all_checks.h"
#include "config/rule_loader.h"
#include "policy/limit_check.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cmath>
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
    for (const auto& each : units) {
        words.emplace_back(each.word);
    }
    words.emplace_back("message");
    return words;
}

std::optional<std::int64_t> number_in(std::string_view text) {
    std::int64_t number = 0;
    const auto* const end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    return read.ec == std::errc() && read.ptr == end && !text.empty() ? std::optional(number)
                                                                      : std::nullopt;
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

void load_rate(const Section& section, Limit& limit) {
    const auto text = section.string("rate");
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

void load_burst(const Section& section, Limit& limit) {
    const auto burst = section.integer("burst");
    if (!burst) {
        return;
    }
    if (*burst < 1 || *burst > most_events) {
        section.error("burst", "'burst' is a number from 1 to 1000000000");
    } else if (limit.counted == Counted::networks) {
        section.error("burst", "'burst' means nothing where different networks are counted");
    } else {
        limit.quota.burst = *burst;
    }
}

void load_of(const Section& section, Limit& limit, const RuleFileContext& context) {
    static const std::map<std::string, CountedOf, std::less<>> words{
        {"login", CountedOf::login},
        {"domain", CountedOf::domain},
        {"client_network", CountedOf::client_network},
        {"listener", CountedOf::listener},
        {"all", CountedOf::all}};
    const auto text = section.string("of");
    if (!text) {
        return;
    }
    if (const auto name = group_name(*text)) {
        limit.of = CountedOf::group;
        limit.group = *name;
        if (!context.groups->has(*name)) {
            section.error("of", unknown("group", *name, context.groups->names()));
        }
        return;
    }
    std::vector<std::string> known{"group:NAME"};
    for (const auto& each : words) {
        known.push_back(each.first);
    }
    const auto found = words.find(*text);
    if (found == words.end()) {
        section.error("of", unknown("value", *text, known));
        return;
    }
    limit.of = found->second;
}

void load_hosted(const Section& section, Limit& limit) {
    for (const auto& each : section.strings("hosted_domains")) {
        auto pattern =
            each.value.find('@') == std::string::npos
                ? AddressPattern::parse('@' + each.value)
                : Result<AddressPattern>(Error{"'" + printable(each.value) + "' is not a domain"});
        if (!pattern) {
            section.diagnostics().error(each.place, pattern.error().what);
            continue;
        }
        limit.hosted_domains.push_back(*std::move(pattern));
    }
    const bool is_outside = limit.counted == Counted::recipients_outside;
    if (is_outside && !section.has("hosted_domains")) {
        section.error("hosted_domains", "recipients_outside needs 'hosted_domains'");
    } else if (!is_outside && section.has("hosted_domains")) {
        section.error("hosted_domains", "'hosted_domains' is for recipients_outside");
    }
}

void load_warning(const Section& section, Limit& limit) {
    const auto text = section.string("warn_at");
    if (!text) {
        return;
    }
    const auto number =
        text->ends_with('%')
            ? number_in(std::string_view(*text).substr(0, text->size() - 1)).value_or(0)
            : 0;
    if (number < 1 || number > 99) {
        section.error("warn_at", "'warn_at' is a part, from \"1%\" to \"99%\"");
        return;
    }
    constexpr double hundred = 100;
    limit.warn_at = static_cast<double>(number) / hundred;
}

void load_limit_action(const Section& section, const Limit& limit, Rule& rule) {
    if (const auto word =
            section.word("action", {"off", "log", "hold", "defer", "reject", "suspend"})) {
        rule.action = *parse_action(*word);
    }
    if (rule.action == Action::suspend && limit.of != CountedOf::login) {
        section.error("action", "only a limit of = \"login\" says which login to suspend");
    }
    if (const auto word = section.word("on_error", {"defer", "reject", "log"})) {
        rule.on_error = *parse_action(*word);
    }
}

void check_id(const Section& section, const Rule& rule, const std::vector<Rule>& others,
              const std::vector<Rule>& limits) {
    const auto is_same = [&](const Rule& each) { return each.id == rule.id; };
    if (rule.id != printable(rule.id) || rule.id.size() > 64 ||
        rule.id.find('|') != std::string::npos) {
        section.error("id", "an id is 1 to 64 characters of printable ASCII, and not |");
    } else if (std::any_of(others.begin(), others.end(), is_same) ||
               std::any_of(limits.begin(), limits.end(), is_same)) {
        section.error("id", "another rule has the id '" + rule.id + "'");
    }
}

CheckKind make_kind(const std::vector<Stage>& stages) {
    CheckKind kind;
    kind.name = "limit";
    kind.reply = "450 4.7.1";
    kind.stages = stages;
    return kind;
}

Rule load_limit(const Section& section, const RuleFileContext& context) {
    Limit limit;
    if (const auto word = section.word("count", counted_words())) {
        limit.counted = *parse_counted(*word);
    }
    Rule rule;
    rule.id = section.string("id").value_or(std::string());
    rule.check_name = "limit";
    rule.where = context.diagnostics.where(section.place());
    rule.stages = stages_of(limit.counted);
    rule.action = Action::defer;
    rule.mode = context.mode;
    limit.id = rule.id;
    load_rate(section, limit);
    load_burst(section, limit);
    load_of(section, limit, context);
    load_hosted(section, limit);
    load_warning(section, limit);
    load_limit_action(section, limit, rule);
    load_mode(section, rule, context);
    load_reply(section, rule);
    load_approvers(section, rule, context);
    load_suspension(section, rule);
    limit.is_for_good = rule.action == Action::reject;
    rule.check = make_limit_check(std::move(limit));
    if (const auto* when = section.table("when")) {
        rule.when = load_condition(*when, kind_of_limit(rule), context);
    }
    return rule;
}

}  // namespace

const CheckKind* kind_of_limit(const Rule& rule) {
    static const CheckKind at_mail = make_kind({Stage::mail});
    static const CheckKind at_recipient = make_kind({Stage::recipient});
    if (rule.check->limit() == nullptr) {
        return nullptr;
    }
    return rule.stages.front() == Stage::mail ? &at_mail : &at_recipient;
}

void load_suspension(const Section& section, Rule& rule) {
    const auto text = section.string("suspend_for");
    if (!text) {
        return;
    }
    static const std::map<std::string_view, std::chrono::seconds> lengths{
        {"min", std::chrono::minutes(1)},
        {"h", std::chrono::hours(1)},
        {"d", std::chrono::hours(24)}};
    constexpr std::int64_t most = 100'000;
    const auto end = std::min(text->find_first_not_of("0123456789"), text->size());
    const auto number = number_in(std::string_view(*text).substr(0, end));
    const auto unit = lengths.find(std::string_view(*text).substr(end));
    if (rule.action != Action::suspend) {
        section.error("suspend_for", "'suspend_for' needs action = \"suspend\"");
    } else if (!number || *number < 1 || *number > most || unit == lengths.end()) {
        section.error("suspend_for", "a time reads like \"24h\", in min, h or d");
    } else {
        rule.suspend_for = *number * unit->second;
    }
}

std::vector<Rule> load_limits(const std::vector<const toml::table*>& tables,
                              const std::vector<Rule>& others, const RuleFileContext& context) {
    std::vector<Rule> limits;
    for (const auto* table : tables) {
        const Section section(*table, limit_schema(), context.diagnostics);
        auto rule = load_limit(section, context);
        check_id(section, rule, others, limits);
        limits.push_back(std::move(rule));
    }
    return limits;
}

}  // namespace msa

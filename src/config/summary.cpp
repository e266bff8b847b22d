#include "config/summary.h"

#include "base/text.h"
#include "config/owner_listing.h"
#include "mail/address_key.h"

#include <array>
#include <cstdio>
#include <set>

namespace msa {
namespace {

void keep_earlier(std::optional<RuleSummary::Instant>& kept, RuleSummary::Instant instant) {
    kept = kept ? std::min(*kept, instant) : instant;
}

void count_rule(const Rule& rule, RuleSummary::Instant now, RuleSummary& summary) {
    const bool is_over = rule.monitor_until && *rule.monitor_until <= now;
    if (rule.action == Action::off) {
        ++summary.off;
    } else if (rule.mode == Mode::enforce || is_over) {
        ++summary.enforced;
    } else {
        ++summary.monitored;
        if (rule.monitor_until) {
            keep_earlier(summary.monitored_until, *rule.monitor_until);
        }
    }
}

std::string note(const char* word, const std::optional<RuleSummary::Instant>& end) {
    return end ? " (" + std::string(word) + ' ' + last_day(*end) + ')' : std::string();
}

std::string list(const std::vector<std::string>& names) {
    return names.empty() ? "none" : printable(join(names, ", "), 1000);
}

}  // namespace

std::string last_day(RuleSummary::Instant end) {
    using namespace std::chrono;
    const year_month_day day(floor<days>(end - seconds(1)));
    std::array<char, 16> text{};
    (void)std::snprintf(text.data(), text.size(), "%04d-%02u-%02u", static_cast<int>(day.year()),
                        static_cast<unsigned>(day.month()), static_cast<unsigned>(day.day()));
    return text.data();
}

std::vector<std::string> domains_without_key(const RuleSet& rules, RuleSummary::Instant now) {
    std::set<std::string, std::less<>> domains;
    for (const auto& named : rules.owners.settings().tables) {
        (void)for_each_entry(*named.table, [&domains](std::string_view key, const auto&) {
            domains.emplace(domain_of(key));
            return true;
        });  // what cannot be listed is left out
    }
    std::vector<std::string> without;
    for (const auto& domain : domains) {
        if (rules.signer == nullptr || !rules.signer->has_key(domain, Moment{now, {}})) {
            without.push_back(domain);
        }
    }
    return without;
}

RuleSummary summary_of(const RuleSet& rules, RuleSummary::Instant now) {
    RuleSummary summary;
    for (const auto& rule : rules.rules) {
        count_rule(rule, now, summary);
    }
    for (const auto& exception : rules.exceptions) {
        if (now < exception.until) {
            ++summary.exceptions;
            keep_earlier(summary.next_exception_end, exception.until);
        }
    }
    for (const auto& delegation : rules.owners.settings().delegations) {
        summary.delegations += !delegation.until || now < *delegation.until ? 1U : 0U;
    }
    summary.keys = rules.keys;
    summary.domains_without_key = domains_without_key(rules, now);
    return summary;
}

std::string RuleSummary::text() const {
    return std::to_string(enforced) + " enforced, " + std::to_string(monitored) + " monitored" +
           note("until", monitored_until) + ", " + std::to_string(off) + " off, " +
           std::to_string(exceptions) + " exceptions" + note("next ends", next_exception_end) +
           ", " + std::to_string(delegations) + " delegations; keys: " + list(keys) +
           "; owners' domains without key: " + list(domains_without_key);
}

}  // namespace msa

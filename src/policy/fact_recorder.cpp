// Facts of a transaction for its record, see fact_recorder.h.
#include "policy/fact_recorder.h"

#include <algorithm>
#include <utility>

namespace msa {

namespace {

/// What the judged ones of the rules read; who resends what is asked behind every repair.
Reads read_by(const RuleSet& rules, const FactsWanted& wanted) {
    Reads read = reads::people;
    for (const auto& rule : rules.rules) {
        if (rule.action != Action::off && wanted.reads_of != nullptr) {
            read |= wanted.reads_of(rule.check_name);
        }
    }
    return read;
}

}  // namespace

FactRecorder::FactRecorder(RateCounter& rates, const DnsAccess& dns)
    : rates_(rates, facts_), dns_(dns, facts_) {}

DnsAccess FactRecorder::dns() const {
    auto access = dns_.access();
    access.resolver = &dns_;  // that there is nobody to ask is a fact, too
    access.sender_policy = &dns_;
    return access;
}

Result<bool> FactRecorder::Rates::admit(std::string_view key, std::int64_t events,
                                        std::chrono::seconds window) {
    auto answer = counter_.admit(key, events, window);
    facts_.rates.push_back({.key = std::string(key),
                            .events = events,
                            .window = window,
                            .admitted = answer && *answer,
                            .error = answer ? std::string() : answer.error().what});
    return answer;
}

Result<DnsAnswer> FactRecorder::Dns::ask(std::string_view name, RecordType type,
                                         Deadline deadline) const {
    auto answer = answer_of(access_.resolver, name, type, deadline);
    facts_.dns.push_back({.name = std::string(name),
                          .type = type,
                          .answer = answer ? *answer : DnsAnswer(),
                          .error = answer ? std::string() : answer.error().what});
    return answer;
}

SpfAnswer FactRecorder::Dns::check_host(const SpfQuestion& question, Deadline deadline) const {
    auto answer = answer_of(access_.sender_policy, question, deadline);
    facts_.spf.push_back({question, answer});
    return answer;
}

RecordedFacts FactRecorder::facts(const FactsWanted& wanted, const RuleSet& rules,
                                  const Moment& now, const Lookups& lookups) {
    auto facts = std::move(facts_);
    facts.kept = wanted.kept;
    facts.read =
        wanted.kept == FactsKept::all ? reads::fields | reads::body : read_by(rules, wanted);
    facts.utc_offset = now.utc_offset;
    for (const auto& [table, answers] : lookups.asked()) {
        for (const auto& [key, answer] : answers) {
            facts.tables.push_back({.table = table->name(),
                                    .key = key,
                                    .found = answer && answer->found,
                                    .values = answer ? answer->values : std::vector<std::string>(),
                                    .error = answer ? std::string() : answer.error().what});
        }
    }
    return facts;
}

void add_message(RecordedFacts& facts, const HeaderList& received,
                 const std::optional<BodyFacts>& body) {
    for (const auto& field : received.fields()) {
        HeaderFact fact{.name = field.name, .value = {}};
        if (sees_field(facts.read, field.name)) {
            fact.value = field.value;
        } else {
            fact.octets = field.value.size();
            fact.folds =
                static_cast<std::size_t>(std::count(field.value.begin(), field.value.end(), '\n'));
        }
        facts.header.push_back(std::move(fact));
    }
    if ((facts.read & reads::body) != 0) {
        facts.body = body;
    }
}

}  // namespace msa

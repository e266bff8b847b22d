// Filters of records, see record_filter.h.
#include "inquiry/record_filter.h"

#include "base/instant.h"
#include "base/text.h"
#include "inquiry/filter_words.h"
#include "inquiry/recorded_addresses.h"

#include <algorithm>
#include <chrono>

namespace msa {

namespace {

using Values = RecordKey::Values;
using Test = std::function<bool(const SeenRecord&)>;

bool is_any(const std::string& value) {
    return value == "*";
}

Result<std::int64_t> instant(const std::string& text, bool is_end) {
    constexpr std::size_t day_octets = 10;
    const auto parsed = parse_instant(text);
    if (!parsed) {
        return within("'" + printable(text) + "'", parsed.error());
    }
    const auto day = std::chrono::hours(is_end && text.size() == day_octets ? 24 : 0);
    return std::chrono::duration_cast<std::chrono::microseconds>((*parsed + day).time_since_epoch())
        .count();
}

/// What of a record a filter looks at; for most of them the key of the same name.
Test test_of(std::string_view name, std::function<bool(const Values&)> matches) {
    if (name == "sender") {
        return [matches](const SeenRecord& seen) { return matches(senders_of(seen.record)); };
    }
    if (name == "session") {
        return [matches](const SeenRecord& seen) {
            return matches(
                {std::string(seen.record.session), std::string(seen.record.transaction)});
        };
    }
    if (name == "domain") {
        return [matches](const SeenRecord& seen) {
            return matches(senders_of(seen.record)) || matches(authors_of(seen.record)) ||
                   matches(find_record_key("recipient")->values(seen));
        };
    }
    if (name == "signature") {
        return [matches](const SeenRecord& seen) {
            Values values;
            for (const auto& each : seen.record.signatures) {
                values.emplace_back(each.b);
            }
            return matches(values);
        };
    }
    const auto* const key = find_record_key(name);
    return [key, matches](const SeenRecord& seen) { return matches(key->values(seen)); };
}

}  // namespace

const std::vector<FilterKind>& filter_kinds() {
    static const std::vector<FilterKind> kinds{
        {"login", "Login of the proved identity", FilterForm::login},
        {"author", "Addresses in From; @DOMAIN: all of it, @.DOMAIN: all below it",
         FilterForm::address},
        {"sender", "MAIL FROM, in the same forms, or <>", FilterForm::address},
        {"recipient", "Recipients, refused ones too, in the same forms", FilterForm::address},
        {"domain", "Author, sender or recipients in this domain", FilterForm::domain},
        {"rule", "Rules that found something", FilterForm::word},
        {"disposition", "How it ended", FilterForm::word},
        {"right", "owner, on_behalf, none, cannot_tell: of an address that was asked for",
         FilterForm::word},
        {"source", "How the identity was proved, or none", FilterForm::word},
        {"listener", "Where it came in", FilterForm::text},
        {"client", "Address or network of the client", FilterForm::network},
        {"tls", "Version of TLS, or none", FilterForm::text},
        {"host", "Whose trail it is", FilterForm::text},
        {"queue-id", "The MTA's", FilterForm::text},
        {"session", "Ours, as in replies, or of one transaction", FilterForm::text},
        {"message-id", "As the message left", FilterForm::text},
        {"signature", "b= of a DKIM-Signature, whole or its first 32 characters",
         FilterForm::signature},
        {"exception", "Exceptions that were used, by id", FilterForm::text},
        {"delegation", "Delegations that gave a right, by id", FilterForm::text},
        {"by", "What gave the right, as `delegation ID`", FilterForm::text},
        {"edit", "Fields that were added, removed or changed", FilterForm::field},
    };
    return kinds;
}

Result<TimeSpan> time_span(const std::string& since, const std::string& until) {
    TimeSpan span;
    if (!since.empty()) {
        const auto begin = instant(since, false);
        if (!begin) {
            return begin.error();
        }
        span.begin = *begin;
    }
    if (!until.empty()) {
        const auto end = instant(until, true);
        if (!end) {
            return end.error();
        }
        span.end = *end;
    }
    if (span.begin >= span.end) {
        return Error{"nothing is between " + since + " and " + until + ": the end comes first",
                     ErrorKind::bad_input};
    }
    return span;
}

Result<void> RecordFilter::demand(const FilterKind& kind, const std::vector<std::string>& values,
                                  const FilterKnowledge& known) {
    Condition condition;
    std::vector<ValueTest> tests;
    bool can_tell = true;
    for (const auto& value : values) {
        if (is_any(value)) {
            tests.emplace_back([](std::string_view) { return true; });
            can_tell = false;
            continue;
        }
        auto word = filter_word(kind, value, known);
        if (!word) {
            return within("--" + std::string(kind.name), word.error());
        }
        tests.push_back(std::move(word->matches));
        can_tell = can_tell && !word->needles.empty();
        condition.needles.insert(condition.needles.end(), word->needles.begin(),
                                 word->needles.end());
        condition.needs_plain_text = condition.needs_plain_text || word->needs_plain_text;
    }
    if (!can_tell) {
        condition.needles.clear();
    }
    std::string key(kind.name);
    std::replace(key.begin(), key.end(), '-', '_');
    condition.matches = test_of(key, [tests](const Values& found) {
        return std::any_of(found.begin(), found.end(), [&](const std::string& value) {
            return std::any_of(tests.begin(), tests.end(),
                               [&](const ValueTest& test) { return test(value); });
        });
    });
    conditions_.push_back(std::move(condition));
    return {};
}

void RecordFilter::demand_unsigned() {
    Condition condition;
    condition.needles.emplace_back("\"unsigned\":\"", Needle::Case::counts);
    condition.matches = [](const SeenRecord& seen) {
        return has_left(seen.record) && !seen.record.unsigned_reason.empty();
    };
    conditions_.push_back(std::move(condition));
}

void RecordFilter::demand_refusal() {
    Condition condition;
    condition.needles.emplace_back("\"reply\":\"", Needle::Case::counts);
    condition.matches = [](const SeenRecord& seen) {
        const auto& all = seen.record.recipients;
        return !seen.record.reply.empty() ||
               std::any_of(all.begin(), all.end(), [](const auto& each) { return !each.accepted; });
    };
    conditions_.push_back(std::move(condition));
}

void RecordFilter::demand_late_use(std::shared_ptr<const PrivilegeEnds> ends) {
    Condition condition;
    condition.needles.emplace_back("\"exception\":\"", Needle::Case::counts);
    condition.needles.emplace_back("delegation ", Needle::Case::counts);
    condition.matches = [ends = std::move(ends)](const SeenRecord& seen) {
        const auto is_over = [&](RecordKind kind, std::string_view key) {
            const auto ids = find_record_key(key)->values(seen);
            return std::any_of(ids.begin(), ids.end(), [&](const std::string& id) {
                return ends->is_over(kind, seen.record.host, id, seen.head.time);
            });
        };
        return is_over(RecordKind::exception, "exception") ||
               is_over(RecordKind::delegation, "delegation");
    };
    conditions_.push_back(std::move(condition));
}

bool RecordFilter::may_match(std::string_view line) const {
    return std::all_of(conditions_.begin(), conditions_.end(), [&](const Condition& condition) {
        const auto& needles = condition.needles;
        return needles.empty() ||
               std::any_of(needles.begin(), needles.end(),
                           [line](const Needle& needle) { return needle.is_in(line); }) ||
               (condition.needs_plain_text && backslash_.is_in(line));
    });
}

bool RecordFilter::matches(const SeenRecord& seen) const {
    return std::all_of(conditions_.begin(), conditions_.end(),
                       [&](const Condition& condition) { return condition.matches(seen); });
}

}  // namespace msa

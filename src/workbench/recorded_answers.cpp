// Recorded answers, see recorded_answers.h.
#include "workbench/recorded_answers.h"

#include "mail/masked_list.h"

#include <algorithm>

namespace msa {
namespace {

class RecordedTable final : public Table {
public:
    RecordedTable(const RecordedAnswers& answers, std::string name)
        : answers_(answers), name_(std::move(name)) {}

    [[nodiscard]] Result<LookupAnswer> lookup(std::string_view key) const override {
        return answers_.lookup(name_, key);
    }
    [[nodiscard]] std::string name() const override { return name_; }

private:
    const RecordedAnswers& answers_;
    std::string name_;
};

/// Its entries are known, what it is asked for may not be.
class WrittenTable final : public Table {
public:
    WrittenTable(const RecordedAnswers& answers, std::string name,
                 std::shared_ptr<const Table> table)
        : answers_(answers), name_(std::move(name)), table_(std::move(table)) {}

    [[nodiscard]] Result<LookupAnswer> lookup(std::string_view key) const override {
        const auto known = answers_.known(name_, key);
        return known ? table_->lookup(key) : known.error();
    }
    [[nodiscard]] std::string name() const override { return table_->name(); }
    [[nodiscard]] std::string where(std::string_view key) const override {
        return table_->where(key);
    }
    [[nodiscard]] Result<void> each(const Visitor& visitor) const override {
        return table_->each(visitor);
    }

private:
    const RecordedAnswers& answers_;
    std::string name_;
    std::shared_ptr<const Table> table_;
};

std::string in_words(const RateLimit& limit) {
    return std::to_string(limit.events) + " in " + std::to_string(limit.window.count()) + " s";
}

/// The first of them that `fits`; null: none does.
template <class Each, class Fits>
const Each* found(const std::vector<Each>& all, const Fits& fits) {
    const auto each = std::find_if(all.begin(), all.end(), fits);
    return each == all.end() ? nullptr : &*each;
}

}  // namespace

std::shared_ptr<const Table> RecordedAnswers::table(std::string name) {
    return std::make_shared<RecordedTable>(*this, std::move(name));
}

std::shared_ptr<const Table> RecordedAnswers::written_down(std::string name,
                                                           std::shared_ptr<const Table> table) {
    return std::make_shared<WrittenTable>(*this, std::move(name), std::move(table));
}

Result<void> RecordedAnswers::known(std::string_view table, std::string_view key) const {
    if (!has_masked_ || !is_masked(key)) {
        return {};
    }
    doubts_.push_back({"table " + std::string(table) +
                           " is asked for a domain in Bcc, of which only the form is kept",
                       std::string(key)});
    return Error{"the record does not say which domain stood in Bcc"};
}

Error RecordedAnswers::not_asked(std::string what, std::string detail) const {
    const Error error{"the record does not say what " + what + " says of " + detail};
    doubts_.push_back({std::move(what) + " was not asked then", std::move(detail)});
    return error;
}

Result<LookupAnswer> RecordedAnswers::lookup(std::string_view table, std::string_view key) const {
    if (others_->find(table) != others_->end()) {
        doubts_.push_back(
            {"table " + std::string(table) + " is another one in these rules", std::string(key)});
        return Error{"the record tells of another table " + std::string(table)};
    }
    const auto* fact = found(facts_->tables, [&](const TableFact& each) {
        return each.table == table && each.key == key;
    });
    if (fact == nullptr) {
        if (const auto is_known = known(table, key); !is_known) {
            return is_known.error();
        }
        return not_asked("table " + std::string(table), std::string(key));
    }
    return fact->error.empty() ? Result<LookupAnswer>(LookupAnswer{fact->found, fact->values})
                               : Error{fact->error};
}

Result<DnsAnswer> RecordedAnswers::ask(std::string_view name, RecordType type,
                                       Deadline /*deadline*/) const {
    const auto* fact = found(
        facts_->dns, [&](const DnsFact& each) { return each.type == type && each.name == name; });
    if (fact == nullptr) {
        return not_asked("DNS " + std::string(to_text(type)), std::string(name));
    }
    return fact->error.empty() ? Result<DnsAnswer>(fact->answer) : Error{fact->error};
}

SpfAnswer RecordedAnswers::check_host(const SpfQuestion& question, Deadline /*deadline*/) const {
    const auto* fact = found(facts_->spf, [&](const SpfFact& each) {
        return each.question.address == question.address && each.question.helo == question.helo &&
               each.question.sender == question.sender;
    });
    if (fact == nullptr) {
        return {SpfResult::temperror,
                not_asked("SPF", question.sender + " from " + question.address).what};
    }
    return fact->answer;
}

Error RecordedAnswers::not_counted(const RateQuestion& question, CountedRate why) const {
    const std::string what = why == CountedRate::before_trail
                                 ? " counted before the trail begins is not known"
                                 : " counted where the trail has a gap, or messages that cannot be "
                                   "judged again, is not known";
    const Error error{"what a limit of " + in_words(question.limit) + what};
    doubts_.push_back({error.what, question.key});
    return error;
}

Result<bool> RecordedAnswers::recorded(const RateQuestion& question) {
    for (std::size_t place = 0; place < facts_->rates.size(); ++place) {
        const auto& fact = facts_->rates[place];
        if (!rates_used_[place] && fact.key == question.key &&
            fact.events == question.limit.events && fact.window == question.limit.window) {
            rates_used_[place] = true;
            return fact.error.empty() ? Result<bool>(fact.admitted) : Error{fact.error};
        }
    }
    limits_.has_unknown = true;
    return not_asked("a limit of " + in_words(question.limit), question.key);
}

Result<bool> RecordedAnswers::admit(std::string_view key, std::int64_t events,
                                    std::chrono::seconds window) {
    const RateQuestion question{std::string(key), {events, window}};
    limits_.asked.insert(question.limit);
    if (counted_ == nullptr || counted_->empty()) {
        return recorded(question);
    }
    // Behind the last answer is what depends on one that is not known.
    const auto answer = (*counted_)[std::min(rates_asked_++, counted_->size() - 1)];
    switch (answer) {
        case CountedRate::admitted: return true;
        case CountedRate::refused: return false;
        case CountedRate::recorded: return recorded(question);
        case CountedRate::before_trail:
        case CountedRate::behind_gap: break;
    }
    return not_counted(question, answer);
}

Error RecordedAnswers::not_counted(const Charge& charge, Uncounted why) const {
    const auto limit = "limit " + charge.key.substr(0, charge.key.find('|'));
    switch (why) {
        case Uncounted::other_mail: return not_asked(limit, charge.key);
        case Uncounted::share:
            doubts_.push_back(
                {"whom " + limit + " would have seen refused is not known", charge.key});
            break;
        case Uncounted::before_trail:
            doubts_.push_back(
                {"what " + limit + " counted before the trail begins is not known", charge.key});
            break;
        case Uncounted::behind_gap:
            doubts_.push_back({"what " + limit +
                                   " counted where the trail has a gap, or messages that cannot be "
                                   "judged again, is not known",
                               charge.key});
            break;
    }
    return Error{doubts_.back().why};
}

Result<LimitAnswer> RecordedAnswers::limit(const Charge& charge) {
    if (is_noted(charge)) {
        return LimitAnswer{};
    }
    if (counted_limits_ != nullptr) {
        const auto said = counted_limits_->find(charge.key);
        const auto place = limits_used_[charge.key]++;
        if (said == counted_limits_->end() || place >= said->second.size()) {
            return not_counted(charge, Uncounted::behind_gap);  // nobody knew that it would ask
        }
        const auto& each = said->second[place];
        return each.answer ? Result<LimitAnswer>(*each.answer) : not_counted(charge, each.why);
    }
    limits_.has_unknown_limit = true;
    return not_counted(charge, Uncounted::other_mail);
}

void RecordedAnswers::note_limits() {
    for (std::size_t place = 0; place < facts_->rates.size(); ++place) {
        if (!rates_used_[place]) {
            limits_.not_asked.insert({facts_->rates[place].events, facts_->rates[place].window});
        }
    }
}

void SeenLimits::merge(SeenLimits more) {
    has_unknown = has_unknown || more.has_unknown;
    has_unknown_limit = has_unknown_limit || more.has_unknown_limit;
    asked.merge(more.asked);
    not_asked.merge(more.not_asked);
}

/// Where a limit is asked of other messages than it was, it has counted others.
bool SeenLimits::need_counting() const {
    return has_unknown || std::any_of(not_asked.begin(), not_asked.end(),
                                      [this](const auto& each) { return asked.count(each) != 0; });
}

}  // namespace msa

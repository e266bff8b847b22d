// Recorded answers, see recorded_answers.h.
#include "workbench/recorded_answers.h"

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

Result<bool> RecordedAnswers::admit(std::string_view key, std::int64_t events,
                                    std::chrono::seconds window) {
    for (std::size_t place = 0; place < facts_->rates.size(); ++place) {
        const auto& fact = facts_->rates[place];
        if (!rates_used_[place] && fact.key == key && fact.events == events &&
            fact.window == window) {
            rates_used_[place] = true;
            return fact.error.empty() ? Result<bool>(fact.admitted) : Error{fact.error};
        }
    }
    return not_asked(
        "a limit of " + std::to_string(events) + " in " + std::to_string(window.count()) + " s",
        std::string(key));
}

}  // namespace msa

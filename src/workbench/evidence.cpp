#include "workbench/evidence.h"

#include "base/text.h"

namespace msa {
namespace {

std::string text_of(const Result<LookupAnswer>& answer) {
    if (!answer) {
        return "cannot tell: " + answer.error().what;
    }
    return answer->found ? join(answer->values, ", ") : "not found";
}

std::string text_of(const Result<DnsAnswer>& answer) {
    if (!answer) {
        return "cannot tell: " + answer.error().what;
    }
    switch (answer->kind) {
        case DnsAnswer::Kind::no_data: return "no such record";
        case DnsAnswer::Kind::no_such_domain: return "no such domain";
        case DnsAnswer::Kind::records: break;
    }
    std::vector<std::string> values;
    for (const auto& record : answer->records) {
        values.push_back(record.value);
    }
    return join(values, ", ");
}

class WatchedTable final : public Table {
public:
    WatchedTable(std::string name, std::shared_ptr<const Table> table, Evidence& evidence)
        : name_(std::move(name)), table_(std::move(table)), evidence_(evidence) {}

    [[nodiscard]] Result<LookupAnswer> lookup(std::string_view key) const override {
        auto answer = table_->lookup(key);
        evidence_.add(*this, key, answer);
        return answer;
    }
    [[nodiscard]] std::string name() const override { return name_; }
    [[nodiscard]] std::string where(std::string_view key) const override {
        return table_->where(key);
    }
    [[nodiscard]] Result<void> each(const Visitor& visitor) const override {
        return table_->each(visitor);
    }

private:
    std::string name_;
    std::shared_ptr<const Table> table_;
    Evidence& evidence_;
};

}  // namespace

void Evidence::add(const Table& table, std::string_view key, const Result<LookupAnswer>& answer) {
    add({"table " + table.name(), std::string(key), text_of(answer),
         answer && answer->found ? table.where(key) : std::string()});
}

std::shared_ptr<const Table> watched(std::string name, std::shared_ptr<const Table> table,
                                     Evidence& evidence) {
    return std::make_shared<WatchedTable>(std::move(name), std::move(table), evidence);
}

Result<DnsAnswer> WatchedResolver::ask(std::string_view name, RecordType type,
                                       Deadline deadline) const {
    auto answer = resolver_.ask(name, type, deadline);
    evidence_.add({"DNS " + std::string(to_text(type)), std::string(name), text_of(answer), {}});
    return answer;
}

}  // namespace msa

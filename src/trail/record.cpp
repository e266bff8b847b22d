// Whole records, see record.h.
#include "trail/record.h"

#include "trail/facts_members.h"
#include "trail/transaction_members.h"

#include <algorithm>
#include <charconv>
#include <iterator>
#include <utility>

namespace msa {

namespace {

using simdjson::dom::element;

std::string text_of(const element& value) {
    std::string_view text;
    return value.get(text) == simdjson::SUCCESS ? std::string(text) : simdjson::minify(value);
}

void read_control(ControlRecord& record, simdjson::dom::object object) {
    for (const auto& [key, value] : object) {
        if (key == "n" || key == "time" || key == "v" || key == "record") {
            continue;
        }
        ControlRecord::Member member{std::string(key), text_of(value)};
        simdjson::dom::array list;
        if (value.get(list) == simdjson::SUCCESS) {
            member.is_list = true;
            std::transform(list.begin(), list.end(), std::back_inserter(member.items), text_of);
        }
        record.members.push_back(std::move(member));
    }
}

}  // namespace

const ControlRecord::Member* ControlRecord::member(std::string_view key) const {
    const auto found = std::find_if(members.begin(), members.end(),
                                    [key](const auto& each) { return each.key == key; });
    return found == members.end() ? nullptr : &*found;
}

std::string_view ControlRecord::text(std::string_view key) const {
    const auto* const found = member(key);
    return found == nullptr || found->text == "null" ? std::string_view() : found->text;
}

std::optional<std::uint64_t> ControlRecord::number(std::string_view key) const {
    const auto digits = text(key);
    std::uint64_t number = 0;
    const auto* const end = digits.data() + digits.size();
    const auto read = std::from_chars(digits.data(), end, number);
    return read.ec == std::errc() && read.ptr == end ? std::optional(number) : std::nullopt;
}

class RecordReader::State {
public:
    Line read(std::string_view line) {
        const auto begin = record_head(line);
        if (!begin) {
            return Line::damaged;
        }
        head = *begin;
        // Facts stay while what they belong to is read.
        auto& own = head.kind == RecordKind::facts ? facts_parser : parser;
        simdjson::dom::object object;
        if (own.parse(line.data(), line.size()).get_object().get(object) != simdjson::SUCCESS) {
            return Line::damaged;
        }
        if (head.kind == RecordKind::transaction) {
            take_transaction(object);
            return Line::transaction;
        }
        if (head.kind == RecordKind::recipients) {
            take_part(object);
            return Line::part;
        }
        if (head.kind == RecordKind::facts) {
            facts = FactsRecord();
            read_facts(facts, object);
            facts_of = facts.transaction;
            return Line::facts;
        }
        control.members.clear();
        read_control(control, object);
        return Line::control;
    }

    void forget() {
        apart_of.reset();
        facts_of.reset();
        has_facts = false;
    }

    RecordHead head;
    TransactionRecord transaction;
    ControlRecord control;
    FactsRecord facts;
    bool has_facts = false;  // of `transaction`

private:
    void take_transaction(simdjson::dom::object object) {
        transaction = cleared(std::move(transaction));
        read_transaction(transaction, object);
        name_recipients(transaction);
        if (apart_of == transaction.transaction) {
            for (const auto& [address, spelled] : apart) {
                auto& recipient = transaction.recipients.emplace_back();
                recipient.address = address;
                recipient.spelled = spelled;
                recipient.accepted = true;
            }
        }
        has_facts = facts_of == transaction.transaction;
        // Only what stands right in front belongs to it. The texts are kept until the next part.
        apart_of.reset();
        facts_of.reset();
    }

    void take_part(simdjson::dom::object object) {
        TransactionRecord part;
        read_transaction(part, object);
        name_recipients(part);
        if (apart_of != part.transaction) {
            apart.clear();
            apart_of = part.transaction;
        }
        for (const auto& each : part.recipients) {
            apart.emplace_back(each.address, each.spelled);
        }
    }

    /// Of what is no address, what was typed is all there is.
    static void name_recipients(TransactionRecord& record) {
        for (auto& each : record.recipients) {
            each.address = each.address.empty() ? each.spelled : each.address;
        }
    }

    /// Empty, with the room that lists have.
    static TransactionRecord cleared(TransactionRecord old) {
        TransactionRecord record;
        const auto keep = [](auto& list, auto& room) {
            room.clear();
            list = std::move(room);
        };
        keep(record.claimed.mail_parameters, old.claimed.mail_parameters);
        keep(record.claimed.from, old.claimed.from);
        keep(record.recipients, old.recipients);
        keep(record.authors, old.authors);
        keep(record.rights, old.rights);
        keep(record.findings, old.findings);
        keep(record.edits, old.edits);
        keep(record.signatures, old.signatures);
        return record;
    }

    simdjson::dom::parser parser;
    simdjson::dom::parser facts_parser;
    std::optional<std::string> facts_of;  // the transaction that the facts are of
    std::vector<std::pair<std::string, std::string>> apart;  // recipients of lines of their own
    std::optional<std::string> apart_of;                     // their transaction
};

RecordReader::RecordReader() : state_(std::make_unique<State>()) {}
RecordReader::~RecordReader() = default;

RecordReader::Line RecordReader::read(std::string_view line) {
    return state_->read(line);
}
void RecordReader::forget() {
    state_->forget();
}
const RecordHead& RecordReader::head() const {
    return state_->head;
}
const TransactionRecord& RecordReader::transaction() const {
    return state_->transaction;
}
const FactsRecord* RecordReader::facts() const {
    return state_->has_facts ? &state_->facts : nullptr;
}
const ControlRecord& RecordReader::control() const {
    return state_->control;
}

}  // namespace msa

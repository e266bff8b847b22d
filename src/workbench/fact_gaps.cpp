// What a later judgement lacks, see fact_gaps.h.
#include "workbench/fact_gaps.h"

#include "checks/check_reads.h"

#include <algorithm>
#include <iterator>
#include <optional>

namespace msa {
namespace {

void move_to(std::vector<Doubt>& all, std::vector<Doubt> more) {
    std::move(more.begin(), more.end(), std::back_inserter(all));
}

/// The first unkept field that who reads `read` sees; null: none.
const NotKept::Field* unkept_field(const NotKept& not_kept, Reads read) {
    for (const auto& field : not_kept.fields) {
        if (sees_field(read, field.name)) {
            return &field;
        }
    }
    return nullptr;
}

/// The part of `read` to which the field belongs, in words.
std::string part_with(std::string_view field, Reads read) {
    for (const Reads part : single_reads()) {
        if ((read & part) != 0 && sees_field(part, field)) {
            return std::string(to_text(part));
        }
    }
    return std::string(field);
}

Doubt doubt_of(std::string who, std::string what, std::string why, std::string detail = {}) {
    return {std::move(who) + " reads " + std::move(what) + ", which " + std::move(why),
            std::move(detail)};
}

}  // namespace

void FactGaps::begins(Stage stage) {
    if (next_ != nullptr) {
        next_->begins(stage);
    }
    if (stage == Stage::mail) {
        add_identity();
    }
    move_to(doubts_, answers_.take_doubts());  // about who submits
}

/// An identity that goes by the client's address.
void FactGaps::add_identity() {
    const auto& identity = rules_.identity;
    const bool goes_by_login = !mail_.submission.session.sasl_login.empty() &&
                               !identity.sources.empty() &&
                               identity.sources.front() == IdentitySource::sasl;
    if (!mail_.not_kept.client.empty() && !goes_by_login &&
        (!identity.networks.empty() || identity.recent_logins.table != nullptr)) {
        doubts_.push_back(
            doubt_of("identity", std::string(to_text(reads::client)), mail_.not_kept.client));
    }
}

template <class Has>
bool FactGaps::is_conditional(const Rule& rule, const Has& has) const {
    return has(rule.when) || std::any_of(rules_.exceptions.begin(), rules_.exceptions.end(),
                                         [&](const Exception& each) {
                                             return each.rule == rule.id && has(each.when);
                                         });
}

void FactGaps::asked(const AskedRule& asked) {
    if (next_ != nullptr) {
        next_->asked(asked);
    }
    auto not_told = answers_.take_doubts();
    if (asked.rule.is_monitored(mail_.now)) {  // nothing depends on it
        return;
    }
    move_to(doubts_, std::move(not_told));
    if (mail_.not_kept.is_anything()) {
        add_unkept(asked);
    }
}

void FactGaps::add_unkept(const AskedRule& asked) {
    const auto& not_kept = mail_.not_kept;
    Reads read = asked.is_meant ? reads_of_check(asked.rule.check_name) : reads::nothing;
    if ((read & reads::strangers) != 0 && !asked.is_proved) {
        read |= reads::recipients | reads::client;
    }
    const bool has_header = asked.stage == Stage::headers || asked.stage == Stage::message;
    if (const auto* field = has_header ? unkept_field(not_kept, read) : nullptr) {
        doubts_.push_back(
            doubt_of(asked.rule.check_name, part_with(field->name, read), field->why, field->name));
    }
    if (asked.stage == Stage::message && not_kept.body && (read & reads::body) != 0) {
        doubts_.push_back(doubt_of(asked.rule.check_name, std::string(to_text(reads::body)),
                                   "facts = \"judged\" does not keep"));
    }
    if (asked.stage == Stage::message && !not_kept.is_size_known &&
        is_conditional(asked.rule, [](const auto& when) { return when.size_above.has_value(); })) {
        doubts_.push_back(
            doubt_of("size_above of rule " + asked.rule.id, "every field", "is not kept whole"));
    }
    if (!not_kept.recipients.empty() && asked.stage != Stage::mail &&
        ((read & reads::recipients) != 0 || is_conditional(asked.rule, [](const auto& when) {
             return !when.recipient_domain.empty();
         }))) {
        doubts_.push_back(doubt_of("rule " + asked.rule.id, std::string(to_text(reads::recipients)),
                                   not_kept.recipients));
    }
    if (!not_kept.client.empty() &&
        ((read & reads::client) != 0 ||
         is_conditional(asked.rule, [](const auto& when) { return !when.network.empty(); }))) {
        doubts_.push_back(doubt_of("rule " + asked.rule.id, std::string(to_text(reads::client)),
                                   not_kept.client));
    }
}

std::vector<Doubt> FactGaps::doubts() {
    move_to(doubts_, answers_.take_doubts());
    return std::move(doubts_);
}

}  // namespace msa

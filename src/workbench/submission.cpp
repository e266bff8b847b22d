#include "workbench/submission.h"

#include <utility>

namespace msa {
namespace {

class KeptRecord final : public AuditSink {
public:
    [[nodiscard]] Result<void> write(const AuditRecord& record) override {
        record_ = record;
        return {};
    }
    [[nodiscard]] const AuditRecord& record() const { return record_; }

private:
    AuditRecord record_;
};

class Conversation {
public:
    Conversation(Transaction& transaction, const SubmittedMail& submission)
        : transaction_(transaction), submission_(submission) {}

    /// Whether the session goes on.
    [[nodiscard]] bool mail(const Result<bool>& governed) {
        if (!governed) {
            return said(Turn::Command::mail, transaction_.fail(governed.error().what));
        }
        if (!*governed) {
            (void)said(Turn::Command::mail, transaction_.leave_alone(submission_.mail));
            return false;
        }
        return said(Turn::Command::mail, transaction_.mail(submission_.mail)) &&
               goes_on(Stage::mail);
    }

    [[nodiscard]] bool recipients() {
        bool has_recipient = false;
        for (std::size_t place = 0; place < submission_.recipients.size(); ++place) {
            has_recipient = this->recipient(place) || has_recipient;
        }
        if (!has_recipient) {
            transaction_.abort({});
        }
        return has_recipient && goes_on(Stage::recipient);
    }

    [[nodiscard]] bool header() {
        for (const auto& field : submission_.message.header.fields()) {
            transaction_.header(field.name, field.value);
        }
        return said(Turn::Command::headers, transaction_.end_of_headers("Q1")) &&
               goes_on(Stage::headers);
    }

    [[nodiscard]] std::optional<Outcome> message() {
        if (submission_.known) {
            transaction_.body(submission_.known->body);
        } else {
            transaction_.body(submission_.message.body);
        }
        auto ended = transaction_.end_of_message({});
        if (const auto* reply = std::get_if<Reply>(&ended)) {
            (void)said(Turn::Command::message, *reply);
            return std::nullopt;
        }
        if (!said(Turn::Command::message, transaction_.conclude({}))) {
            return std::nullopt;
        }
        return std::get<Outcome>(std::move(ended));
    }

    [[nodiscard]] std::vector<Turn>& turns() { return turns_; }

private:
    /// Whether it was accepted.
    bool recipient(std::size_t place) {
        const auto& command = submission_.recipients[place];
        if (submission_.known) {
            const auto& by_mta = submission_.known->refused_by_mta;
            if (const auto reply = by_mta.find(place); reply != by_mta.end()) {
                transaction_.refused_recipient(command, reply->second);
                return false;
            }
        }
        return said(Turn::Command::recipient, transaction_.recipient(command), command.argument);
    }
    /// Whether anything is known of what came behind that stage.
    [[nodiscard]] bool goes_on(Stage stage) {
        if (submission_.known && submission_.known->until == stage) {
            transaction_.abort({});
            return false;
        }
        return true;
    }
    [[nodiscard]] bool said(Turn::Command command, const Refusal& refusal,
                            const std::string& argument = {}) {
        turns_.push_back({command, argument, refusal});
        return !refusal;
    }

    Transaction& transaction_;
    const SubmittedMail& submission_;
    std::vector<Turn> turns_;
};

}  // namespace

Judgement judge(const std::shared_ptr<const RuleSet>& rules, const Result<bool>& governed,
                const SubmittedMail& submission, const Circumstances& around) {
    KeptRecord kept;
    Transaction transaction(rules, submission.session, 1,
                            {.clock = around.clock,
                             .random = around.random,
                             .audit = kept,
                             .rates = around.rates,
                             .host_name = around.host_name,
                             .dns = around.dns,
                             .observer = around.observer,
                             .facts = around.facts,
                             .limits = around.limits,
                             .suspensions = around.suspensions});
    Conversation conversation(transaction, submission);
    Judgement judgement;
    if (conversation.mail(governed) && conversation.recipients() && conversation.header()) {
        judgement.outcome = conversation.message();
    }
    judgement.turns = std::move(conversation.turns());
    judgement.record = kept.record();
    return judgement;
}

}  // namespace msa

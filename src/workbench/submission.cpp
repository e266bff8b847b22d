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
        return said(Turn::Command::mail, transaction_.mail(submission_.mail));
    }

    [[nodiscard]] bool recipients() {
        bool has_recipient = false;
        for (const auto& recipient : submission_.recipients) {
            const auto refusal = transaction_.recipient(recipient);
            has_recipient =
                said(Turn::Command::recipient, refusal, recipient.argument) || has_recipient;
        }
        if (!has_recipient) {
            transaction_.abort({});
        }
        return has_recipient;
    }

    [[nodiscard]] bool header() {
        for (const auto& field : submission_.message.header.fields()) {
            transaction_.header(field.name, field.value);
        }
        return said(Turn::Command::headers, transaction_.end_of_headers("Q1"));
    }

    [[nodiscard]] std::optional<Outcome> message() {
        transaction_.body(submission_.message.body);
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
                const SubmittedMail& submission, const Surroundings& around) {
    KeptRecord kept;
    Transaction transaction(rules, submission.session, 1,
                            {around.clock, around.random, kept, around.rates, around.host_name,
                             around.dns, around.observer});
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

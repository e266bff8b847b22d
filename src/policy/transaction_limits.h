// What limits say to one transaction. All charges of a stage go to the store at once, before the
// first limit of that stage is asked; those of MAIL may wait for those of the first recipient.
#pragma once

#include "base/result.h"
#include "submission/limit_store.h"
#include "submission/recorded_facts.h"

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace msa {

struct Limit;

class TransactionLimits {
public:
    /// `store` must outlive this.
    TransactionLimits(LimitStore& store, std::string transaction)
        : store_(store), transaction_(std::move(transaction)) {}

    struct Asked {
        const Limit* limit;
        Result<Charge> charge;  // error: whom it is about cannot be told
    };
    /// Forgets the answers of the stage before. Where one limit holds up the message, the others
    /// are only asked.
    /// What waits is asked with them. Where it is within its limits, but one of `asked` is not, it
    /// goes on waiting to be charged, without an answer.
    void ask(std::vector<Asked> asked);
    /// The same at MAIL, where all of it may have to wait: then none has an answer.
    void ask_or_wait(std::vector<Asked> asked);
    [[nodiscard]] bool is_waiting() const { return !waiting_.empty(); }
    /// Null: that limit was not asked at this stage.
    [[nodiscard]] const Result<LimitAnswer>* answer(const Limit& limit) const;
    /// What this transaction has charged a key.
    [[nodiscard]] std::int64_t charged(const std::string& key) const;

    /// To be counted whatever becomes of the message; goes with the next charges.
    void note(Charge charge) { noted_.push_back(std::move(charge)); }

    /// The end of the transaction.
    void commit() noexcept;
    void give_back() noexcept;

    [[nodiscard]] const std::vector<LimitFact>& facts() const { return facts_; }

private:
    [[nodiscard]] LimitAnswer answer_of_message(const Charge& charge) const;
    [[nodiscard]] bool holds_up(const Asked& asked) const;
    void wait_again(std::vector<Asked> waiting);
    /// What is of the message alone; false: one of them holds it up.
    [[nodiscard]] bool answer_own(const std::vector<Asked>& asked);
    void ask_store(const std::vector<Asked>& asked, bool is_held_up);
    void remember(const std::string& key, const Result<LimitAnswer>& answer);
    void send_noted() noexcept;

    LimitStore& store_;
    std::string transaction_;
    std::vector<Charge> noted_;
    std::vector<Asked> waiting_;  // of MAIL
    std::vector<std::pair<const Limit*, Result<LimitAnswer>>> answers_;
    std::map<std::string, std::int64_t> charged_;  // by key
    std::vector<LimitFact> facts_;
    bool has_reserved_ = false;
};

}  // namespace msa

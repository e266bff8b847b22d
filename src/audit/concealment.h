// Takes out of one record what the trail is not to keep, wherever in it that stands.
#pragma once

#include "audit/minimisation.h"
#include "audit/pseudonyms.h"
#include "audit/text_mask.h"
#include "policy/audit_record.h"

#include <optional>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace msa {

class Concealment {
public:
    /// `key` makes the pseudonyms; absent: nothing stands for an address.
    Concealment(const AuditRecord& record, const Minimisation& wanted,
                std::optional<PseudonymKey> key);
    Concealment(const Concealment&) = delete;  // its mask asks it
    Concealment& operator=(const Concealment&) = delete;

    [[nodiscard]] AuditRecord result() &&;

private:
    static constexpr std::string_view not_kept = "[not kept]";

    void learn_sender();
    void learn_recipients();
    void learn_client();
    void conceal_recipients();
    void conceal_findings();
    void conceal_rights();
    void conceal_edits();
    void conceal_facts();
    void conceal_client();

    [[nodiscard]] bool hides_recipients() const {
        return wanted_.recipients != RecipientsKept::clear;
    }
    [[nodiscard]] bool is_hidden_field(std::string_view name) const;
    [[nodiscard]] std::string instead_of(std::string_view address) const;
    [[nodiscard]] std::string instead_of_domain(std::string_view domain) const;
    [[nodiscard]] std::string address_list(std::string_view value) const;
    [[nodiscard]] std::string field_value(std::string_view name, std::string_view value) const;
    [[nodiscard]] std::string text(std::string_view octets) const;
    [[nodiscard]] std::string about(const Recipient& recipient, std::string_view octets) const;
    [[nodiscard]] std::optional<std::string> hidden_field_in(std::string_view what) const;
    [[nodiscard]] TextMask::Instead instead() const;
    void conceal(JudgedFinding& finding);
    void conceal(ConditionTests& tests) const;
    /// Replies come twice: with what led to them, and as what the client was told in the end.
    void conceal(Reply& reply, std::string words);

    const AuditRecord& was_;
    AuditRecord record_;
    Minimisation wanted_;
    std::optional<PseudonymKey> key_;
    TextMask mask_;
    std::vector<std::string> sender_words_;
    std::vector<std::pair<Reply, Reply>> replies_;
};

}  // namespace msa

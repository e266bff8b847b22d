// One limit of the rule file: what it counts, of whom, and how much of it there may be.
#pragma once

#include "base/result.h"
#include "mail/address_pattern.h"
#include "policy/stages.h"
#include "submission/limit_store.h"

#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

enum class Counted {
    messages,            // that begin
    recipients,          // that were not refused
    recipients_outside,  // of these, those that are not in `hosted_domains`
    new_recipients,      // of these, those that were not written to in `memory`
    networks,            // of clients, /24 or /48, different ones
    refused_recipients,  // their share of all, in per cent
    rights_refused,      // messages refused because an address is not the login's
};

enum class CountedOf { login, domain, group, client_network, listener, all };

struct Limit {
    std::string id;
    Counted counted = Counted::messages;
    CountedOf of = CountedOf::login;
    std::string group{};  // with CountedOf::group, without the prefix
    Quota quota{};
    std::string unit = "day";  // of the rate, as it was written: s, min, hour, day, week, message
    std::int64_t rate = 1;     // so many of it, or so many per cent
    std::optional<double> warn_at{};  // a part of what there may be, above 0 and below 1
    std::vector<AddressPattern> hosted_domains{};
    std::chrono::seconds memory{30 * 24 * 3600};
    bool is_for_good = false;  // its rule refuses with 5xx

    /// Whether it is one of each message by itself; then time and `of` have no meaning.
    [[nodiscard]] bool is_of_message() const { return unit == "message"; }
    /// What a stage charges it; absent: nothing. Error: nobody can tell for whom it is.
    [[nodiscard]] Result<std::optional<Charge>> charge(const MailStage& at) const;
    [[nodiscard]] Result<std::optional<Charge>> charge(const RecipientStage& at) const;
    /// What becomes of a recipient, or of the message, where this is counted; otherwise absent.
    [[nodiscard]] std::optional<Charge> judged_recipient(const MailStage& at,
                                                         bool is_refused) const;
    [[nodiscard]] std::optional<Charge> refused_right(const MailStage& at) const;

    /// Whether a login could go on; absent: the limit is not one of a login alone. Counts nothing.
    [[nodiscard]] std::optional<Charge> question_of_login(const std::string& login) const;

    [[nodiscard]] Counting counting() const;
    /// `500 recipients a day`, `30 % of recipients refused in an hour`.
    [[nodiscard]] std::string text() const;
    /// `500 recipients`, `1 recipient`.
    [[nodiscard]] std::string amount(std::int64_t number) const;
    /// `a day`, `an hour`.
    [[nodiscard]] std::string period() const;

private:
    [[nodiscard]] Result<std::optional<std::string>> whom(const MailStage& at) const;
    [[nodiscard]] Result<std::optional<Charge>> charge_of(const MailStage& at) const;
};

[[nodiscard]] std::string_view to_text(Counted counted);
[[nodiscard]] std::optional<Counted> parse_counted(std::string_view word);
[[nodiscard]] std::vector<std::string> counted_words();

}  // namespace msa

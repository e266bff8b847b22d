// Whole messages, see site.h.
#include "limits/site.h"

#include "commands/services.h"

#include <chrono>
#include <stdexcept>
#include <variant>

namespace msa::bench {
namespace {

std::shared_ptr<const RuleSet> loaded(const std::string& rules) {
    auto loaded = load_rules(rules, rule_services(), std::chrono::system_clock::now());
    if (!loaded.rules) {
        throw std::runtime_error(rules + ": not valid");
    }
    return loaded.rules;
}

}  // namespace

Site::Site(const std::string& rules) : rules_(loaded(rules)) {
    audit_.instead = [this](const AuditRecord& record) { found_ += record.findings.size(); };
}

void Site::submit(LimitStore* store, std::size_t number) {
    auto session = alices_session();
    session.sasl_login = login(number % logins);
    Transaction transaction(rules_, session, 1,
                            {.clock = clock_,
                             .random = random_,
                             .audit = audit_,
                             .rates = rates_,
                             .host_name = "msa.example.com",
                             .limits = store});
    const auto address = '<' + session.sasl_login + '>';
    const auto refusal =
        transaction.mail({.argument = address, .parameters = {}, .mta_address = {}});
    const auto to = "<friend" + std::to_string(number / logins % friends) + "@example.net>";
    if (refusal || transaction.recipient({.argument = to})) {
        throw std::runtime_error("a message is refused");
    }
    transaction.header("From", ' ' + address);
    transaction.header("To", " bob@example.org");
    transaction.header("Date", " Fri, 21 Nov 2025 12:00:00 +0100");
    transaction.header("Message-ID", " <1@example.com>");
    if (transaction.end_of_headers("Q1") ||
        std::holds_alternative<Reply>(transaction.end_of_message({})) || transaction.conclude({})) {
        throw std::runtime_error("a message is refused");
    }
}

}  // namespace msa::bench

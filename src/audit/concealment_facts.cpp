// Takes people out of the facts of a record, see concealment.h.
#include "audit/blind_form.h"
#include "audit/concealment.h"
#include "audit/people_fields.h"

#include <algorithm>

namespace msa {

void Concealment::conceal_facts() {
    auto& facts = record_.facts;
    for (auto& field : facts.header) {
        if (field.value) {
            // Where all recipients are hidden the lengths of their names would tell too much.
            if (!hides_recipients() && is_blind_field(field.name)) {
                field.form = blind_form(field, was_.facts.tables);
            }
            field.value = field_value(field.name, *field.value);
        }
    }
    for (auto& table : facts.tables) {
        table.key = mask_.masked(table.key, false);
        table.error = text(table.error);
        for (auto& value : table.values) {
            value = mask_.masked(value, false);
        }
    }
    for (auto& dns : facts.dns) {
        const auto name = mask_.masked(dns.name, false);
        if (name != dns.name) {
            dns.error = dns.error.empty() ? dns.error : std::string(not_kept);
            for (auto& each : dns.answer.records) {
                each.value = not_kept;
            }
        }
        dns.name = name;
    }
    const auto conceal = [this](auto& limit) {
        limit.key = mask_.masked(limit.key, false);
        limit.error = text(limit.error);
    };
    std::for_each(facts.rates.begin(), facts.rates.end(), conceal);
    std::for_each(facts.limits.begin(), facts.limits.end(), conceal);
}

void Concealment::conceal_client() {
    if (wanted_.client == ClientKept::clear) {
        return;
    }
    auto& session = record_.session;
    session.client_address = network_of_client(session.client_address);
    session.client_port = 0;
    session.client_name.clear();
    session.helo.clear();
    if (record_.identity) {
        record_.identity->proof = mask_.masked(record_.identity->proof, false);
    }
}

}  // namespace msa

// add_resent_fields: the newest block of resent fields gets the date, the id, and, where
// Resent-From does not show the identity, the sender that it lacks (RFC 5322, 3.6.6; RFC 6409, 8).
// They go to the top, where a resending puts its fields.
#include "checks/new_message_id.h"
#include "checks/submitter.h"
#include "mail/date.h"
#include "mail/resent.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

/// New fields at the top belong to the newest block only where no trace field stands above it.
bool is_on_top(const HeadersStage& at, const ResentBlock& block) {
    for (const auto& field : at.headers->fields()) {
        if (&field == block.fields.front()) {
            return true;
        }
        if (same_name(field.name, "Received") || same_name(field.name, "Return-Path")) {
            return false;
        }
    }
    return false;
}

bool shows_submitter(const ResentBlock& block, const HeadersStage& at) {
    const auto* from = block.find("Resent-From");
    const auto mailbox = at.addresses.mailbox_of(from == nullptr ? "" : from->value);
    return mailbox &&
           at.rights().to_use((*mailbox)->address, "Resent-From").kind == Right::Kind::owner;
}

struct AddResentFields final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        const auto blocks = resent_blocks(at.headers);
        if (blocks.empty()) {
            return {};
        }
        const auto& newest = blocks.front();
        Findings findings;
        const auto add = [&](const char* name, std::string value) {
            Finding finding{.what = std::string("no ") + name + " field",
                            .reply = {554, "5.6.0", std::string("A ") + name + " field is needed"}};
            if (is_on_top(at, newest)) {
                finding.repair = {{FieldChange::Kind::prepend, name, std::move(value)}};
            }
            findings.push_back(std::move(finding));
        };
        if (newest.find("Resent-Message-ID") == nullptr) {
            add("Resent-Message-ID", ' ' + new_message_id(at, "r0"));
        }
        if (newest.find("Resent-Sender") == nullptr && at.identity() &&
            !shows_submitter(newest, at)) {
            auto sender = sender_of_submitter(at);
            if (auto* finding = std::get_if<Finding>(&sender)) {
                return {std::move(*finding)};
            }
            add("Resent-Sender", std::get<std::string>(sender));
        }
        if (newest.find("Resent-Date") == nullptr) {
            add("Resent-Date", ' ' + format_date(at.now.time, at.now.utc_offset));
        }
        return findings;
    }
};

}  // namespace

CheckKind add_resent_fields() {
    return Describe<AddResentFields>(
               "add_resent_fields", "RFC 5322, 3.6.6",
               "Missing Resent-Date, Resent-Message-ID and Resent-Sender of resent mail are added.")
        .action(Action::repair)
        .repairs();
}

}  // namespace msa

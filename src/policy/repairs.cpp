#include "policy/repairs.h"

#include "mail/header_list.h"
#include "policy/stages.h"
#include "submission/finding.h"

#include <utility>

namespace msa {
namespace {

/// The MTA's own reading changes with what was typed where it is the same.
void readdress(Envelope& envelope, const AddrSpec& address) {
    if ('<' + envelope.mta_sender + '>' == envelope.sender_argument ||
        (envelope.sender && envelope.mta_sender == to_text(envelope.sender->address))) {
        if (envelope.mta_sender_before.empty()) {
            envelope.mta_sender_before = envelope.mta_sender;
        }
        envelope.mta_sender = to_text(address);
    }
    envelope.sender = Path{.address = address};
    envelope.is_readdressed = true;
}

void readdress(Recipient& recipient, const AddrSpec& address) {
    recipient.path = Path{.address = address};
    recipient.is_readdressed = true;
}

template <class Addressed>
bool readdressed(const Finding& finding, Addressed& addressed) {
    if (!finding.readdress) {
        return false;
    }
    readdress(addressed, *finding.readdress);
    return true;
}

/// What is gone by now needs no change.
bool changed(const Finding& finding, HeaderList& headers) {
    for (const auto& change : finding.repair) {
        switch (change.kind) {
            case FieldChange::Kind::append: headers.append(change.name, change.value); break;
            case FieldChange::Kind::prepend: headers.prepend(change.name, change.value); break;
            case FieldChange::Kind::replace:
                (void)headers.replace(change.name, change.nth, change.value);
                break;
            case FieldChange::Kind::remove: (void)headers.remove(change.name, change.nth); break;
            case FieldChange::Kind::remove_all: (void)headers.remove_all(change.name); break;
        }
    }
    return !finding.repair.empty();
}

}  // namespace

bool Repairs::make(Finding& finding, const MailStage& at) {
    return readdressed(finding, *at.envelope.value_);
}

bool Repairs::make(Finding& finding, const RecipientStage& at) {
    return readdressed(finding, *at.recipient.value_);
}

bool Repairs::make(Finding& finding, const HeadersStage& at) {
    return changed(finding, *at.headers.value_);
}

bool Repairs::make(Finding& finding, const MessageStage& at) {
    if (!at.draft->is_open) {
        return false;
    }
    if (finding.body) {
        at.draft.value_->body = std::move(finding.body);
    }
    return changed(finding, *at.headers.value_);
}

}  // namespace msa

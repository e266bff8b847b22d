// What the MTA is asked to do, see mta_context.h.
#include "milter/mta_context.h"

#include "base/text.h"
#include "milter/reply_text.h"

namespace msa {

namespace {

// Index 0 is above the Received field that the MTA has just written, which must stay on top (RFC
// 5321, 4.4); index 1 is directly below it on both MTAs. Whoever is inserted last at the same index
// stands on top, so that the last of the prepended fields, the signature, comes out above all.
// Higher indices mean different places: Sendmail counts fields that are not there.
constexpr int below_own_received = 1;

}  // namespace

Result<sfsistat> MtaContext::prepare(const Reply& reply) const {
    // A code and an enhanced code of different classes make Postfix drop the milter session.
    const std::string code = std::to_string(reply.code);
    if (reply.enhanced.substr(0, 1) != code.substr(0, 1)) {
        return Error{.what = "reply " + code + " with enhanced code " + printable(reply.enhanced)};
    }
    if (!set_reply(code, reply.enhanced, milter_reply_text(reply.text))) {
        return Error{.what = "the MTA cannot be told the reply " + printable(to_text(reply))};
    }
    return sfsistat{reply.is_permanent() ? SMFIS_REJECT : SMFIS_TEMPFAIL};
}

Result<void> MtaContext::carry_out(const Outcome& outcome) const {
    // All before any is added: what one recipient becomes may be what another one was.
    for (const Edit& edit : outcome.edits) {
        if (edit.kind == Edit::Kind::recipient && !remove_recipient(edit.old_value)) {
            return Error{.what = "the MTA did not take the removal of a recipient"};
        }
    }
    for (const Edit& edit : outcome.edits) {
        if (!carried_out(edit)) {
            return Error{.what = "the MTA did not take the edit " +
                                 std::string(to_text(edit.kind)) + " " + printable(edit.name)};
        }
    }
    if (outcome.body && !replace_body(*outcome.body)) {
        return Error{.what = "the MTA did not take the new body"};
    }
    if (!outcome.hold_reason.empty() && !hold(outcome.hold_reason)) {
        return Error{.what = "the MTA cannot hold messages"};
    }
    return {};
}

bool MtaContext::carried_out(const Edit& edit) const {
    std::string value = edit.value;
    if (!agreement_.has_leading_space() && value.starts_with(' ')) {
        value.erase(0, 1);  // the MTA writes one itself
    }
    const auto occurrence = static_cast<int>(edit.occurrence);
    switch (edit.kind) {
        case Edit::Kind::remove: return remove_field(edit.name, occurrence);
        case Edit::Kind::change:
            // An empty one would remove the field.
            return change_field(edit.name, occurrence, value.empty() ? " " : value);
        case Edit::Kind::append: return append_field(edit.name, value);
        case Edit::Kind::prepend: return insert_field(below_own_received, edit.name, value);
        case Edit::Kind::sender: return change_sender(edit.value, edit.parameters);
        case Edit::Kind::recipient: return add_recipient(edit.value, edit.parameters);
    }
    return false;
}

}  // namespace msa

// The MTA within a callback, see mta_context.h.
#include "milter/mta_context.h"

#include "base/text.h"
#include "milter/reply_text.h"

#include <limits>

namespace msa {

namespace {

// Index 0 is above the Received field that the MTA has just written, which must stay on top (RFC
// 5321, 4.4); index 1 is directly below it on both MTAs. Whoever is inserted last at the same index
// stands on top, so that the last of the prepended fields, the signature, comes out above all.
// Higher indices mean different places: Sendmail counts fields that are not there.
constexpr int below_own_received = 1;

// libmilter copies what it is given; its parameters are not const.
char* text_of(const std::string& text) {
    return const_cast<char*>(text.c_str());
}

}  // namespace

std::string MtaContext::macro(const char* name) const {
    const char* const value = ::smfi_getsymval(context_, const_cast<char*>(name));
    return value == nullptr ? "" : value;
}

Result<sfsistat> MtaContext::prepare(const Reply& reply) const {
    // A code and an enhanced code of different classes make Postfix drop the milter session.
    const std::string code = std::to_string(reply.code);
    if (reply.enhanced.substr(0, 1) != code.substr(0, 1)) {
        return Error{.what = "reply " + code + " with enhanced code " + printable(reply.enhanced)};
    }
    const std::string text = milter_reply_text(reply.text);
    if (::smfi_setreply(context_, text_of(code), text_of(reply.enhanced), text_of(text)) !=
        MI_SUCCESS) {
        return Error{.what = "libmilter does not take the reply " + printable(to_text(reply))};
    }
    // libmilter ignores a reply whose class is not that of the status.
    return sfsistat{reply.is_permanent() ? SMFIS_REJECT : SMFIS_TEMPFAIL};
}

Result<void> MtaContext::carry_out(const Outcome& outcome) const {
    // All before any is added: what one recipient becomes may be what another one was.
    for (const Edit& edit : outcome.edits) {
        if (edit.kind == Edit::Kind::recipient &&
            ::smfi_delrcpt(context_, text_of(edit.old_value)) != MI_SUCCESS) {
            return Error{.what = "the MTA did not take the removal of a recipient"};
        }
    }
    for (const Edit& edit : outcome.edits) {
        if (!carried_out(edit)) {
            return Error{.what = "the MTA did not take the edit " +
                                 std::string(to_text(edit.kind)) + " " + printable(edit.name)};
        }
    }
    if (outcome.body && !replaced(*outcome.body)) {
        return Error{.what = "the MTA did not take the new body"};
    }
    if (!outcome.hold_reason.empty() &&
        ::smfi_quarantine(context_, text_of(outcome.hold_reason)) != MI_SUCCESS) {
        return Error{.what = "the MTA cannot hold messages"};
    }
    return {};
}

bool MtaContext::replaced(std::string body) const {
    auto* octets = reinterpret_cast<unsigned char*>(body.data());
    return body.size() <= std::numeric_limits<int>::max() &&
           ::smfi_replacebody(context_, octets, static_cast<int>(body.size())) == MI_SUCCESS;
}

bool MtaContext::carried_out(const Edit& edit) const {
    std::string value = edit.value;
    if (!agreement_.has_leading_space() && value.starts_with(' ')) {
        value.erase(0, 1);  // the MTA writes one itself
    }
    const auto occurrence = static_cast<int>(edit.occurrence);
    switch (edit.kind) {
        case Edit::Kind::remove:
            return ::smfi_chgheader(context_, text_of(edit.name), occurrence, nullptr) ==
                   MI_SUCCESS;
        case Edit::Kind::change:
            if (value.empty()) {
                value = " ";  // an empty one would remove the field
            }
            return ::smfi_chgheader(context_, text_of(edit.name), occurrence, text_of(value)) ==
                   MI_SUCCESS;
        case Edit::Kind::append:
            return ::smfi_addheader(context_, text_of(edit.name), text_of(value)) == MI_SUCCESS;
        case Edit::Kind::prepend:
            return ::smfi_insheader(context_, below_own_received, text_of(edit.name),
                                    text_of(value)) == MI_SUCCESS;
        case Edit::Kind::sender: return changed_sender(edit);
        case Edit::Kind::recipient: return added_recipient(edit);
    }
    return false;
}

bool MtaContext::changed_sender(const Edit& edit) const {
    return ::smfi_chgfrom(context_, text_of(edit.value),
                          edit.parameters.empty() ? nullptr : text_of(edit.parameters)) ==
           MI_SUCCESS;
}

bool MtaContext::added_recipient(const Edit& edit) const {
    const int added = edit.parameters.empty() ? ::smfi_addrcpt(context_, text_of(edit.value))
                                              : ::smfi_addrcpt_par(context_, text_of(edit.value),
                                                                   text_of(edit.parameters));
    return added == MI_SUCCESS;
}

}  // namespace msa

// Packets to the MTA, see native_context.h.
#include "milter/native/native_context.h"

#include "milter/native/packet.h"
#include "milter/peer.h"

#include <algorithm>

#include <libmilter/mfdef.h>

namespace msa {

bool NativeContext::is_gone() const {
    return is_peer_gone(descriptor_);
}

void NativeContext::answer(sfsistat status) {
    switch (status) {
        case SMFIS_NOREPLY: return;
        case SMFIS_CONTINUE: append_packet(output_, SMFIR_CONTINUE, {}); return;
        case SMFIS_ACCEPT: append_packet(output_, SMFIR_ACCEPT, {}); return;
        case SMFIS_REJECT:
        case SMFIS_TEMPFAIL: break;
        default: append_packet(output_, SMFIR_TEMPFAIL, {}); return;  // nobody returns another
    }
    const char digit = status == SMFIS_REJECT ? '5' : '4';
    if (!reply_.empty() && reply_.front() == digit) {
        append_packet(output_, SMFIR_REPLYCODE, {reply_});
    } else {
        append_packet(output_, status == SMFIS_REJECT ? SMFIR_REJECT : SMFIR_TEMPFAIL, {});
    }
}

bool NativeContext::set_reply(const std::string& code, const std::string& enhanced,
                              const std::string& text) const {
    reply_ = code + ' ' + enhanced + ' ' + text;
    return true;
}

bool NativeContext::ask(unsigned long action, char command,
                        std::initializer_list<std::string_view> strings,
                        std::optional<std::uint32_t> number) const {
    // The protocol ends strings with NUL: what follows one would be something else.
    const bool is_whole = std::none_of(strings.begin(), strings.end(), [](std::string_view each) {
        return each.find('\0') != std::string_view::npos;
    });
    if ((actions_ & action) == 0 || !is_whole) {
        return false;
    }
    append_packet(output_, command, strings, number);
    return true;
}

bool NativeContext::append_field(const std::string& name, const std::string& value) const {
    return !name.empty() && ask(SMFIF_ADDHDRS, SMFIR_ADDHEADER, {name, value});
}

bool NativeContext::insert_field(int index, const std::string& name,
                                 const std::string& value) const {
    return !name.empty() &&
           ask(SMFIF_ADDHDRS, SMFIR_INSHEADER, {name, value}, static_cast<std::uint32_t>(index));
}

bool NativeContext::change_field(const std::string& name, int occurrence,
                                 const std::string& value) const {
    return !name.empty() && ask(SMFIF_CHGHDRS, SMFIR_CHGHEADER, {name, value},
                                static_cast<std::uint32_t>(occurrence));
}

bool NativeContext::remove_field(const std::string& name, int occurrence) const {
    return change_field(name, occurrence, {});
}

bool NativeContext::change_sender(const std::string& path, const std::string& parameters) const {
    return parameters.empty() ? ask(SMFIF_CHGFROM, SMFIR_CHGFROM, {path})
                              : ask(SMFIF_CHGFROM, SMFIR_CHGFROM, {path, parameters});
}

bool NativeContext::add_recipient(const std::string& path, const std::string& parameters) const {
    return parameters.empty() ? ask(SMFIF_ADDRCPT, SMFIR_ADDRCPT, {path})
                              : ask(SMFIF_ADDRCPT_PAR, SMFIR_ADDRCPT_PAR, {path, parameters});
}

bool NativeContext::remove_recipient(const std::string& path) const {
    return ask(SMFIF_DELRCPT, SMFIR_DELRCPT, {path});
}

bool NativeContext::replace_body(const std::string& body) const {
    if ((actions_ & SMFIF_CHGBODY) == 0) {
        return false;
    }
    std::string_view rest = body;
    do {
        append_octets(output_, SMFIR_REPLBODY, rest.substr(0, MILTER_CHUNK_SIZE));
        rest.remove_prefix(std::min<std::size_t>(rest.size(), MILTER_CHUNK_SIZE));
    } while (!rest.empty());
    return true;
}

bool NativeContext::hold(const std::string& reason) const {
    return !reason.empty() && ask(SMFIF_QUARANTINE, SMFIR_QUARANTINE, {reason});
}

}  // namespace msa

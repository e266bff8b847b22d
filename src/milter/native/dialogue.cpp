// Milter sessions of the native engine, see dialogue.h.
#include "milter/native/dialogue.h"

#include "milter/guarded_step.h"

#include <algorithm>
#include <utility>

#include <libmilter/mfdef.h>

namespace msa {

namespace {

// Older ones have no macros.
constexpr std::uint32_t oldest_version = 2;
constexpr std::uint32_t newest_version = SMFI_PROT_VERSION;

void append_agreement(std::string& output, std::uint32_t version, const Agreement& agreement) {
    std::string data;
    const auto add = [&data](std::uint32_t number) {
        const auto octets = number_octets(number);
        data.append(octets.data(), octets.size());
    };
    add(version);
    add(static_cast<std::uint32_t>(agreement.actions));
    add(static_cast<std::uint32_t>(agreement.steps));
    if ((agreement.actions & SMFIF_SETSYMLIST) != 0) {
        for (const MacroRequest& request : macro_requests()) {
            add(static_cast<std::uint32_t>(request.stage));
            data += request.names;
            data += '\0';
        }
    }
    append_octets(output, SMFIC_OPTNEG, data);
}

}  // namespace

Connection& Dialogue::connection() {
    if (!connection_) {
        connection_ = std::make_unique<Connection>(daemon_, agreement_);
    }
    return *connection_;
}

bool Dialogue::take(const Packet& packet, std::string& output) {
    if (packet.command == SMFIC_OPTNEG) {
        return negotiate(packet.data, output);
    }
    if (stage_ == Stage::fresh || packet.command == SMFIC_QUIT) {
        return false;
    }
    if (!macros_) {
        macros_ = std::make_unique<Macros>();
    }
    if (packet.command == SMFIC_MACRO) {
        return macros_->take(packet.data);
    }
    macros_->begin(packet.command);
    NativeContext mta(agreement_, *macros_, descriptor_, output);
    return carry_out(packet, mta);
}

bool Dialogue::negotiate(std::string_view data, std::string& output) {
    const auto offer = offer_in(data);
    if (stage_ != Stage::fresh || !offer || offer->version < oldest_version) {
        return false;
    }
    // No flags at all: what version 1 had.
    const auto agreement = agree(offer->actions == 0 ? SMFI_V1_ACTS : offer->actions,
                                 offer->steps == 0 ? SMFI_V1_PROT : offer->steps);
    if (!agreement) {
        daemon_.log.error(
            LogLine("negotiation").add("result", "failed").add("error", agreement.error().what));
        return false;
    }
    agreement_ = *agreement;
    stage_ = Stage::negotiated;
    append_agreement(output, std::min(offer->version, newest_version), agreement_);
    return true;
}

bool Dialogue::carry_out(const Packet& packet, NativeContext& mta) {
    switch (packet.command) {
        case SMFIC_CONNECT: return connect(packet.data, mta);
        case SMFIC_HELO: return helo(packet.data, mta);
        case SMFIC_MAIL: return mail(packet.data, mta);
        case SMFIC_RCPT: return recipient(packet.data, mta);
        case SMFIC_DATA: return data_follow(mta);
        case SMFIC_HEADER: return header(packet.data, mta);
        case SMFIC_EOH: return end_of_headers(mta);
        case SMFIC_BODY: return body(packet.data, mta);
        case SMFIC_BODYEOB: return end_of_message(packet.data, mta);
        case SMFIC_ABORT: give_up(); return true;
        case SMFIC_UNKNOWN: mta.answer(SMFIS_CONTINUE); return true;
        case SMFIC_QUIT_NC:
            connection_.reset();
            macros_.reset();
            stage_ = Stage::negotiated;
            return true;
        default: return false;
    }
}

void Dialogue::give_up() {
    if (connection_) {
        connection_->abort();
    }
    stage_ = std::min(stage_, Stage::idle);
}

bool Dialogue::connect(std::string_view data, NativeContext& mta) {
    const auto client = client_in(data);
    if (stage_ != Stage::negotiated || !client) {
        return false;
    }
    Connection& session = connection();
    mta.answer(unanswered(session, SMFIP_NR_CONN, [&] {
        if (client->unreadable) {
            session.connect_from_nowhere(mta, client->host, *client->unreadable);
        } else {
            session.connect(mta, client->host, client->socket_address());
        }
    }));
    stage_ = Stage::idle;
    return true;
}

bool Dialogue::helo(std::string_view data, NativeContext& mta) {
    const auto words = strings_in(data);
    if (!words) {
        return false;
    }
    give_up();
    Connection& session = connection();
    mta.answer(unanswered(session, SMFIP_NR_HELO, [&] { session.helo(mta, words->front()); }));
    stage_ = Stage::idle;
    return true;
}

bool Dialogue::mail(std::string_view data, NativeContext& mta) {
    const auto words = strings_in(data);
    if (!words) {
        return false;
    }
    give_up();
    Connection& session = connection();
    const sfsistat status = answered(session, mta, [&] { return session.mail(mta, *words); });
    mta.answer(status);
    stage_ = status == SMFIS_CONTINUE ? Stage::mail : Stage::idle;
    return true;
}

bool Dialogue::recipient(std::string_view data, NativeContext& mta) {
    const auto words = strings_in(data);
    if (!words || (stage_ != Stage::mail && stage_ != Stage::recipients)) {
        return false;
    }
    mta.answer(answered(*connection_, mta, [&] { return connection_->recipient(mta, *words); }));
    stage_ = Stage::recipients;
    return true;
}

bool Dialogue::data_follow(NativeContext& mta) {
    if (stage_ != Stage::recipients) {
        return false;
    }
    mta.answer(SMFIS_CONTINUE);
    return true;
}

bool Dialogue::header(std::string_view data, NativeContext& mta) {
    const auto field = field_in(data);
    if (!field || (stage_ != Stage::recipients && stage_ != Stage::header)) {
        return false;
    }
    mta.answer(unanswered(*connection_, SMFIP_NR_HDR,
                          [&] { connection_->header(mta, field->name, field->value); }));
    stage_ = Stage::header;
    return true;
}

bool Dialogue::end_of_headers(NativeContext& mta) {
    if (stage_ != Stage::recipients && stage_ != Stage::header) {
        return false;
    }
    mta.answer(unanswered(*connection_, SMFIP_NR_EOH, [&] { connection_->end_of_headers(mta); }));
    stage_ = Stage::body;
    return true;
}

// Fields without their end are nothing that an MTA sends; where there are none, their end may be
// missing as well.
bool Dialogue::body(std::string_view data, NativeContext& mta) {
    if (stage_ != Stage::recipients && stage_ != Stage::body) {
        return false;
    }
    mta.answer(unanswered(*connection_, SMFIP_NR_BODY, [&] { connection_->body(mta, data); }));
    stage_ = Stage::body;
    return true;
}

bool Dialogue::end_of_message(std::string_view data, NativeContext& mta) {
    if (stage_ != Stage::recipients && stage_ != Stage::body) {
        return false;
    }
    mta.answer(answered(*connection_, mta, [&] {
        if (!data.empty()) {
            connection_->body(mta, data);
        }
        return connection_->end_of_message(mta);
    }));
    stage_ = Stage::idle;
    return true;
}

}  // namespace msa

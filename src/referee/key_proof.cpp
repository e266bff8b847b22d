// The probe of a key, see key_proof.h.
#include "referee/key_proof.h"

#include "dkim/dkim_signer.h"
#include "dkim/key_record.h"
#include "mail/header_list.h"
#include "referee/referee.h"

#include <string_view>

namespace msa {
namespace {

/// Lines that the canonical forms change: a fold, blanks in a row and at an end, empty last lines.
constexpr std::string_view body = "A probe of this key.\r\n  Two blanks \t and a tab. \r\n\r\n\r\n";

HeaderList probe(const std::string& domain) {
    HeaderList header;
    header.receive("From", " Postmaster <postmaster@" + domain + ">");
    header.receive("To", " postmaster@" + domain);
    header.receive("Subject", " Probe\n of a  key ");
    header.receive("Date", " Sat, 21 Nov 2026 12:00:00 +0000");
    header.receive("Message-ID", " <probe@" + domain + ">");
    return header;
}

std::string with_crlf(std::string_view value) {
    std::string wire;
    for (const char c : value) {
        wire += c == '\n' ? "\r\n" : std::string(1, c);
    }
    return wire;
}

Result<std::string> signed_probe(const SigningSettings& settings, const SigningKeySettings& key,
                                 const KeyReader& read) {
    SigningSettings alone = settings;
    alone.keys = {key};
    alone.keys.front().author_domains = {key.domain};
    alone.keys.front().activate.reset();
    alone.keys.front().retire.reset();
    const auto signer = make_dkim_signer(alone, read);
    if (!signer) {
        return signer.error();
    }
    const auto header = probe(key.domain);
    const auto signing =
        (*signer)->begin(header, key.domain, {.time = std::chrono::system_clock::now()});
    if (!signing) {
        return signing.error();
    }
    if (const auto added = (*signing)->add_body(body); !added) {
        return added.error();
    }
    const auto signatures = (*signing)->finish();
    if (!signatures) {
        return signatures.error();
    }
    std::string message;
    for (const auto& each : *signatures) {
        message += "DKIM-Signature:" + with_crlf(each.value) + "\r\n";
    }
    for (const auto& field : header.fields()) {
        message += field.name + ':' + with_crlf(field.value) + "\r\n";
    }
    return message + "\r\n" + std::string(body);
}

}  // namespace

Result<std::string> referee_objection(const SigningSettings& settings,
                                      const SigningKeySettings& key, const std::string& record,
                                      const ProofTerms& terms) {
    const auto message = signed_probe(settings, key, terms.read);
    if (!message) {
        return message.error();
    }
    const auto answer =
        ask_referee(*message, {.keys = {{key_record_name(key.selector, key.domain), record}},
                               .patience = terms.patience});
    if (!answer) {
        return answer.error();
    }
    if (answer->signatures.size() != 1) {
        return std::string("it sees no signature in a signed message");
    }
    const auto& judged = answer->signatures.front();
    return judged.passes()
               ? std::string()
               : to_text(judged.verdict) + (judged.why.empty() ? std::string() : ": " + judged.why);
}

}  // namespace msa

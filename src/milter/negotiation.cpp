// Negotiation, see negotiation.h.
#include "milter/negotiation.h"

namespace msa {

namespace {

constexpr unsigned long needed_actions = SMFIF_ADDHDRS | SMFIF_CHGHDRS;
constexpr unsigned long wanted_actions = needed_actions | SMFIF_CHGBODY | SMFIF_CHGFROM |
                                         SMFIF_ADDRCPT | SMFIF_ADDRCPT_PAR | SMFIF_DELRCPT |
                                         SMFIF_QUARANTINE | SMFIF_SETSYMLIST;

// Recipients that the MTA itself refuses (SMFIP_RCPT_REJ) are asked for because of the record.
// Behind RCPT only the end of the message is answered: both MTAs have all of it by then, so that an
// answer to its header would only make them wait once more.
constexpr unsigned long wanted_steps = SMFIP_RCPT_REJ | SMFIP_HDR_LEADSPC | SMFIP_NODATA |
                                       SMFIP_NOUNKNOWN | SMFIP_NR_CONN | SMFIP_NR_HELO |
                                       SMFIP_NR_HDR | SMFIP_NR_EOH | SMFIP_NR_BODY;

// {daemon_name} is right at connect only: behind DATA Postfix evaluates macros in cleanup, which
// has another one. TLS is asked for at MAIL again, since there may be no EHLO behind STARTTLS.
constexpr std::array<MacroRequest, 6> requests{{
    {SMFIM_CONNECT, "j v _ {daemon_name} {daemon_port} {client_addr} {client_name} {client_port}"},
    {SMFIM_HELO, "{tls_version} {cipher} {cipher_bits}"},
    {SMFIM_ENVFROM,
     "i {auth_type} {auth_authen} {mail_addr} {tls_version} {cipher} {cipher_bits} "
     "{verify} {cert_subject} {cert_issuer} {cn_subject} {cn_issuer} {cert_fp}"},
    {SMFIM_ENVRCPT, "i {rcpt_addr} {rcpt_host} {rcpt_mailer}"},
    {SMFIM_EOH, "i"},
    {SMFIM_EOM, "i"},
}};

}  // namespace

Result<Agreement> agree(unsigned long offered_actions, unsigned long offered_steps) {
    if ((offered_actions & needed_actions) != needed_actions) {
        return Error{.what = "the MTA offers no changes to header fields"};
    }
    return Agreement{.actions = offered_actions & wanted_actions,
                     .steps = offered_steps & wanted_steps};
}

const std::array<MacroRequest, 6>& macro_requests() {
    return requests;
}

}  // namespace msa

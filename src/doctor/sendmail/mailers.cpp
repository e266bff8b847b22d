// What Sendmail changes after the milter signed a message: it writes every address field anew.
#include "base/text.h"
#include "doctor/sendmail/visit.h"

#include <string>
#include <vector>

namespace msa {
namespace {

void examine_masquerading(const SendmailVisit& visit) {
    if (const auto& masquerade = visit.settings.masquerade) {
        const bool domains = visit.settings.masquerades_domains;
        visit.found.complain(
            {.severity = domains ? Severity::problem : Severity::warning,
             .where = masquerade->place,
             .what = "MASQUERADE_AS(`" + masquerade->value + "')" +
                     (domains ? " and domains to masquerade" : ""),
             .effect = std::string("From of ") + (domains ? "those domains and of " : "") +
                       "this host's own names gets another domain after it was judged and signed: "
                       "the signature breaks.",
             .fix = "take it out; the rule rewrite_senders does it before judging and signing"});
    }
    if (const auto& generics = visit.settings.generics) {
        visit.found.complain(
            {.severity = Severity::warning,
             .where = generics->place,
             .what = "FEATURE(`genericstable')",
             .effect = "It replaces senders in From after they were judged and signed: receivers "
                       "see an author that nobody judged, and the signature breaks.",
             .fix = "take it out; the rule rewrite_senders does it before judging and signing"});
    }
}

void examine_quoting(const SendmailVisit& visit) {
    const auto found = visit.settings.options.find("MustQuoteChars");
    if (found == visit.settings.options.end() ||
        found->second.value.find_first_not_of(".'") == std::string::npos) {
        return;  // the rule sendmail_form quotes names with these two before they are signed
    }
    visit.found.complain(
        {.severity = Severity::warning,
         .where = found->second.place,
         .what = "confMUST_QUOTE_CHARS = " + found->second.value,
         .effect = "Names with other characters than . and ' in address fields are put into "
                   "quotes after they were signed: the signature breaks.",
         .fix = "take it out; the rule sendmail_form sees to names with . and '"});
}

void examine_canonification(const SendmailVisit& visit) {
    if (visit.settings.canonifies) {
        visit.found.complain(
            {.severity = Severity::note,
             .where = *visit.settings.canonifies,
             .what = "no FEATURE(`nocanonify')",
             .effect = "Domains in address fields that the DNS has another name for (CNAME) are "
                       "replaced after they were signed: the signature breaks.",
             .fix = "FEATURE(`nocanonify')"});
    }
}

void examine_fields(const SendmailVisit& visit, const SmtpMailer& mailer) {
    std::string missing;
    for (const char flag : {'D', 'M'}) {
        if (mailer.flags.find(flag) == std::string::npos) {
            missing += flag;
        }
    }
    if (!missing.empty()) {
        visit.found.complain(
            {.severity = Severity::problem,
             .where = mailer.place,
             .what = "mailer " + mailer.name + ": flags " + mailer.flags + " without " + missing,
             .effect = "Sendmail drops the Date (D) or Message-ID (M) that the milter adds: the "
                       "message leaves without it, and the signature is broken.",
             .fix = "no MODIFY_MAILER_FLAGS that takes D or M away"});
    }
}

/// The mailers of which something is said, as one: `mailers smtp, esmtp`.
struct Some {
    std::vector<std::string> names;
    std::string place;

    void add(const SmtpMailer& mailer) {
        names.push_back(mailer.name);
        place = place.empty() ? mailer.place : place;
    }
    [[nodiscard]] std::string text() const {
        return (names.size() == 1 ? "mailer " : "mailers ") + join(names, ", ");
    }
};

void examine_lines(const SendmailVisit& visit) {
    constexpr long longest = 998;  // RFC 5322, 2.1.1; the rule line_lengths refuses more
    Some cutting;
    for (const SmtpMailer& each : visit.settings.mailers) {
        if (each.longest_line > 0 && each.longest_line < longest) {
            cutting.add(each);
        }
    }
    if (!cutting.names.empty()) {
        visit.found.complain({.severity = Severity::note,
                              .where = cutting.place,
                              .what = cutting.text() + ": L below 998",
                              .effect = "The rule line_lengths refuses lines over "
                                        "sendmail_maximum (990); what is over L and passes is cut "
                                        "after it was signed: the signature breaks.",
                              .fix = "define(`SMTP_MAILER_LL', `998') before MAILER(`smtp'), and "
                                     "sendmail_maximum = 998 in [check.line_lengths]"});
    }
}

void examine_octets(const SendmailVisit& visit) {
    Some stripping;
    Some converting;
    for (const SmtpMailer& each : visit.settings.mailers) {
        if (each.flags.find('7') != std::string::npos) {
            stripping.add(each);
        } else if (each.flags.find('8') == std::string::npos && !visit.daemon.encodes_8bit) {
            converting.add(each);
        }
    }
    if (!stripping.names.empty()) {
        visit.found.complain({.severity = Severity::warning,
                              .where = stripping.place,
                              .what = stripping.text() + ": flag 7",
                              .effect = "8-bit text is changed after it was signed: the signature "
                                        "breaks.",
                              .fix = "no 7 in the mailer's flags"});
    }
    if (!converting.names.empty()) {
        visit.found.complain(
            {.severity = Severity::note,
             .where = converting.place,
             .what = converting.text() + ": no flag 8",
             .effect = "If the next hop does not offer 8BITMIME, 8-bit MIME bodies are "
                       "converted after they were signed: the signature breaks.",
             .fix = "[check.encode_8bit] with action = \"repair\" in the rule file: encoded "
                    "before signing"});
    }
}

void examine_input(const SendmailVisit& visit) {
    const auto found = visit.settings.options.find("SevenBitInput");
    if (found != visit.settings.options.end() && equal_ignoring_case(found->second.value, "true")) {
        visit.found.complain({.severity = Severity::warning,
                              .where = found->second.place,
                              .what = "confSEVEN_BIT_INPUT = True",
                              .effect = "The eighth bit of every octet is taken away: text beyond "
                                        "ASCII is damaged.",
                              .fix = "define(`confSEVEN_BIT_INPUT', `False')"});
    }
}

}  // namespace

void examine_mailers(const SendmailVisit& visit) {
    examine_masquerading(visit);
    examine_quoting(visit);
    examine_canonification(visit);
    examine_input(visit);
    for (const SmtpMailer& each : visit.settings.mailers) {
        examine_fields(visit, each);
    }
    examine_lines(visit);
    examine_octets(visit);
    visit.found.checked.emplace_back(
        "after the signature: masquerading, genericstable, quoting, canonification, line lengths, "
        "8-bit conversion, Date and Message-ID");
}

}  // namespace msa

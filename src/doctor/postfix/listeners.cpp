// The listeners where users submit: smuggling, TLS, logins, and what comes before the milter.
#include "base/text.h"
#include "doctor/postfix/value.h"
#include "doctor/postfix/visit.h"

#include <algorithm>
#include <charconv>

namespace msa {
namespace {

/// Whether a list names the word, in any case.
bool names(std::string_view list, std::string_view word) {
    const auto items = items_of(list);
    return items && std::any_of(items->begin(), items->end(), [word](const std::string& item) {
               return equal_ignoring_case(item, word);
           });
}

std::string shown(const Value& value, std::string_view name) {
    const std::string key(name);
    if (value.origin == Value::Origin::unset) {
        return key + " is not set" + (value.text.empty() ? "" : " (" + value.text + ")");
    }
    return key + (value.text.empty() ? " is empty" : " = " + value.text);
}

void examine_smuggling(const PostfixVisit& visit, const Service& service) {
    const Value forbid = visit.value(&service, "smtpd_forbid_bare_newline");
    const bool is_on = is_yes(forbid.text) || equal_ignoring_case(forbid.text, "normalize") ||
                       equal_ignoring_case(forbid.text, "reject");
    if (!is_on) {
        visit.found.complain(
            {.severity = Severity::problem,
             .where = forbid.where,
             .what = shown(forbid, "smtpd_forbid_bare_newline"),
             .effect = "A bare newline ends a message (SMTP smuggling): whoever can put text into "
                       "a user's message can send a second one with that user's login.",
             .fix = PostfixVisit::instead(forbid, "smtpd_forbid_bare_newline", "normalize")});
        return;
    }
    const Value exclusions = visit.value(&service, "smtpd_forbid_bare_newline_exclusions");
    if (!exclusions.text.empty()) {
        visit.found.complain(
            {.severity = Severity::warning,
             .where = exclusions.where,
             .what = shown(exclusions, "smtpd_forbid_bare_newline_exclusions"),
             .effect = "For these clients a bare newline still ends a message (SMTP smuggling).",
             .fix = PostfixVisit::instead(exclusions, "smtpd_forbid_bare_newline_exclusions", "")});
    }
}

void examine_login(const PostfixVisit& visit, const Service& service) {
    const Value login = visit.value(&service, "smtpd_sasl_auth_enable");
    if (!is_yes(login.text)) {
        if (is_named_submission(service)) {
            visit.found.complain(
                {.severity = Severity::warning,
                 .where = service.where(),
                 .what = shown(login, "smtpd_sasl_auth_enable"),
                 .effect =
                     "Nobody can log in here; the milter refuses clients without another proof.",
                 .fix = "-o smtpd_sasl_auth_enable=yes"});
        }
        return;
    }
    for (const char* const name :
         {"smtpd_sasl_security_options", "smtpd_sasl_tls_security_options"}) {
        const Value options = visit.value(&service, name);
        const bool is_other = options.origin == Value::Origin::unset;  // as good as the other one
        if (!is_other && !names(options.text, "noanonymous")) {
            visit.found.complain(
                {.severity = Severity::problem,
                 .where = options.where,
                 .what = shown(options, name),
                 .effect = "Without noanonymous everybody may log in, as anonymous.",
                 .fix = PostfixVisit::instead(options, name, "noanonymous")});
        }
    }
    const Value level = visit.value(&service, "smtpd_tls_security_level");
    const bool needs_tls = is_yes(visit.text(&service, "smtpd_tls_wrappermode")) ||
                           is_yes(visit.text(&service, "smtpd_tls_auth_only")) ||
                           is_yes(visit.text(&service, "smtpd_enforce_tls")) ||
                           equal_ignoring_case(level.text, "encrypt");
    if (!needs_tls) {
        visit.found.complain({.severity = Severity::warning,
                              .where = service.where(),
                              .what = "neither smtpd_tls_security_level = encrypt nor "
                                      "smtpd_tls_auth_only = yes",
                              .effect = "Clients may send passwords in the clear, before the "
                                        "milter can ask for TLS.",
                              .fix = "-o smtpd_tls_security_level=encrypt"});
    }
}

void examine_proxies(const PostfixVisit& visit, const Service& service) {
    const Value hosts = visit.value(&service, "smtpd_authorized_xclient_hosts");
    if (!hosts.text.empty()) {
        visit.found.complain(
            {.severity = Severity::warning,
             .where = hosts.where,
             .what = shown(hosts, "smtpd_authorized_xclient_hosts"),
             .effect =
                 "These hosts can name any login (XCLIENT LOGIN), and the milter believes it.",
             .fix = "-o smtpd_authorized_xclient_hosts=, unless all of them are proxies that "
                    "check logins"});
    }
}

void examine_etrn(const PostfixVisit& visit, const Service& service) {
    const Value discarded = visit.value(&service, "smtpd_discard_ehlo_keywords");
    const Value map = visit.value(&service, "smtpd_discard_ehlo_keyword_address_maps");
    if (!names(discarded.text, "etrn") && map.text.empty()) {
        visit.found.complain({.severity = Severity::warning,
                              .where = discarded.where,
                              .what = shown(discarded, "smtpd_discard_ehlo_keywords"),
                              .effect = "EHLO offers ETRN, which has no place on a submission port "
                                        "(RFC 6409, 7). No message suffers.",
                              .fix = "-o smtpd_discard_ehlo_keywords=etrn,silent-discard"});
    }
}

/// What Postfix completes is no longer the client's when the milter sees it.
void examine_completion(const PostfixVisit& visit, const Service& service) {
    const Value always = visit.value(cleanup_of(visit, service), "always_add_missing_headers");
    const Value clients = visit.value(&service, "local_header_rewrite_clients");
    const bool for_logins = names(clients.text, "permit_sasl_authenticated");
    if (!is_yes(always.text) && !for_logins) {
        return;
    }
    const Value& cause = is_yes(always.text) ? always : clients;
    const std::string name =
        is_yes(always.text) ? "always_add_missing_headers" : "local_header_rewrite_clients";
    visit.found.complain(
        {.severity = Severity::warning,
         .where = cause.where,
         .what = shown(cause, name),
         .effect = "Postfix adds From, Date and Message-ID before the milter sees the message: "
                   "what was missing is neither refused nor recorded.",
         .fix = is_yes(always.text) ? PostfixVisit::instead(always, name, "no")
                                    : "-o local_header_rewrite_clients="});
}

/// Whether NUL is among these characters, which are written as in C (postconf(5)).
bool has_nul(std::string_view characters) {
    constexpr std::size_t longest = 3;  // octal digits
    for (std::size_t at = 0; at < characters.size(); ++at) {
        if (characters[at] != '\\') {
            continue;
        }
        std::size_t end = ++at;
        while (end < characters.size() && end < at + longest && characters[end] >= '0' &&
               characters[end] <= '7') {
            ++end;
        }
        const std::string_view digits = characters.substr(at, end - at);
        if (!digits.empty() && digits.find_first_not_of('0') == std::string_view::npos) {
            return true;
        }
        at = digits.empty() ? at : end - 1;
    }
    return false;
}

/// The milter protocol ends a header field at its first NUL.
void examine_nul(const PostfixVisit& visit, const Service& service) {
    const Service* const cleanup = cleanup_of(visit, service);
    if (cleanup == nullptr) {
        const Value name = visit.value(&service, "cleanup_service_name");
        visit.found.complain({.severity = Severity::problem,
                              .where = name.where,
                              .what = shown(name, "cleanup_service_name"),
                              .effect = "master.cf has no such service: no message is accepted.",
                              .fix = name.text + " unix n - y - 0 cleanup, in master.cf"});
        return;
    }
    const Value rejected = visit.value(cleanup, "message_reject_characters");
    if (!has_nul(rejected.text)) {
        visit.found.complain(
            {.severity = Severity::warning,
             .where = rejected.where,
             .what = shown(rejected, "message_reject_characters"),
             .effect = "The milter sees a header field up to its first NUL only: the rest leaves "
                       "unjudged, or what is signed is not what leaves.",
             .fix = PostfixVisit::instead(rejected, "message_reject_characters", "\\0") +
                    "; for submissions alone, a cleanup of their own: see "
                    "postfix-example/master.cf.submission"});
    }
}

/// Where Postfix cuts header fields in front of a milter.
void examine_cut(const PostfixVisit& visit, const Service& service) {
    constexpr long usual = 60000;  // whatever header_size_limit above it says
    const Service* const cleanup = cleanup_of(visit, service);
    const Value limit = visit.value(cleanup, "header_size_limit");
    long octets = usual;
    const char* const end = limit.text.data() + limit.text.size();
    const auto [rest, error] = std::from_chars(limit.text.data(), end, octets);
    if (error != std::errc() || rest != end || octets >= usual) {
        return;
    }
    visit.found.complain(
        {.severity = Severity::note,
         .where = limit.where,
         .what = "header_size_limit = " + limit.text,
         .effect =
             "Postfix cuts longer header fields before the milter sees them, and says nothing.",
         .fix = "in the rule file, [check.line_lengths]: postfix_cut = " + limit.text +
                "; then what may have been cut is refused"});
}

}  // namespace

void examine_listeners(const PostfixVisit& visit) {
    std::vector<std::string> seen;
    for (const Service* each : visit.settings.running("smtpd")) {
        const bool submission = is_submission(visit, *each);
        const bool is_judged = asks_us(visit, *each) &&
                               visit.daemon.governs(visit.text(each, "milter_macro_daemon_name"));
        if (!submission && !is_judged) {
            continue;
        }
        seen.push_back(each->key());
        examine_smuggling(visit, *each);
        examine_completion(visit, *each);
        examine_nul(visit, *each);
        examine_cut(visit, *each);
        if (submission) {
            examine_login(visit, *each);
            examine_proxies(visit, *each);
        }
        if (is_named_submission(*each)) {
            examine_etrn(visit, *each);
        }
    }
    if (!seen.empty()) {
        visit.found.checked.push_back(join(seen, ", ") +
                                      ": SMTP smuggling, logins and TLS, XCLIENT, ETRN, header "
                                      "fields that Postfix completes or cuts, NUL in them");
    }
}

}  // namespace msa

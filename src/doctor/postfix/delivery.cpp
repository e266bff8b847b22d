// What changes a message after the milter signed it.
#include "base/text.h"
#include "doctor/postfix/value.h"
#include "doctor/postfix/visit.h"

#include <algorithm>
#include <array>
#include <charconv>

namespace msa {
namespace {

void examine_rewriting(const PostfixVisit& visit, const Service& client) {
    static constexpr std::array<std::string_view, 4> checks{
        "smtp_header_checks", "smtp_mime_header_checks", "smtp_nested_header_checks",
        "smtp_body_checks"};
    const std::string_view generic = "smtp_generic_maps";
    if (const Value maps = visit.value(&client, generic); !maps.text.empty()) {
        visit.found.complain(
            {.severity = Severity::warning,
             .where = maps.where,
             .what = std::string(generic) + " = " + maps.text,
             .effect = "It replaces addresses in From, To and Cc after they were judged and "
                       "signed: receivers see an author that nobody judged, and the signature "
                       "breaks.",
             .fix = PostfixVisit::instead(maps, generic, "") +
                    "; rewrite before the milter (canonical_maps) or in it (the rule "
                    "rewrite_senders)"});
    }
    for (const std::string_view name : checks) {
        if (const Value value = visit.value(&client, name); !value.text.empty()) {
            visit.found.complain(
                {.severity = Severity::warning,
                 .where = value.where,
                 .what = std::string(name) + " = " + value.text,
                 .effect = "What these checks change or remove was signed: the signature breaks.",
                 .fix = PostfixVisit::instead(value, name, "") + "; " +
                        std::string(name.substr(5)) + " works before the milter"});
        }
    }
}

void examine_lines(const PostfixVisit& visit, const Service& client) {
    constexpr long longest = 998;  // RFC 5322, 2.1.1; the rule line_lengths refuses more
    const Value value = visit.value(&client, "smtp_line_length_limit");
    long limit = 0;
    const char* const end = value.text.data() + value.text.size();
    const auto [rest, error] = std::from_chars(value.text.data(), end, limit);
    if (error == std::errc() && rest == end && (limit <= 0 || limit >= longest)) {
        return;
    }
    visit.found.complain(
        {.severity = Severity::warning,
         .where = value.where,
         .what = "smtp_line_length_limit = " + value.text,
         .effect = "Longer lines are cut after they were signed: the signature breaks.",
         .fix = PostfixVisit::instead(value, "smtp_line_length_limit", "998")});
}

bool discards_8bitmime(std::string_view keywords) {
    const auto items = items_of(keywords);
    return items && std::any_of(items->begin(), items->end(), [](const std::string& item) {
               return equal_ignoring_case(item, "8bitmime");
           });
}

/// To next hops without 8BITMIME, MIME bodies go as quoted-printable.
void examine_conversion(const PostfixVisit& visit, const Service& client) {
    if (visit.daemon.encodes_8bit || is_yes(visit.text(nullptr, "force_mime_input_conversion"))) {
        return;
    }
    const Value off = visit.value(&client, "disable_mime_output_conversion");
    if (is_yes(off.text)) {
        return;
    }
    const std::string remedy =
        "[check.encode_8bit] with action = \"repair\" in the rule file: encoded before signing";
    const Value discarded = visit.value(&client, "smtp_discard_ehlo_keywords");
    if (discards_8bitmime(discarded.text)) {
        visit.found.complain({.severity = Severity::warning,
                              .where = discarded.where,
                              .what = "smtp_discard_ehlo_keywords = " + discarded.text,
                              .effect = "Every 8-bit MIME body is converted to quoted-printable "
                                        "after it was signed: the signature breaks.",
                              .fix = remedy});
        return;
    }
    visit.found.complain({.severity = Severity::note,
                          .where = off.where,
                          .what = "disable_mime_output_conversion = no",
                          .effect = "If the next hop does not offer 8BITMIME, 8-bit MIME bodies "
                                    "are converted after they were signed: the signature breaks.",
                          .fix = remedy});
}

void examine_filters(const PostfixVisit& visit) {
    for (const Service* each : visit.settings.running("smtpd")) {
        const Value filter = visit.value(each, "content_filter");
        if (filter.text.empty() || !asks_us(visit, *each)) {
            continue;
        }
        visit.found.complain(
            {.severity = Severity::warning,
             .where = each->where(),
             .what = "content_filter = " + filter.text,
             .effect = "The filter gets the message after it was judged and signed; what it "
                       "changes nobody judges, and the signature breaks.",
             .fix = "-o content_filter=, and the filter as a milter before ours"});
    }
}

/// Of every cleanup that asks us, or takes what a listener accepts that does.
void examine_added_fields(const PostfixVisit& visit) {
    std::vector<const Service*> cleanups{visit.settings.service("cleanup/unix")};
    for (const Service* each : visit.settings.running("smtpd")) {
        if (asks_us(visit, *each)) {
            cleanups.push_back(cleanup_of(visit, *each));
        }
    }
    for (const Service* each : cleanups) {
        const Value checks = visit.value(each, "milter_header_checks");
        if (checks.text.empty()) {
            continue;
        }
        visit.found.complain(
            {.severity = Severity::warning,
             .where = checks.where,
             .what = "milter_header_checks = " + checks.text,
             .effect = "They see the fields that the milter adds, DKIM-Signature too; what they "
                       "change or remove undoes a repair or the signature.",
             .fix = PostfixVisit::instead(checks, "milter_header_checks", "")});
    }
}

}  // namespace

void examine_delivery(const PostfixVisit& visit) {
    for (const Service* each : visit.settings.running("smtp")) {
        examine_rewriting(visit, *each);
        examine_lines(visit, *each);
        examine_conversion(visit, *each);
    }
    examine_filters(visit);
    examine_added_fields(visit);
    visit.found.checked.emplace_back(
        "after the signature: smtp_generic_maps, smtp_*_checks, content_filter, "
        "milter_header_checks, line lengths, 8-bit conversion");
}

}  // namespace msa

// Properties of whole transactions over messages put together at random from honest, obsolete and
// broken fields: what was repaired needs no second repair, both MTAs are left with the same fields
// whatever their ways of counting, and what was signed verifies then.
#include "base/text.h"
#include "cases/case_file.h"
#include "cases/signing.h"
#include "fakes/dkim_verifier.h"
#include "fakes/mta.h"
#include "mail/header_list.h"

#include <set>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <rapidcheck/boost_test.h>

namespace {

using namespace msa;

std::string repeated(std::string_view text, int times) {
    std::string result;
    for (; times > 0; --times) {
        result += text;
    }
    return result;
}

const std::vector<std::string>& field_pool() {
    static const std::vector<std::string> pool{
        "Date: Fri, 21 Nov 2025 11:59:30 +0100",
        "Date: 21 Nov 25 10:59:30 GMT (x)",
        "Date: yesterday",
        "DATE : 2025-11-21T11:59:30Z",
        "Message-ID: <1@client.example.org>",
        "Message-Id: <4711>",
        "Sender: alice@example.com",
        "Sender: bob@example.com",
        "To: Bob <bob@example.net>",
        "to:",
        "To: Team: a@example.net, b@example.net;",
        "Cc: c@example.net",
        "CC: d@example.net",
        "Bcc: e@example.net",
        "Reply-To:",
        "Reply-To: \"Alice\" <>",
        "Sender: <>",
        "Subject: one\n \n two",
        "Subject: Numbers",
        "Return-Path: <x@example.net>",
        "Delivered-To: alice@example.com",
        "Received-SPF: pass",
        "Authentication-Results: mx.example.com; none",
        "Received: from a.example by b.example; Fri, 21 Nov 2025 09:00:00 +0000",
        "Resent-From: alice@example.com",
        "Resent-Date: now",
        "Resent-Message-ID: <r1@client.example.org>",
        "Resent-Bcc: f@example.net",
        "Content-Type: text/plain; charset=utf-8",
        "Content-Type: text/plain;; charset=utf-8; Charset=UTF-8;",
        "Content-Type: multipart/mixed; boundary*0=\"a\"; boundary*1*=b%63",
        "Content-Transfer-Encoding: 8bits;",
        "Date: Friday, 21-Nov-25 9:59:30.5 PM GMT+01:00",
        "Date: Nov 21 11:59:30 2025",
        "MIME-Version: 1.0 (x)",
        "Subject: Grüße aus =?utf-8?Q?K?= ö =?utf-8?Q?ln?=\n  an ä ö",
        "Organization: Müller\n\t& Söhne",
        "Keywords: größe, \"weiß, x\"",
        "To: Größe: Zoë Ü. Müller <z@example.net>, \"Ünal, \\\"Z\\\"\" <u@example.net>;",
        "Cc: c@example.net (für (größte) alle)",
        "Reply-To: Älice <alice@example.com>",
        "Sender: \"Älice\" <alice@example.com>",
        "Date: Fri, 21 Nov 2025 11:59:30 +0100 (Mitteleuropäische Zeit)",
        "Content-Disposition: attachment; filename=\"Größe 1.txt\"; filename=\"Größe 1.txt\"",
        "Content-Type: text/plain (für alle); name=Größe.txt; charset=utf-8;",
        "Resent-To: Zoë <z@example.net>",
        "Resent-Cc: Müller <m@example.net>",
        "References:" + repeated(" <0123456789@mail.example.com>", 40),
        "X-Long: Ä" + repeated(" wörter", 100),
        "To: b@example.net,,c@example.net,",
        "To: B. <(x) b@example.net(y)(z)>",
        "Cc: < c@example.net >,<d@example.net\n (d)>",
        "Reply-To: Ä <alice@example.com (für alle)>",
        "Cc: C@D <c@example.net>; d@example.net"};
    return pool;
}

/// One valid From, and no other field twice but To, Cc and Subject: not nearly all shall be
/// refused.
std::string chosen_fields() {
    const auto& pool = field_pool();
    const auto chosen = *rc::gen::container<std::vector<std::size_t>>(
        rc::gen::inRange<std::size_t>(0, pool.size()));
    std::string fields = "From: " +
                         *rc::gen::element<std::string>(
                             "alice@example.com", "alice@example.com", "Älice <alice@example.com>",
                             "A. < alice@example.com\t>", "<alice@example.com (work)>",
                             "\"Ä. B.\" <alice@example.com> (für alle)") +
                         "\n";
    std::set<std::string> names{"from"};
    for (const auto index : chosen) {
        const auto name = ascii_lower(bare_name(pool[index].substr(0, pool[index].find(':'))));
        if (names.insert(name).second || name == "to" || name == "cc") {
            fields += pool[index] + "\n";
            fields += name == "subject" ? pool[index] + "\n" : "";
        }
    }
    return fields;
}

/// An ordinary case with another message.
Case with_message(const std::string& fields, const std::string& host) {
    static const std::string path = "tests/cases/add_date/present.toml";
    static const Case ordinary = read_case(path);
    Case tested = ordinary;
    tested.host = host;
    tested.message.clear();
    for (const char c : fields + "\nHello.\n") {
        tested.message += c == '\n' ? std::string("\r\n") : std::string(1, c);
    }
    return tested;
}

bool is_signature(const std::string& name) {
    return name == "DKIM-Signature";
}

std::string without_signature(const PlainFields& fields) {
    std::string text;
    for (const auto& [name, value] : fields) {
        if (!is_signature(name)) {
            text.append(name).append(":").append(value).append("\n");
        }
    }
    return text;
}

std::size_t repairs_in(const AuditRecord& record) {
    std::size_t count = 0;
    for (const auto& edit : record.edits) {
        count += is_signature(edit.name) ? 0 : 1;
    }
    return count;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(repairs)

RC_BOOST_PROP(a_repaired_message_needs_no_second_repair, ()) {
    const std::string fields = chosen_fields();
    const std::string host = *rc::gen::element("postfix", "sendmail");
    const auto first = play(with_message(fields, host));
    RC_CLASSIFY(first.record.disposition == Disposition::accepted);
    if (first.record.disposition != Disposition::accepted) {
        return;
    }
    const auto left = as_edited_by(first.record.session.host, first.received, first.record.edits);
    const auto second = play(with_message(without_signature(left), host));
    RC_ASSERT(second.record.disposition == Disposition::accepted);
    RC_ASSERT(repairs_in(second.record) == 0U);
}

RC_BOOST_PROP(a_repaired_message_verifies, ()) {
    static const KeyRecords records{
        {"case._domainkey.example.com", real_key_record("rsa")},
    };
    auto tested = with_message(chosen_fields(), *rc::gen::element("postfix", "sendmail"));
    tested.is_signed = true;
    const auto played = play(tested);
    const bool is_signed = !played.record.signatures.empty();
    RC_CLASSIFY(is_signed);
    if (!is_signed) {
        return;
    }
    HeaderList leaves;
    for (const auto& [name, value] :
         as_edited_by(played.record.session.host, played.received, played.record.edits)) {
        leaves.append(name, value);
    }
    RC_ASSERT(passing_signatures(wire_message(leaves, "Hello.\r\n", {}), records) == 1);
}

BOOST_AUTO_TEST_SUITE_END()

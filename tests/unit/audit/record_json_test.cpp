// Audit records as JSON.
#include "audit/record_json.h"

#include "fakes/read_record.h"
#include "fakes/sample_record.h"

#include <boost/test/unit_test.hpp>
#include <nlohmann/json.hpp>

using msa::parsed;
using msa::refused;
using nlohmann::ordered_json;

namespace {

std::vector<std::string> keys_of(const ordered_json& object) {
    std::vector<std::string> keys;
    for (const auto& [key, value] : object.items()) {
        keys.push_back(key);
    }
    return keys;
}

/// Every text of the record 20 KB long, every list 100.
msa::AuditRecord monstrous(char octet) {
    const std::string text(20'000, octet);
    auto record = msa::sample_record();
    record.reply = msa::Reply{550, {}, {}};
    record.candidate.emplace();
    for (auto* value : {&record.transaction,
                        &record.queue_id,
                        &record.message_id,
                        &record.pra,
                        &record.leaving_pra,
                        &record.body_hash,
                        &record.new_body_hash,
                        &record.recipients_as,
                        &record.unsigned_reason,
                        &record.stage,
                        &record.trouble,
                        &record.rules_version,
                        &record.rules_hash,
                        &record.candidate->rule,
                        &record.candidate->trouble,
                        &record.session.id,
                        &record.session.mta,
                        &record.session.mta_name,
                        &record.session.listener,
                        &record.session.client_name,
                        &record.session.client_address,
                        &record.session.helo,
                        &record.session.tls.version,
                        &record.session.tls.cipher,
                        &record.identity->login,
                        &record.identity->proof,
                        &record.envelope.sender_argument,
                        &record.envelope.mta_sender,
                        &record.envelope.mta_sender_before,
                        &record.reply->enhanced}) {
        *value = text;
    }
    const std::size_t count = 100;
    record.envelope.parameters.assign(count, text);
    record.from.assign(count, text);
    record.recipients.assign(count, {text, {}, {}, msa::Reply{550, text, text}});
    msa::JudgedFinding finding;
    for (auto* value :
         {&finding.rule, &finding.where, &finding.stage, &finding.subject, &finding.what,
          &finding.exception, &finding.exception_owner, &finding.exception_ticket}) {
        *value = text;
    }
    finding.reply = msa::Reply{550, text, text};
    record.findings.assign(count, finding);
    record.rights.clear();
    for (std::size_t i = 0; i < count; ++i) {
        record.rights[std::to_string(i) + text] = {
            {msa::Right::Kind::none,
             text,
             text,
             text,
             {msa::RightSource::Kind::table, text, text, text, record.began}},
            {text, text, text}};
    }
    record.authors.assign(count, {text, "0" + text, text, true, true});
    record.findings.front().when.assign(9, {"login", text});
    record.findings.back().exception_when.assign(9, {"login", text});
    record.edits.assign(count, {msa::Edit::Kind::change, text, count, text, text});
    record.signatures.assign(count, {text, text, text, "b=" + text});
    return record;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(record_json_test)

BOOST_AUTO_TEST_CASE(a_record_has_its_keys_in_their_order) {
    const auto json = parsed(msa::sample_record());
    BOOST_TEST(keys_of(json) == (std::vector<std::string>{"time",          "v",
                                                          "record",        "began",
                                                          "session",       "transaction",
                                                          "queue_id",      "host",
                                                          "mta",           "listener",
                                                          "listener_port", "client",
                                                          "tls",           "identity",
                                                          "claimed",       "envelope_sender",
                                                          "recipients",    "message_id",
                                                          "body_octets",   "new_body_octets",
                                                          "body_sha256",   "new_body_sha256",
                                                          "authors",       "pra",
                                                          "rights",        "findings",
                                                          "edits",         "signatures",
                                                          "unsigned",      "disposition",
                                                          "stage",         "reply",
                                                          "rules"}));
}

BOOST_AUTO_TEST_CASE(a_record_says_everything) {
    const auto json = parsed(msa::sample_record());
    const auto expected = ordered_json::parse(R"({
        "time": "2025-11-21T11:00:02.000000Z", "v": 2,
        "record": "transaction", "began": "2025-11-21T11:00:00.000000Z",
        "session": "s1", "transaction": "s1.1", "queue_id": "Q1", "host": "msa1.example.net",
        "mta": {"kind": "postfix", "version": "Postfix 3.7.11", "name": "mx.example.com"},
        "listener": "submission", "listener_port": 587,
        "client": {"address": "192.0.2.1", "port": 40000, "name": "client.example.com"},
        "tls": {"version": "TLSv1.3", "cipher": "TLS_AES_256_GCM_SHA384", "bits": 256},
        "identity": {"login": "alice", "source": "sasl", "proof": "PLAIN"},
        "claimed": {"helo": "[10.0.0.1]", "mail_from": "<alice@example.com>",
                    "mail_parameters": ["SIZE=100"], "from": [" alice@example.com"],
                    "pra": "alice@example.com"},
        "envelope_sender": "alice@example.com",
        "recipients": [{"address": "bob@example.org", "spelled": "<Bob@example.org>",
                        "accepted": true},
                       {"address": null, "spelled": "<x>", "accepted": false,
                        "reply": "501 5.1.3 bad"}],
        "message_id": "<1@example.com>", "body_octets": 7, "new_body_octets": 9,
        "body_sha256": "sha256:1", "new_body_sha256": "sha256:2",
        "authors": [{"field": "From", "address": "ceo@example.com", "spelled": "CEO@example.com",
                     "judged": true, "leaves": true, "right": "on_behalf",
                     "by": {"kind": "delegation", "id": "ceo-office", "line": "rules.toml:9",
                            "until": "2025-11-21T11:00:00.000000Z", "owner": "sec@example.com",
                            "ticket": "SEC-1"}},
                    {"field": "Sender", "address": "eve@example.net", "judged": true,
                     "leaves": false, "right": null, "by": null}],
        "pra": "alice@example.com",
        "rights": [{"address": "alice@example.com", "field": ["MAIL FROM", "Sender"],
                    "right": "owner", "by": "self"},
                   {"address": "ceo@example.com", "field": ["From"], "right": "on_behalf",
                    "by": "delegation ceo-office", "owner": "sec@example.com",
                    "ticket": "SEC-1"}],
        "findings": [{"rule": "envelope_syntax", "where": "rules.toml:7", "stage": "recipient",
                      "recipient": "<x>", "what": "no address", "action": "reject",
                      "mode": "monitor", "when": {"tls": "true"}, "exception": "why-not",
                      "exception_owner": "sec@example.com", "exception_ticket": "SEC-2",
                      "exception_when": {"login": "group:staff"}, "cannot_tell": true,
                      "reply": "501 5.1.3 bad"},
                     {"rule": "add_date", "stage": "headers", "what": "no Date field",
                      "action": "repair", "mode": "enforce"}],
        "edits": [{"edit": "remove", "field": "Bcc", "occurrence": 2, "old": " c@example.org"},
                  {"edit": "change", "field": "Subject", "occurrence": 1, "old": " a",
                   "new": " b"},
                  {"edit": "append", "field": "Date", "new": " now"}],
        "signatures": [{"d": "example.com", "s": "rsa1", "a": "rsa-sha256",
                        "b": "0123456789abcdefghijklmnopqrstuv"}],
        "unsigned": null, "disposition": "accepted", "stage": "message", "reply": null,
        "rules": {"file": "rules.toml", "version": "2025-11-21", "hash": "sha256:0"}})");
    BOOST_TEST(json == expected, json.dump(1));
}

BOOST_AUTO_TEST_CASE(what_is_not_known_is_null_or_absent) {
    const auto json = parsed({});
    for (const auto* key :
         {"queue_id", "listener", "listener_port", "tls", "identity", "envelope_sender",
          "message_id", "new_body_octets", "pra", "unsigned", "reply"}) {
        BOOST_TEST(json.at(key).is_null(), key);
    }
    BOOST_TEST(json.at("client").at("address").is_null());
    BOOST_TEST(!json.contains("trouble"));
    BOOST_TEST(json.at("recipients").empty());
    BOOST_TEST(json.at("recipients").is_array());
}

BOOST_AUTO_TEST_CASE(a_refusal_and_its_trouble_are_told) {
    auto record = msa::sample_record();
    record.reply = msa::Reply{451, "4.3.0", "later"};
    record.trouble = "out of memory";
    record.disposition = msa::Disposition::deferred;
    const auto json = parsed(record);
    BOOST_TEST(json.at("reply") == "451 4.3.0 later");
    BOOST_TEST(json.at("trouble") == "out of memory");
    BOOST_TEST(json.at("disposition") == "deferred");
}

BOOST_AUTO_TEST_CASE(no_octet_breaks_the_line) {
    auto record = msa::sample_record();
    std::string all;
    for (int i = 0; i < 256; ++i) {
        all += static_cast<char>(i);
    }
    record.session.helo = all;
    record.from = {all +
                   "\xC2\x9B"
                   "31m\xE2\x80\xAE"};
    const auto json = parsed(record);
    BOOST_TEST(json.at("claimed").at("from").at(0).get<std::string>().find("\uFFFDff") !=
               std::string::npos);
}

BOOST_AUTO_TEST_CASE(no_record_is_longer_than_its_limit) {
    for (const char octet : {'x', '\xFF', '\0', '"'}) {
        const auto json = parsed(monstrous(octet));
        for (const auto* key :
             {"recipients", "authors", "rights", "findings", "edits", "signatures"}) {
            BOOST_TEST(json.at(key).size() >= 1U, key);
            BOOST_TEST(json.at(std::string(key) + "_omitted") == 100 - json.at(key).size(), key);
        }
        BOOST_TEST(json.at("claimed").contains("from_omitted"));
    }
}

BOOST_AUTO_TEST_CASE(a_long_list_keeps_its_first_elements_and_its_last) {
    auto record = msa::sample_record();
    record.recipients.clear();
    for (int i = 0; i < 5000; ++i) {
        record.recipients.push_back(refused("<user" + std::to_string(i) + "@example.org>"));
    }
    record.recipients_omitted = 7;  // before
    const auto json = parsed(record);
    const auto& recipients = json.at("recipients");
    const auto omitted = json.at("recipients_omitted").get<std::size_t>();
    BOOST_TEST(recipients.size() + omitted == 5007U);
    BOOST_TEST(recipients.size() > 400U);
    BOOST_TEST(recipients.front().at("spelled") == "<user0@example.org>");
    BOOST_TEST(recipients.back().at("spelled") == "<user4999@example.org>");
}

BOOST_AUTO_TEST_CASE(what_does_not_fit_is_cut_further) {
    auto record = msa::sample_record();
    record.from.assign(3, std::string(8'000, 'x'));
    BOOST_TEST(parsed(record).at("claimed").at("from").at(0) == std::string(8'000, 'x'));
    record.edits.assign(3, {.kind = msa::Edit::Kind::change,
                            .name = "Subject",
                            .occurrence = 1,
                            .value = std::string(8'000, 'n'),
                            .old_value = std::string(8'000, 'o')});
    for (auto& finding : record.findings) {
        finding.what = std::string(8'000, 'f');
    }
    const auto json = parsed(record);
    const auto from = json.at("claimed").at("from").at(0).get<std::string>();
    BOOST_TEST(from.substr(from.find_first_not_of('x')) == "\uFFFD[8000 octets]");
    BOOST_TEST(json.at("edits").size() + json.value("edits_omitted", 0U) == 3U);
    BOOST_TEST(json.at("message_id") == "<1@example.com>");
}

BOOST_AUTO_TEST_CASE(findings_of_recipients_hide_no_other) {
    for (const bool monitored : {false, true}) {
        auto record = msa::sample_record();
        auto finding = record.findings.front();
        finding.mode = monitored ? msa::Mode::monitor : msa::Mode::enforce;
        const auto other = record.findings.back();
        record.findings.assign(5000, finding);
        record.findings.insert(record.findings.end(), 2, other);
        record.findings.insert(record.findings.end(), 5, finding);
        const auto json = parsed(record);
        const auto& findings = json.at("findings");
        BOOST_TEST(std::count_if(findings.begin(), findings.end(), [](const auto& each) {
                       return each.at("rule") == "add_date";
                   }) == 2);
        BOOST_TEST(findings.size() + json.at("findings_omitted").get<std::size_t>() == 5007U);
    }
}

BOOST_AUTO_TEST_CASE(a_huge_field_is_cut_and_says_how_long_it_was) {
    auto record = msa::sample_record();
    record.from = {std::string(8'000'000, 'x')};
    const auto text = parsed(record).at("claimed").at("from").at(0).get<std::string>();
    BOOST_TEST(text.size() < 8300U);
    const std::string tail = "x\uFFFD[8000000 octets]";
    BOOST_TEST(text.substr(text.size() - tail.size()) == tail);
}

BOOST_AUTO_TEST_CASE(what_a_candidate_would_have_made_of_it_is_said_in_front_of_the_rules) {
    auto record = msa::sample_record();
    record.candidate = msa::CandidateDifference{.hash = "sha256:1", .disposition = "goes_on"};
    BOOST_TEST(parsed(record).at("candidate") ==
               ordered_json::parse(R"({"hash": "sha256:1", "disposition": "goes_on"})"));
    record.candidate = msa::CandidateDifference{.hash = "sha256:1",
                                                .disposition = "rejected",
                                                .stage = "headers",
                                                .rule = "header_from_rights",
                                                .recipients = 2,
                                                .is_edited_otherwise = true,
                                                .is_signed = false,
                                                .trouble = "x"};
    const auto json = parsed(record);
    BOOST_TEST(json.at("candidate") == ordered_json::parse(R"({
        "hash": "sha256:1", "disposition": "rejected", "stage": "headers",
        "rule": "header_from_rights", "recipients": 2, "edited": true, "signed": false,
        "trouble": "x"})"));
    const auto keys = keys_of(json);
    BOOST_TEST(keys.at(keys.size() - 2) == "candidate");
}

BOOST_AUTO_TEST_SUITE_END()

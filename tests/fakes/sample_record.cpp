#include "fakes/sample_record.h"

namespace msa {

AuditRecord sample_record() {
    AuditRecord record;
    record.transaction = "s1.1";
    record.began = FakeClock().now().time;
    record.ended = record.began + std::chrono::seconds(2);
    record.session = alices_session();
    record.identity = Identity{IdentitySource::sasl, "alice", "PLAIN"};
    record.queue_id = "Q1";
    record.envelope.sender_argument = "<alice@example.com>";
    record.envelope.parameters = {"SIZE=100"};
    record.envelope.mta_sender = "alice@example.com";
    record.recipients = {{.argument = "<Bob@example.org>",
                          .path = {},
                          .error = {},
                          .refusal = {},
                          .address = "bob@example.org"},
                         {"<x>", {}, "no `@`", Reply{501, "5.1.3", "bad"}}};
    record.from = {" alice@example.com"};
    record.pra = "alice@example.com";
    record.new_body_octets = 9;
    record.message_id = "<1@example.com>";
    record.body_octets = 7;
    record.leaving_pra = "alice@example.com";
    record.authors = {{.field = "From",
                       .address = "ceo@example.com",
                       .spelled = "CEO@example.com",
                       .is_judged = true,
                       .leaves = true},
                      {.field = "Sender", .address = "eve@example.net", .is_judged = true}};
    record.body_hash = "sha256:1";
    record.new_body_hash = "sha256:2";
    record.rights["ceo@example.com"] = {{.kind = Right::Kind::on_behalf,
                                         .by = "delegation ceo-office",
                                         .owner = "sec@example.com",
                                         .ticket = "SEC-1",
                                         .source = {.kind = RightSource::Kind::delegation,
                                                    .id = "ceo-office",
                                                    .line = "rules.toml:9",
                                                    .until = record.began}},
                                        {"From"}};
    record.rights["alice@example.com"] = {{Right::Kind::owner, "self"}, {"MAIL FROM", "Sender"}};
    record.findings = {{.rule = "envelope_syntax",
                        .where = "rules.toml:7",
                        .stage = "recipient",
                        .subject = "<x>",
                        .what = "no address",
                        .action = Action::reject,
                        .mode = Mode::monitor,
                        .cannot_tell = true,
                        .exception = "why-not",
                        .exception_owner = "sec@example.com",
                        .exception_ticket = "SEC-2",
                        .reply = Reply{501, "5.1.3", "bad"},
                        .when = {{"tls", "true"}},
                        .exception_when = {{"login", "group:staff"}}},
                       {.rule = "add_date",
                        .stage = "headers",
                        .what = "no Date field",
                        .action = Action::repair,
                        .mode = Mode::enforce,
                        .cannot_tell = false}};
    record.edits = {{Edit::Kind::remove, "Bcc", 2, {}, " c@example.org"},
                    {Edit::Kind::change, "Subject", 1, " b", " a"},
                    {Edit::Kind::append, "Date", 0, " now", {}}};
    record.signatures = {{"example.com", "rsa1", "rsa-sha256",
                          " v=1;\n\tb=0123456789abcdef\n\tghijklmnopqrstuvwxyz+/=="}};
    record.disposition = Disposition::accepted;
    record.stage = "message";
    record.rules_file = "rules.toml";
    record.rules_version = "2025-11-21";
    record.rules_hash = "sha256:0";
    return record;
}

}  // namespace msa

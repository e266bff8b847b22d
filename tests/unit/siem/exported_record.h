// A record as the daemon writes it, read as the exporters get it.
#pragma once

#include "audit/record_json.h"
#include "fakes/sample_record.h"
#include "trail/record.h"

#include <functional>
#include <sstream>
#include <stdexcept>
#include <string>

namespace msa::siem_test {

/// `use(reader)` has the transaction; `change` what the sample record has otherwise.
inline void with_transaction(const std::function<void(AuditRecord&)>& change,
                             const std::function<void(const RecordReader&)>& use) {
    auto record = sample_record();
    change(record);
    std::istringstream lines(record_lines(record, "msa1.example.net"));
    RecordReader reader;
    auto kind = RecordReader::Line::damaged;
    for (std::string line; std::getline(lines, line);) {
        kind = reader.read("{\"n\":17," + line.substr(1));
    }
    if (kind != RecordReader::Line::transaction) {
        throw std::runtime_error("no transaction");
    }
    use(reader);
}

/// `use(reader)` has a record about the trail: `more` are its members.
inline void with_control(const std::string& kind, const std::string& more,
                         const std::function<void(const RecordReader&)>& use) {
    const auto line = "{\"n\":18,\"time\":\"2026-11-21T19:31:22.104211Z\",\"v\":2,\"record\":\"" +
                      kind + "\",\"host\":\"msa1.example.net\"" + more + '}';
    RecordReader reader;
    if (reader.read(line) != RecordReader::Line::control) {
        throw std::runtime_error("no control record: " + line);
    }
    use(reader);
}

/// What a refusal by that rule looks like.
inline std::function<void(AuditRecord&)> refusal(Disposition how, const std::string& rule,
                                                 bool cannot_tell = false) {
    return [=](AuditRecord& record) {
        const Reply reply{how == Disposition::deferred ? 451 : 550, "5.7.1", "no; see a]b\"c\\d"};
        record.disposition = how;
        record.stage = "headers";
        record.reply = reply;
        record.edits.clear();
        record.signatures.clear();
        record.findings = {{.rule = rule,
                            .where = "rules.toml:9",
                            .stage = "headers",
                            .subject = {},
                            .what = "foreign address",
                            .action = Action::reject,
                            .mode = Mode::enforce,
                            .cannot_tell = cannot_tell,
                            .exception = {},
                            .reply = reply}};
    };
}

inline void as_it_is(AuditRecord& /*record*/) {}

/// What a file beside the tests holds, without the end of its last line.
[[nodiscard]] std::string golden(const std::string& name);

}  // namespace msa::siem_test

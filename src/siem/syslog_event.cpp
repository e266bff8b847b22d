// Messages of RFC 5424, see siem_event.h.
#include "base/text.h"
#include "siem/mail_outcome.h"
#include "siem/siem_event.h"
#include "trail/trail_time.h"

#include <algorithm>

namespace msa {

namespace {

constexpr unsigned facility_mail = 2;
enum Severity : unsigned { error = 3, warning = 4, notice = 5, info = 6 };

constexpr std::size_t most_recipients = 20;
constexpr std::size_t most_members = 40;
constexpr std::size_t longest_value = 1000;
constexpr std::string_view byte_order_mark = "\xef\xbb\xbf";

/// A field of the header (RFC 5424, 6.2): printable ASCII without blanks, or `-`.
std::string header_field(std::string_view text, std::size_t longest) {
    std::string field(text.substr(0, longest));
    std::replace_if(
        field.begin(), field.end(), [](char c) { return c <= ' ' || c > '~'; }, '_');
    return field.empty() ? "-" : field;
}

/// A name of a parameter (6.3.2) has none of `=`, `]` and `"` besides.
std::string name_of(std::string_view key) {
    constexpr std::size_t longest = 32;
    auto name = header_field(key, longest);
    std::replace_if(
        name.begin(), name.end(), [](char c) { return c == '=' || c == ']' || c == '"'; }, '_');
    return name;
}

/// On one line: whoever reads a file of messages takes a line end for the end of one.
std::string without_controls(std::string_view text) {
    std::string line;
    for (const char c : text) {
        line += is_control(c) ? "\\x" + hex({&c, 1}) : std::string(1, c);
    }
    return line;
}

std::string cut(std::string_view text, std::size_t longest) {
    if (text.size() <= longest) {
        return std::string(text);
    }
    return std::string(text.substr(0, well_formed_prefix(text.substr(0, longest)))) + "...";
}

/// `NAME="VALUE"` with a blank in front (6.3.3).
class Parameters {
public:
    void add(std::string_view name, std::string_view value) {
        if (value.empty()) {
            return;
        }
        text_ += ' ' + name_of(name) + "=\"";
        for (const char c : without_controls(cut(value, longest_value))) {
            if (c == '"' || c == '\\' || c == ']') {
                text_ += '\\';
            }
            text_ += c;
        }
        text_ += '"';
    }
    void add(std::string_view name, std::uint64_t value) { add(name, std::to_string(value)); }
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_;
};

struct Message {
    Severity severity = info;
    std::string_view host;
    std::string_view id;
    std::string text;
};

std::string line_of(const RecordHead& head, const Message& message, const Parameters& parameters,
                    std::uint32_t enterprise) {
    constexpr unsigned severities = 8;
    constexpr std::size_t longest_host = 255;
    constexpr std::size_t longest_id = 32;
    const auto text = without_controls(message.text);
    return '<' + std::to_string(facility_mail * severities + message.severity) + ">1 " +
           trail_time(head.time) + ' ' + header_field(message.host, longest_host) +
           " msa-milter - " + header_field(message.id, longest_id) + " [msa@" +
           std::to_string(enterprise) + parameters.text() + "] " +
           (has_8bit(text) ? std::string(byte_order_mark) : std::string()) + text;
}

Severity severity_of(const TransactionRecord& record, const MailOutcome& outcome) {
    if (outcome.is_trouble) {
        return error;
    }
    if (record.disposition == "rejected" || record.disposition == "deferred" ||
        record.disposition == "held") {
        return outcome.is_about_rights ? warning : notice;
    }
    return info;
}

void add_head(Parameters& parameters, const RecordHead& head) {
    if (head.n) {
        parameters.add("n", *head.n);
    }
}

void add_authority(Parameters& parameters, const TransactionRecord& record,
                   const MailOutcome& outcome) {
    if (record.identity) {
        parameters.add("login", record.identity->login);
        parameters.add("source", record.identity->source);
    }
    for (const auto& author : outcome.authors) {
        parameters.add("author", author);
    }
    if (outcome.decided != nullptr) {
        parameters.add("rule", outcome.decided->rule);
        parameters.add("where", outcome.decided->where);
        parameters.add("what", outcome.decided->what);
    }
    parameters.add("reply", record.reply);
    parameters.add("trouble", record.trouble);
}

void add_envelope(Parameters& parameters, const TransactionRecord& record,
                  const MailOutcome& outcome) {
    parameters.add("from", outcome.sender);
    for (std::size_t i = 0; i < std::min(outcome.recipients.size(), most_recipients); ++i) {
        parameters.add("to", outcome.recipients[i]);
    }
    parameters.add("recipients", outcome.recipients.size());
    parameters.add("message_id", record.message_id);
    parameters.add("octets", record.new_body_octets.value_or(record.body_octets));
}

}  // namespace

std::string syslog_event(const RecordHead& head, const TransactionRecord& record,
                         std::uint32_t enterprise) {
    const auto outcome = outcome_of(record);
    Parameters parameters;
    add_head(parameters, head);
    parameters.add("transaction", record.transaction);
    parameters.add("queue_id", record.queue_id);
    parameters.add("action", record.disposition);
    parameters.add("client", record.client.address);
    if (record.tls) {
        parameters.add("tls", record.tls->version);
    }
    add_authority(parameters, record, outcome);
    add_envelope(parameters, record, outcome);
    for (const auto& each : record.signatures) {
        parameters.add("signed", std::string(each.d) + '/' + std::string(each.s));
    }
    parameters.add("unsigned", record.unsigned_reason);
    parameters.add("rules", record.rules.hash);
    return line_of(head,
                   {severity_of(record, outcome), record.host, record.disposition, outcome.summary},
                   parameters, enterprise);
}

std::string syslog_event(const RecordHead& head, const ControlRecord& record,
                         std::uint32_t enterprise) {
    Parameters parameters;
    add_head(parameters, head);
    std::size_t count = 0;
    for (const auto& member : record.members) {
        if (member.key == "host" || ++count > most_members) {
            continue;
        }
        parameters.add(member.key, member.items.empty() ? member.text : join(member.items, " "));
    }
    const bool is_bad = head.kind == RecordKind::gap || record.text("result") == "failed";
    const auto kind = to_text(head.kind);
    return line_of(head,
                   {is_bad ? error : notice, record.text("host"), kind,
                    "the audit trail says: " + std::string(kind)},
                   parameters, enterprise);
}

}  // namespace msa

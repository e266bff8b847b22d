// An audit record as one line of JSON, see record_json.h.
#include "audit/record_json.h"

#include "audit/json_writer.h"
#include "audit/recipient_parts.h"
#include "audit/timestamp.h"
#include "policy/recipient_room.h"

#include <array>
#include <iterator>

namespace msa {

namespace {

// Values of a record, in octets as spelled.
constexpr std::size_t max_value = 1024;
constexpr std::size_t max_long_value = 8192;  // of header fields, and what findings say

/// Of whom something is said. Each has a share of a list of its own: whoever lets many recipients
/// be refused must not hide anything else, nor whoever has many accepted what became of the
/// message.
enum class About { message, accepted_recipient, refused_recipient };

/// How much of a list is recorded, in octets as spelled.
struct Share {
    std::array<std::size_t, 3> left;

    [[nodiscard]] Share halved(unsigned times) const {
        return {{left[0] >> times, left[1], left[2] >> times}};
    }

    /// No element takes less than an octet.
    [[nodiscard]] bool is_used_up(About about) const {
        return left.at(static_cast<std::size_t>(about)) == 0;
    }
    /// Whether there is room, which is then taken; where there was none there is none any more.
    [[nodiscard]] bool take(About about, std::size_t octets) {
        std::size_t& room = left.at(static_cast<std::size_t>(about));
        const bool fits = octets <= room;
        room = fits ? room - octets : 0;
        return fits;
    }
};

// Of honest messages all of this fits. Where it does not, it is halved until it does.
constexpr Share parameters_share{{4096, 0, 0}};
constexpr Share from_share{{24576, 0, 0}};
constexpr Share recipients_share{{0, RecipientParts::own_octets, 49152}};
constexpr Share rights_share{{8192, 0, 0}};
constexpr Share findings_share{{40960, 16384, 16384}};
constexpr Share edits_share{{40960, 0, 0}};
constexpr Share signatures_share{{4096, 0, 0}};

/// A writer of values that may have to be shorter.
struct Writer : JsonWriter {
    Writer(std::string& line, unsigned times_halved)
        : JsonWriter(line),
          halved(times_halved),
          value(max_value >> halved),
          long_value(max_long_value >> halved) {}

    unsigned halved;
    std::size_t value;
    std::size_t long_value;
};

void add(Writer& json, std::string_view key, std::string_view octets) {
    json.text(key, octets, json.value);
}
void add_long(Writer& json, std::string_view key, std::string_view octets) {
    json.text(key, octets, json.long_value);
}
/// Ours, and short: never cut.
void add_whole(Writer& json, std::string_view key, std::string_view octets) {
    json.text(key, octets, max_value);
}
void add_or_null(Writer& json, std::string_view key, std::string_view octets) {
    octets.empty() ? json.null(key) : add(json, key, octets);
}
void add_if_any(Writer& json, std::string_view key, std::string_view octets) {
    if (!octets.empty()) {
        add(json, key, octets);
    }
}
void add_port(Writer& json, std::string_view key, int port) {
    port == 0 ? json.null(key) : json.number(key, port);
}

template <class Item>
About about(const Item& /*item*/) {
    return About::message;
}
About about(const Recipient* recipient) {
    return recipient->refusal ? About::refused_recipient : About::accepted_recipient;
}
About about(const JudgedFinding& finding) {
    if (finding.subject.empty()) {
        return About::message;
    }
    return finding.reply && finding.mode == Mode::enforce ? About::refused_recipient
                                                          : About::accepted_recipient;
}

/// The elements from the first on that fit into their share, and the last of all, which tells how
/// it ended. `omitted`: how many there were beside them.
template <class Items, class Item>
void add_list(Writer& json, const std::string& key, const Items& items, const Share& whole_share,
              void (*add_element)(Writer&, const Item&), std::size_t omitted = 0) {
    Share share = whole_share.halved(json.halved);
    json.begin_list(key);
    if (!items.empty()) {
        const auto last = std::prev(items.end());
        std::string last_one;
        Writer writer(last_one, json.halved);
        add_element(writer, *last);
        (void)share.take(about(*last), last_one.size() + 1);  // it is added either way
        for (auto item = items.begin(); item != last; ++item) {
            if (share.is_used_up(about(*item))) {
                ++omitted;
                continue;
            }
            const std::size_t before = json.mark();
            add_element(json, *item);
            if (!share.take(about(*item), json.mark() - before)) {
                json.cut_back(before);
                ++omitted;
            }
        }
        json.spelled(last_one);
    }
    json.end_list();
    if (omitted != 0) {
        json.number(key + "_omitted", omitted);
    }
}

void add_parameter(Writer& json, const std::string& value) {
    json.text(value, json.value);
}

void add_field_value(Writer& json, const std::string& value) {
    json.text(value, json.long_value);
}

using AnyRecipient = const Recipient*;

void add_element(Writer& json, const AnyRecipient& recipient) {
    json.begin_object();
    json.text("address", recipient->argument,
              recipient->refusal ? json.value : RecipientRoom::longest);
    json.truth("accepted", !recipient->refusal);
    if (recipient->refusal) {
        add(json, "reply", to_text(*recipient->refusal));
    }
    json.end_object();
}

using NamedRight = std::map<std::string, Right>::value_type;

void add_element(Writer& json, const NamedRight& named) {
    const auto& [address, right] = named;
    json.begin_object();
    add(json, "address", address);
    add(json, "right", to_text(right.kind));
    add(json, "by", right.by);
    add_if_any(json, "owner", right.owner);
    add_if_any(json, "ticket", right.ticket);
    json.end_object();
}

void add_element(Writer& json, const JudgedFinding& finding) {
    json.begin_object();
    add(json, "rule", finding.rule);
    add_if_any(json, "where", finding.where);
    add(json, "stage", finding.stage);
    add_if_any(json, "recipient", finding.subject);
    add_long(json, "what", finding.what);
    add(json, "action", to_text(finding.action));
    add(json, "mode", to_text(finding.mode));
    add_if_any(json, "exception", finding.exception);
    add_if_any(json, "exception_owner", finding.exception_owner);
    add_if_any(json, "exception_ticket", finding.exception_ticket);
    if (finding.cannot_tell) {
        json.truth("cannot_tell", true);
    }
    if (finding.reply) {
        add(json, "reply", to_text(*finding.reply));
    }
    json.end_object();
}

void add_element(Writer& json, const Edit& edit) {
    const bool is_of_received = edit.kind == Edit::Kind::remove || edit.kind == Edit::Kind::change;
    const bool is_of_envelope =
        edit.kind == Edit::Kind::sender || edit.kind == Edit::Kind::recipient;
    json.begin_object();
    add(json, "edit", to_text(edit.kind));
    add(json, "field", edit.name);
    if (is_of_received) {
        json.number("occurrence", edit.occurrence);
    }
    if (is_of_received || is_of_envelope) {
        add_long(json, "old", edit.old_value);
    }
    if (edit.kind != Edit::Kind::remove) {
        add_long(json, "new", edit.value);
    }
    json.end_object();
}

void add_element(Writer& json, const Signature& signature) {
    json.begin_object();
    add(json, "d", signature.domain);
    add(json, "s", signature.selector);
    add(json, "a", signature.algorithm);
    json.end_object();
}

void add_mta(Writer& json, const Session& session) {
    json.begin_object("mta");
    add(json, "kind", to_text(session.host));
    add_or_null(json, "version", session.mta);
    add_or_null(json, "name", session.mta_name);
    json.end_object();
}

void add_client(Writer& json, const Session& session) {
    json.begin_object("client");
    add_or_null(json, "address", session.client_address);
    add_port(json, "port", session.client_port);
    add_or_null(json, "name", session.client_name);
    json.end_object();
}

void add_tls(Writer& json, const Tls& tls) {
    if (tls.version.empty()) {
        json.null("tls");
        return;
    }
    json.begin_object("tls");
    add(json, "version", tls.version);
    add_or_null(json, "cipher", tls.cipher);
    json.number("bits", tls.bits);
    json.end_object();
}

void add_identity(Writer& json, const std::optional<Identity>& identity) {
    if (!identity) {
        json.null("identity");
        return;
    }
    json.begin_object("identity");
    add(json, "login", identity->login);
    add(json, "source", to_text(identity->source));
    add_or_null(json, "proof", identity->proof);
    json.end_object();
}

void add_claims(Writer& json, const AuditRecord& record) {
    json.begin_object("claimed");
    add_or_null(json, "helo", record.session.helo);
    add(json, "mail_from", record.envelope.sender_argument);
    add_list(json, "mail_parameters", record.envelope.parameters, parameters_share, add_parameter);
    add_list(json, "from", record.from, from_share, add_field_value);
    add_or_null(json, "pra", record.pra);
    json.end_object();
}

void add_origin(Writer& json, const AuditRecord& record, std::string_view host) {
    const auto& session = record.session;
    add_whole(json, "time", timestamp(record.ended));
    json.number("v", 2);
    json.text("record", "transaction", max_value);
    add_whole(json, "began", timestamp(record.began));
    add_whole(json, "session", session.id);
    add_whole(json, "transaction", record.transaction);
    add_or_null(json, "queue_id", record.queue_id);
    add_whole(json, "host", host);
    add_mta(json, session);
    add_or_null(json, "listener", session.listener);
    add_port(json, "listener_port", session.listener_port);
    add_client(json, session);
    add_tls(json, session.tls);
    add_identity(json, record.identity);
}

void add_message(Writer& json, const AuditRecord& record, const RecipientParts& parts) {
    add_or_null(json, "envelope_sender", record.envelope.mta_sender);
    add_list<std::vector<AnyRecipient>, AnyRecipient>(
        json, "recipients", parts.own(), recipients_share, add_element, record.recipients_omitted);
    if (parts.apart() != 0) {
        json.number("recipients_apart", parts.apart());
    }
    add_or_null(json, "message_id", record.message_id);
    json.number("body_octets", record.body_octets);
    if (record.new_body_octets) {
        json.number("new_body_octets", *record.new_body_octets);
    } else {
        json.null("new_body_octets");
    }
}

void add_ending(Writer& json, const AuditRecord& record) {
    add_or_null(json, "unsigned", record.unsigned_reason);
    add(json, "disposition", to_text(record.disposition));
    add_or_null(json, "stage", record.stage);
    add_or_null(json, "reply", record.reply ? to_text(*record.reply) : std::string());
    add_if_any(json, "trouble", record.trouble);
    json.begin_object("rules");
    add_or_null(json, "file", record.rules_file);
    add_or_null(json, "version", record.rules_version);
    add_or_null(json, "hash", record.rules_hash);
    json.end_object();
}

std::string record_line(const AuditRecord& record, std::string_view host,
                        const RecipientParts& parts, unsigned halved) {
    constexpr std::size_t common_length = 2048;
    std::string line;
    line.reserve(common_length);
    Writer json(line, halved);
    json.begin_object();
    add_origin(json, record, host);
    add_claims(json, record);
    add_message(json, record, parts);
    add_list<decltype(record.rights), NamedRight>(json, "rights", record.rights, rights_share,
                                                  add_element);
    add_list<decltype(record.findings), JudgedFinding>(
        json, "findings", record.findings, findings_share, add_element, record.findings_omitted);
    add_list<decltype(record.edits), Edit>(json, "edits", record.edits, edits_share, add_element);
    add_list<decltype(record.signatures), Signature>(json, "signatures", record.signatures,
                                                     signatures_share, add_element);
    add_ending(json, record);
    json.end_object();
    return line;
}

}  // namespace

std::string record_lines(const AuditRecord& record, std::string_view host) {
    const RecipientParts parts(record);
    unsigned halved = 0;
    std::string line = record_line(record, host, parts, halved);
    while (line.size() > max_record_octets) {
        line = record_line(record, host, parts, ++halved);
    }
    line += '\n';
    return parts.apart() == 0 ? line : parts.lines() + line;
}

}  // namespace msa

// Keys of transactions, see record_keys.h.
#include "inquiry/record_keys.h"

#include "inquiry/recorded_addresses.h"
#include "trail/trail_time.h"

#include <algorithm>

namespace msa {

namespace {

using Text = std::string_view;
using Values = RecordKey::Values;

constexpr std::size_t day_octets = 10;
constexpr std::size_t month_octets = 7;

void add_if_any(Values& values, Text value) {
    if (!value.empty()) {
        values.emplace_back(value);
    }
}

void add_new(Values& values, std::string value) {
    if (!value.empty() && std::find(values.begin(), values.end(), value) == values.end()) {
        values.push_back(std::move(value));
    }
}

/// `FIRST, SECOND` and so on, without those that are empty.
std::string joined(std::initializer_list<std::pair<Text, Text>> parts) {
    std::string text;
    for (const auto& [name, value] : parts) {
        if (!value.empty()) {
            text += text.empty() ? "" : ", ";
            text += name;
            text += value;
        }
    }
    return text;
}

void add_domains(Values& values, const Values& addresses) {
    for (const auto& address : addresses) {
        add_new(values, std::string(domain_in(address)));
    }
}

template <auto member>
void plain(const SeenRecord& seen, Values& values) {
    add_if_any(values, seen.record.*member);
}

template <auto list, auto member>
void of_each(const SeenRecord& seen, Values& values) {
    for (const auto& item : seen.record.*list) {
        add_new(values, std::string(item.*member));
    }
}

void time(const SeenRecord& seen, Values& values) {
    values.push_back(trail_time(seen.head.time));
}
void day(const SeenRecord& seen, Values& values) {
    values.push_back(trail_time(seen.head.time).substr(0, day_octets));
}
void month(const SeenRecord& seen, Values& values) {
    values.push_back(trail_time(seen.head.time).substr(0, month_octets));
}

void client(const SeenRecord& seen, Values& values) {
    add_if_any(values, seen.record.client.address);
}
void tls(const SeenRecord& seen, Values& values) {
    values.emplace_back(seen.record.tls ? seen.record.tls->version : "none");
}
void login(const SeenRecord& seen, Values& values) {
    if (seen.record.identity) {
        values.emplace_back(seen.record.identity->login);
    }
}
void source(const SeenRecord& seen, Values& values) {
    values.emplace_back(seen.record.identity ? seen.record.identity->source : "none");
}
void helo(const SeenRecord& seen, Values& values) {
    add_if_any(values, seen.record.claimed.helo);
}

void sender(const SeenRecord& seen, Values& values) {
    add_if_any(values, sender_of(seen.record));
}
void sender_domain(const SeenRecord& seen, Values& values) {
    add_domains(values, {sender_of(seen.record)});
}
void author(const SeenRecord& seen, Values& values) {
    values = authors_of(seen.record);
}
void author_domain(const SeenRecord& seen, Values& values) {
    add_domains(values, authors_of(seen.record));
}
void recipient(const SeenRecord& seen, Values& values) {
    for (const auto& each : seen.record.recipients) {
        add_new(values, recipient_of(each.address));
    }
}
void recipient_domain(const SeenRecord& seen, Values& values) {
    for (const auto& each : seen.record.recipients) {
        add_new(values, std::string(domain_in(recipient_of(each.address))));
    }
}
void refused_recipient(const SeenRecord& seen, Values& values) {
    for (const auto& each : seen.record.recipients) {
        if (!each.accepted) {
            add_new(values, joined({{"", recipient_of(each.address)},
                                    {"by ", each.by == "mta" ? "the MTA" : ""},
                                    {"", each.reply}}));
        }
    }
}

/// Ids of those that gave a right: `by` is `delegation ID`, perhaps with words in front.
void delegation(const SeenRecord& seen, Values& values) {
    constexpr Text on_behalf = "on behalf only: ";
    constexpr Text beginning = "delegation ";
    for (const auto& each : seen.record.rights) {
        auto by = each.by;
        by.remove_prefix(by.starts_with(on_behalf) ? on_behalf.size() : 0);
        if (by.starts_with(beginning) && (each.right == "owner" || each.right == "on_behalf")) {
            add_new(values, std::string(by.substr(beginning.size())));
        }
    }
}

void field(const SeenRecord& seen, Values& values) {
    for (const auto& each : seen.record.rights) {
        for (const auto name : each.fields) {
            add_new(values, std::string(name));
        }
    }
}

void grant(const SeenRecord& seen, Values& values) {
    for (const auto& each : seen.record.rights) {
        std::string fields;
        for (const auto field : each.fields) {
            fields += fields.empty() ? "" : " and ";
            fields += field;
        }
        values.push_back(joined({{"", each.address},
                                 {"in ", fields},
                                 {"", each.right},
                                 {"", each.by},
                                 {"owner ", each.owner},
                                 {"ticket ", each.ticket}}));
    }
}

void finding(const SeenRecord& seen, Values& values) {
    for (const auto& each : seen.record.findings) {
        const bool is_monitored = each.mode == "monitor";
        values.push_back(joined({{"", each.rule},
                                 {"", each.where},
                                 {"", each.what},
                                 {is_monitored ? "monitored " : "", each.action},
                                 {"exception ", each.exception},
                                 {"", each.cannot_tell ? "cannot tell" : ""},
                                 {is_monitored ? "would be told " : "", each.reply}}));
    }
}

Text sign_of(Text kind) {
    return kind == "remove" ? "-" : kind == "append" || kind == "prepend" ? "+" : "~";
}
void edit(const SeenRecord& seen, Values& values) {
    for (const auto& each : seen.record.edits) {
        add_new(values, std::string(sign_of(each.edit)) + std::string(each.field));
    }
}
void change(const SeenRecord& seen, Values& values) {
    for (const auto& each : seen.record.edits) {
        std::string text(sign_of(each.edit));
        text += std::string(each.field) + ':';
        text += each.old_value;
        if (!each.old_value.empty() && !each.new_value.empty()) {
            text += " ->";
        }
        text += each.new_value;
        values.push_back(std::move(text));
    }
}

void signature(const SeenRecord& seen, Values& values) {
    for (const auto& each : seen.record.signatures) {
        values.push_back(std::string(each.d) + '/' + std::string(each.s));
    }
}
void unsigned_reason(const SeenRecord& seen, Values& values) {
    if (has_left(seen.record)) {
        add_if_any(values, seen.record.unsigned_reason);
    }
}
void candidate(const SeenRecord& seen, Values& values) {
    if (const auto& other = seen.record.candidate) {
        values.push_back(joined({{"", other->disposition},
                                 {"", other->rule},
                                 {"", other->recipients != 0 ? "other recipients" : ""},
                                 {"", other->edited ? "edited otherwise" : ""},
                                 {"", !other->is_signed   ? ""
                                      : *other->is_signed ? "signed"
                                                          : "not signed"},
                                 {"", other->trouble}}));
    }
}
void rules(const SeenRecord& seen, Values& values) {
    add_if_any(values, seen.record.rules.hash);
}
void rules_file(const SeenRecord& seen, Values& values) {
    add_if_any(values, seen.record.rules.file);
}

using Record = TransactionRecord;

}  // namespace

bool has_left(const TransactionRecord& record) {
    return record.disposition == "accepted" || record.disposition == "held";
}

const std::vector<RecordKey>& record_keys() {
    static const std::vector<RecordKey> keys{
        {"time", "when the transaction ended, in UTC", time},
        {"day", "its day", day},
        {"month", "its month", month},
        {"host", "whose trail it is", plain<&Record::host>},
        {"disposition", "how it ended", plain<&Record::disposition>},
        {"stage", "where it ended", plain<&Record::stage>},
        {"reply", "the refusal as the client was told", plain<&Record::reply>},
        {"trouble", "internal trouble that caused a 451", plain<&Record::trouble>},
        {"login", "login of the proved identity", login},
        {"source", "by what: sasl, certificate, network, recent_login, local, none", source},
        {"client", "address of the client", client},
        {"helo", "what the client called itself", helo},
        {"listener", "where it came in", plain<&Record::listener>},
        {"tls", "version, or none", tls},
        {"sender", "MAIL FROM", sender},
        {"sender_domain", "its domain", sender_domain},
        {"author", "addresses in From", author},
        {"author_domain", "their domains", author_domain},
        {"recipient", "recipients, refused ones too", recipient},
        {"recipient_domain", "their domains", recipient_domain},
        {"refused_recipient", "recipients that were refused, and how", refused_recipient},
        {"right", "owner, on_behalf, none, cannot_tell",
         of_each<&Record::rights, &Record::Right::right>},
        {"by", "what gave the right", of_each<&Record::rights, &Record::Right::by>},
        {"delegation", "delegations that gave a right, by id", delegation},
        {"field", "fields for which a right was asked", field},
        {"grant", "address, field, right, what gave it, owner, ticket", grant},
        {"rule", "rules that found something", of_each<&Record::findings, &Record::Finding::rule>},
        {"finding", "what they found, and what became of it", finding},
        {"exception", "exceptions that were used",
         of_each<&Record::findings, &Record::Finding::exception>},
        {"edit", "fields that were added (+), removed (-), changed (~)", edit},
        {"change", "the same with what was there and what is there now", change},
        {"signature", "DKIM: domain and selector", signature},
        {"unsigned", "why it left without a signature", unsigned_reason},
        {"message_id", "as the message leaves", plain<&Record::message_id>},
        {"queue_id", "the MTA's", plain<&Record::queue_id>},
        {"session", "ours; every refusal has it", plain<&Record::session>},
        {"transaction", "ours", plain<&Record::transaction>},
        {"candidate", "what the candidate would have made of it, if that differs", candidate},
        {"rules", "hash of the rule file that judged", rules},
        {"rules_file", "its name", rules_file},
    };
    return keys;
}

const RecordKey* find_record_key(std::string_view name) {
    const auto& keys = record_keys();
    const auto found = std::find_if(keys.begin(), keys.end(),
                                    [name](const RecordKey& key) { return key.name == name; });
    return found == keys.end() ? nullptr : &*found;
}

std::vector<std::string> record_key_names() {
    std::vector<std::string> names;
    for (const auto& key : record_keys()) {
        names.emplace_back(key.name);
    }
    return names;
}

}  // namespace msa

// Recorded transactions as plain values, see recorded_mail.h.
#include "workbench/recorded_mail.h"

#include "base/text.h"
#include "mail/header_list.h"
#include "submission/header_meter.h"
#include "trail/concealed_text.h"
#include "trail/recorded_text.h"
#include "trail/trail_time.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <string_view>
#include <utility>

namespace msa {
namespace {

using Text = std::string_view;

constexpr std::uint64_t longest_header = HeaderCeiling().octets;
constexpr const char* pseudonym = "is kept as a pseudonym";
constexpr const char* cut = "was too long to be kept whole";

std::string plain(Text recorded) {
    return recorded_text(recorded).octets;
}

/// Reads the parts of one transaction.
class Reading {
public:
    Reading(const TransactionRecord& record, const FactsRecord& facts)
        : record_(record), facts_(facts) {}

    [[nodiscard]] Session session();
    [[nodiscard]] MailCommand mail();
    void read_recipients(RecordedMail& mail);
    void read_header(RecordedMail& mail);
    void read_body(RecordedMail& mail);
    [[nodiscard]] RecordedFacts answers();
    [[nodiscard]] NotKept& not_kept() { return not_kept_; }

private:
    /// A value without which nothing can be judged.
    [[nodiscard]] std::string needed(Text recorded, const char* what) {
        auto text = recorded_text(recorded);
        if (text.is_cut) {
            not_kept_.all.push_back({std::string(what) + ' ' + cut, {}});
        }
        return std::move(text.octets);
    }
    [[nodiscard]] bool may_be_concealed(Text field) const;
    [[nodiscard]] std::vector<std::size_t> order_of_recipients();
    [[nodiscard]] RecipientCommand command_of(const TransactionRecord::Recipient& recipient);

    const TransactionRecord& record_;
    const FactsRecord& facts_;
    NotKept not_kept_{};
};

MtaKind host_of(Text kind) {
    return kind == to_text(MtaKind::postfix)    ? MtaKind::postfix
           : kind == to_text(MtaKind::sendmail) ? MtaKind::sendmail
                                                : MtaKind::unknown;
}

Session Reading::session() {
    const auto& certificate = facts_.certificate;
    Session session{
        .id = plain(record_.session),
        .host = host_of(record_.mta.kind),
        .mta = plain(record_.mta.version),
        .mta_name = plain(record_.mta.name),
        .listener = needed(record_.listener, "the listener"),
        .listener_port = static_cast<int>(record_.listener_port),
        .client_name = plain(record_.client.name),
        .client_address = plain(record_.client.address),
        .client_port = static_cast<int>(record_.client.port),
        .is_local = facts_.local,
        .helo = plain(record_.claimed.helo),
        .tls = {},
        .certificate = {.subject = needed(certificate.subject, "the certificate"),
                        .issuer = needed(certificate.issuer, "the certificate"),
                        .dn = needed(certificate.dn, "the certificate"),
                        .fingerprint = needed(certificate.fingerprint, "the certificate")},
        .sasl_login = needed(facts_.login, "the login"),
        .sasl_method = plain(facts_.method)};
    if (record_.tls) {
        session.tls = {plain(record_.tls->version), plain(record_.tls->cipher),
                       static_cast<int>(record_.tls->bits)};
    }
    if (session.client_address.find('/') != std::string::npos) {
        not_kept_.client = "is kept as a network";
    }
    return session;
}

MailCommand Reading::mail() {
    MailCommand mail{.argument = needed(record_.claimed.mail_from, "MAIL FROM"),
                     .parameters = {},
                     .mta_address = needed(record_.claimed.envelope_sender.empty()
                                               ? record_.envelope_sender
                                               : record_.claimed.envelope_sender,
                                           "MAIL FROM")};
    for (const auto parameter : record_.claimed.mail_parameters) {
        mail.parameters.push_back(needed(parameter, "a parameter of MAIL FROM"));
    }
    return mail;
}

/// Accepted ones that stand in lines of their own come behind the others; where refused ones stood
/// among them, the facts say.
std::vector<std::size_t> Reading::order_of_recipients() {
    const auto& all = record_.recipients;
    std::vector<std::size_t> order(all.size());
    for (std::size_t place = 0; place < order.size(); ++place) {
        order[place] = place;
    }
    if (record_.recipients_apart == 0) {
        return order;
    }
    const auto is_refused = [&](std::size_t place) { return !all[place].accepted; };
    std::vector<std::size_t> refused;
    std::copy_if(order.begin(), order.end(), std::back_inserter(refused), is_refused);
    if (refused.size() != facts_.refused_at.size()) {
        not_kept_.all.push_back({"the order of the recipients is not kept", {}});
        return order;
    }
    std::erase_if(order, is_refused);
    for (std::size_t nth = 0; nth < refused.size(); ++nth) {
        const auto at = std::min<std::size_t>(facts_.refused_at[nth], order.size());
        order.insert(order.begin() + static_cast<std::ptrdiff_t>(at), refused[nth]);
    }
    return order;
}

RecipientCommand Reading::command_of(const TransactionRecord::Recipient& recipient) {
    auto argument = needed(recipient.spelled.empty() ? recipient.address : recipient.spelled,
                           "a refused recipient");
    if (recipient.spelled.empty() && !argument.empty()) {
        argument = '<' + argument + '>';
    }
    return {.argument = std::move(argument)};
}

void Reading::read_recipients(RecordedMail& mail) {
    if (!record_.recipients_as.empty()) {
        not_kept_.recipients =
            record_.recipients_as == "pseudonym" ? pseudonym : "is kept as a number";
    }
    if (record_.recipients_omitted != 0) {
        not_kept_.all.push_back({"of very many refused recipients not all are kept", {}});
    }
    for (const auto place : order_of_recipients()) {
        const auto& recipient = record_.recipients[place];
        if (recipient.by == "mta") {
            const auto reply = parse_reply(plain(recipient.reply));
            mail.submission.known->refused_by_mta.emplace(
                mail.submission.recipients.size(),
                reply ? *reply : Reply{450, "4.0.0", "Refused by the MTA"});
        }
        mail.submission.recipients.push_back(command_of(recipient));
        mail.ending.recipients.push_back(recipient.accepted);
    }
}

/// Where all people are kept in clear, blind recipients alone are not.
bool Reading::may_be_concealed(Text field) const {
    return !not_kept_.recipients.empty() || !not_kept_.client.empty() || same_name(field, "Bcc") ||
           same_name(field, "Resent-Bcc");
}

void Reading::read_header(RecordedMail& mail) {
    const std::string by_level = "facts = \"" + plain(facts_.kept) + "\" does not keep";
    auto& header = mail.submission.message.header;
    for (const auto& field : facts_.header) {
        auto name = recorded_text(field.name);
        auto value = recorded_text(field.value.value_or(Text()));
        if (!field.value && field.octets > longest_header) {
            not_kept_.all.push_back(
                {"a field is longer than a header section may be", name.octets});
        } else if (!field.value) {
            not_kept_.fields.push_back({name.octets, by_level});
            value.octets = std::string(std::min(field.octets, field.folds * 2), '\n');
            for (std::size_t at = 1; at < value.octets.size(); at += 2) {
                value.octets[at] = ' ';
            }
            value.octets.resize(field.octets, 'x');
        } else if (auto form = recorded_text(field.form); !field.form.empty() && !form.is_cut) {
            not_kept_.masked.push_back(name.octets);
            value.octets = std::move(form.octets);
        } else if (name.is_cut || value.is_cut || form.is_cut) {
            not_kept_.fields.push_back({name.octets, cut});
            not_kept_.is_size_known = false;
        } else if (may_be_concealed(name.octets) && is_concealed(value.octets)) {
            not_kept_.fields.push_back({name.octets, pseudonym});
            not_kept_.is_size_known = false;
        }
        header.receive(std::move(name.octets), std::move(value.octets));
    }
    if (facts_.header_omitted != 0) {
        not_kept_.all.push_back({"the header section was too long to be kept whole", {}});
    }
}

void Reading::read_body(RecordedMail& mail) {
    auto& body = mail.submission.known->body;
    if (facts_.body) {
        body = {.octets = facts_.body->octets,
                .longest_line = facts_.body->longest_line,
                .has_8bit = facts_.body->has_8bit,
                .has_nul = facts_.body->has_nul,
                .has_bare_cr = facts_.body->has_bare_cr,
                .has_bare_lf = facts_.body->has_bare_lf,
                .ends_with_crlf = facts_.body->ends_with_crlf};
    } else {
        body.octets = record_.body_octets;
        not_kept_.body = true;
    }
}

template <class Word, std::size_t size>
Word word_of(const std::array<Word, size>& all, Text text, Word otherwise) {
    const auto* const found =
        std::find_if(all.begin(), all.end(), [text](Word each) { return to_text(each) == text; });
    return found == all.end() ? otherwise : *found;
}

/// Of an MX, `PREFERENCE NAME`.
DnsRecord dns_record(RecordType type, Text value) {
    DnsRecord record{.value = plain(value)};
    if (type == RecordType::mx) {
        const auto blank = std::min(record.value.find(' '), record.value.size());
        (void)std::from_chars(record.value.data(), record.value.data() + blank, record.preference);
        record.value.erase(0, std::min(blank + 1, record.value.size()));
    }
    return record;
}

DnsFact dns_fact(const FactsRecord::Dns& recorded) {
    constexpr std::array types{RecordType::a, RecordType::aaaa, RecordType::mx, RecordType::txt,
                               RecordType::ptr};
    DnsFact fact{.name = plain(recorded.name),
                 .type = word_of(types, recorded.type, RecordType::a),
                 .answer = {.kind = recorded.kind == "records"   ? DnsAnswer::Kind::records
                                    : recorded.kind == "no_data" ? DnsAnswer::Kind::no_data
                                                                 : DnsAnswer::Kind::no_such_domain,
                            .records = {}},
                 .error = plain(recorded.error)};
    for (const auto value : recorded.values) {
        fact.answer.records.push_back(dns_record(fact.type, value));
    }
    return fact;
}

TableFact table_fact(const FactsRecord::Table& recorded) {
    TableFact fact{.table = plain(recorded.table),
                   .key = plain(recorded.key),
                   .found = recorded.values.has_value(),
                   .values = {},
                   .error = plain(recorded.error)};
    if (recorded.values) {
        std::transform(recorded.values->begin(), recorded.values->end(),
                       std::back_inserter(fact.values), plain);
    }
    return fact;
}

RecordedFacts Reading::answers() {
    constexpr std::array results{SpfResult::pass,     SpfResult::none,      SpfResult::neutral,
                                 SpfResult::softfail, SpfResult::temperror, SpfResult::permerror,
                                 SpfResult::fail};
    RecordedFacts facts;
    facts.utc_offset = std::chrono::minutes(facts_.utc_offset);
    std::transform(facts_.tables.begin(), facts_.tables.end(), std::back_inserter(facts.tables),
                   table_fact);
    std::transform(facts_.dns.begin(), facts_.dns.end(), std::back_inserter(facts.dns), dns_fact);
    for (const auto& each : facts_.spf) {
        facts.spf.push_back(
            {.question = {plain(each.address), plain(each.helo), plain(each.sender)},
             .answer = {word_of(results, each.result, SpfResult::temperror), plain(each.why)}});
    }
    for (const auto& each : facts_.rates) {
        facts.rates.push_back({.key = plain(each.key),
                               .events = each.events,
                               .window = std::chrono::seconds(each.seconds),
                               .admitted = each.admitted,
                               .error = plain(each.error)});
    }
    for (const auto& each : facts_.limits) {
        facts.limits.push_back(
            {.key = plain(each.key),
             .times = static_cast<std::uint64_t>(std::max<std::int64_t>(each.times, 0)),
             .is_within = each.within,
             .is_too_much = each.too_much,
             .left = each.left,
             .next_at =
                 std::chrono::system_clock::time_point(std::chrono::microseconds(each.next_at)),
             .error = plain(each.error),
             .is_local = each.local});
    }
    return facts;
}

}  // namespace

Result<RecordedMail> recorded_mail(const RecordReader& reader) {
    const auto& record = reader.transaction();
    if (record.format < 2) {
        return Error{"its record is of the old format, which kept no facts", ErrorKind::bad_input};
    }
    const auto* facts = reader.facts();
    if (facts == nullptr) {
        return Error{"no facts are kept of it", ErrorKind::bad_input};
    }
    const auto began = microseconds_of(record.began);
    auto ending = ending_of(record);
    if (!began || !ending) {
        return Error{"its record cannot be read", ErrorKind::bad_input};
    }
    Reading reading(record, *facts);
    RecordedMail mail{
        .time = reader.head().time,
        .transaction = plain(record.transaction),
        .session = plain(record.session),
        .queue_id = plain(record.queue_id),
        .login = record.identity ? plain(record.identity->login) : std::string(),
        .submission = {.session = reading.session(),
                       .mail = reading.mail(),
                       .recipients = {},
                       .message = {},
                       .known = KnownPart{.until = ending->stage}},
        .now = {std::chrono::system_clock::time_point(std::chrono::microseconds(*began)),
                std::chrono::minutes(facts->utc_offset)},
        .host = plain(record.host),
        .rules_file = plain(record.rules.file),
        .rules_hash = plain(record.rules.hash),
        .facts = reading.answers(),
        .ending = *std::move(ending)};
    if (record.suspended) {
        mail.suspended = {.login = mail.login,
                          .why = {},
                          .by = plain(record.suspended->by),
                          .since = {},
                          .until = std::nullopt};
    }
    reading.read_recipients(mail);
    reading.read_header(mail);
    reading.read_body(mail);
    mail.not_kept = std::move(reading.not_kept());
    return mail;
}

}  // namespace msa

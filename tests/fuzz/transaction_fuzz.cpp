// Whole transactions under the built-in checks: whatever a client says, what is accepted has one
// author field, every author in it is the client's, the edits mean the same to both MTAs, and what
// is recorded can be read.
//
// The input reads like a session: any of the lines `LOGIN name`, `MAIL path parameters`, `RCPT
// path`, `QUIT n` (the client is gone after n calls), `DENY` (the MTA takes no edits), `CUT n`
// (octets per chunk of the body); then the message, as it stands in a file.
#include "audit/message_line.h"
#include "audit/record_json.h"
#include "base/text.h"
#include "fakes/mta.h"
#include "fakes/rule_set_builder.h"
#include "fakes/scripted_check.h"
#include "fakes/submission.h"
#include "fuzz/require.h"
#include "mail/address_key.h"

#include <algorithm>
#include <charconv>
#include <cstddef>
#include <cstdint>
#include <map>
#include <set>
#include <string>
#include <string_view>

#include <nlohmann/json.hpp>

namespace msa {

namespace {

/// Owners of addresses and domains; apart from these, alice may write on behalf of ceo@example.com.
const std::map<std::string, std::set<std::string>>& owned() {
    static const std::map<std::string, std::set<std::string>> keys{
        {"alice", {"alice@example.com", "a.smith@example.com", "alice@xn--bcher-kva.example"}},
        {"bob", {"bob@example.com"}},
        {"relay1", {"@apps.example.com"}}};
    return keys;
}

struct Input {
    std::string login = "alice";
    MailCommand mail{.argument = "<alice@example.com>", .parameters = {}, .mta_address = {}};
    std::vector<std::string> recipients;
    std::size_t calls = SIZE_MAX;
    std::size_t chunk = SIZE_MAX;
    bool takes_edits = true;
    std::string_view message;
};

std::size_t number(std::string_view text) {
    std::size_t value = 0;
    const auto end = std::from_chars(text.data(), text.data() + text.size(), value);
    return end.ec == std::errc() ? value : SIZE_MAX;
}

/// False where the line is none of the settings.
bool take_setting(std::string_view line, Input& input) {
    const auto space = std::min(line.find(' '), line.size());
    const auto word = line.substr(0, space);
    const auto rest = trimmed(line.substr(space));
    if (word == "LOGIN") {
        input.login = rest;
    } else if (word == "MAIL") {
        const auto words = split(rest, ' ');
        input.mail.argument = words.front();
        input.mail.parameters.assign(words.begin() + 1, words.end());
    } else if (word == "RCPT") {
        input.recipients.emplace_back(rest);
    } else if (word == "QUIT") {
        input.calls = number(rest);
    } else if (word == "CUT") {
        input.chunk = std::max<std::size_t>(1, number(rest));
    } else if (word == "DENY") {
        input.takes_edits = false;
    } else {
        return false;
    }
    return true;
}

/// Takes the first line, without its LF, off the text.
std::string_view first_line(std::string_view& text) {
    const auto line = text.substr(0, text.find('\n'));
    text.remove_prefix(std::min(line.size() + 1, text.size()));
    return line;
}

Input read(std::string_view text) {
    Input input;
    for (auto rest = text; take_setting(first_line(rest), input);) {
        text = rest;
    }
    if (input.recipients.empty()) {
        input.recipients.emplace_back("<bob@example.org>");
    }
    input.message = text;
    return input;
}

/// Takes the header section off the message, as an MTA hands it over: folds as LF, no line ends.
PlainFields take_fields(std::string_view& message) {
    PlainFields fields;
    while (!message.empty()) {
        auto line = first_line(message);
        if (!line.empty() && line.back() == '\r') {
            line.remove_suffix(1);
        }
        if (line.empty()) {
            break;
        }
        if (is_blank(line.front()) && !fields.empty()) {
            fields.back().second += '\n' + std::string(line);
            continue;
        }
        const auto colon = std::min(line.find(':'), line.size());
        fields.emplace_back(line.substr(0, colon), line.substr(std::min(colon + 1, line.size())));
    }
    return fields;
}

/// A second reading of what the rules below say.
bool is_owned(const std::string& login, const AddrSpec& address) {
    const auto entry = owned().find(ascii_lower(login));
    const auto key = address_key(address);
    if (entry == owned().end() || !key) {
        return false;
    }
    const auto at = key->rfind('@');
    const auto plus = key->find('+', 1);
    const auto shorter = plus < at ? key->substr(0, plus) + key->substr(at) : *key;
    const auto& keys = entry->second;
    return keys.count(*key) + keys.count(shorter) + keys.count(key->substr(at)) != 0;
}

bool is_on_behalf(const std::string& login, const AddrSpec& address) {
    const auto key = address_key(address);
    return ascii_lower(login) == "alice" && key && *key == "ceo@example.com";
}

std::shared_ptr<const RuleSet> rules_showing(PlainFields& edited) {
    RuleSetBuilder builder;
    builder.with_built_in_checks().with_signer({"example.com"});
    for (const auto& [login, keys] : owned()) {
        for (const auto& key : keys) {
            builder.with_owner(key, {login});
        }
    }
    builder.with_delegation({.id = "office",
                             .addresses = {"ceo@example.com"},
                             .who = {"alice"},
                             .until = std::nullopt});
    builder.ownership.subaddress = "+";
    builder.ownership.primary =
        std::make_shared<FakeTable>(FakeTable::Entries{{"alice", {"a.smith@example.com"}}});
    Script script;
    script.message = [&edited](const MessageStage& at) {
        edited = plain(at.headers);
        return Findings();
    };
    return builder.with(scripted_rule("show", std::move(script))).build();
}

std::vector<std::string> values_of(const PlainFields& fields, std::string_view name) {
    std::vector<std::string> values;
    for (const auto& [other, value] : fields) {
        if (same_name(other, name)) {
            values.push_back(value);
        }
    }
    return values;
}

void check_sender(const PlainFields& fields, const std::string& login, bool shows_identity) {
    const auto senders = values_of(fields, "Sender");
    require(senders.size() <= 1, "there is one Sender at most");
    require(shows_identity || senders.size() == 1, "Sender shows who From does not show");
    for (const auto& value : senders) {
        const auto sender = parse_mailbox(value);
        require(sender && is_owned(login, sender->address), "Sender is the identity's");
    }
}

void check_accepted(const PlainFields& fields, const AuditRecord& record) {
    require(record.identity.has_value(), "only who is known is accepted");
    const auto& login = record.identity->login;
    const auto from = values_of(fields, "From");
    require(from.size() == 1, "there is one From");
    const auto authors = parse_mailbox_list(from.front());
    require(authors.has_value(), "From is a list of mailboxes");
    bool owns_all = true;
    for (const auto& author : *authors) {
        const bool is_own = is_owned(login, author.address);
        require(is_own || is_on_behalf(login, author.address), "every author is the identity's");
        owns_all = owns_all && is_own;
    }
    check_sender(fields, login, owns_all && authors->size() == 1);
    const auto& sender = record.envelope.sender;
    require(sender && (sender->is_null() || is_owned(login, sender->address)),
            "MAIL FROM is the identity's");
    require(values_of(fields, "Bcc").empty(), "there is no Bcc");
    require(values_of(fields, "Date").size() == 1, "there is one Date");
    require(values_of(fields, "Message-ID").size() == 1, "there is one Message-ID");
    require(record.signatures.empty() != record.unsigned_reason.empty(),
            "there are signatures, or a reason why not");
}

void check_record(const AuditRecord& record) {
    const auto lines = record_lines(record, "msa.example.com");
    require(lines.back() == '\n' && !has_8bit(lines), "a record is lines of ASCII");
    nlohmann::json json;
    for (const auto line : split(std::string_view(lines).substr(0, lines.size() - 1), '\n')) {
        require(line.size() <= max_record_octets, "a line has its limit");
        json = nlohmann::json::parse(line, nullptr, false);
        require(json.is_object(), "a line is JSON");
    }
    require(json.at("disposition") == to_text(record.disposition), "a record says how it ended");
    const std::string text = message_line(record).text();
    require(std::none_of(text.begin(), text.end(), [](char c) { return is_control(c); }) &&
                !has_8bit(text),
            "a log line is printable");
}

class Play {
public:
    explicit Play(Input input) : input_(std::move(input)) {
        auto session = alices_session();
        session.sasl_login = input_.login;
        submission_.emplace(rules_showing(edited_), std::move(session));
    }

    void run() {
        if (!is_ended()) {
            transaction().abort("Q1");
        }
        transaction().abort("Q2");
        const auto& records = submission_->audit.records;
        require(transaction().is_over() && records.size() == 1, "there is one record");
        check_record(records.front());
    }

private:
    Transaction& transaction() { return submission_->transaction; }
    bool is_gone() { return input_.calls-- == 0; }

    /// False where the client goes away before the end.
    bool is_ended() {
        if (is_gone() || transaction().mail(input_.mail) || !has_recipient()) {
            return transaction().is_over();
        }
        auto rest = input_.message;
        for (auto& [name, value] : take_fields(rest)) {
            received_.receive(name, value);
            transaction().header(std::move(name), std::move(value));
        }
        if (is_gone() || transaction().end_of_headers("Q1")) {
            return transaction().is_over();
        }
        for (; !rest.empty(); rest.remove_prefix(std::min(input_.chunk, rest.size()))) {
            transaction().body(rest.substr(0, input_.chunk));
        }
        return !is_gone() && is_concluded();
    }

    bool has_recipient() {
        bool accepted = false;
        for (const auto& recipient : input_.recipients) {
            if (is_gone()) {
                return false;
            }
            accepted = !transaction().recipient({.argument = recipient}) || accepted;
        }
        return accepted;
    }

    bool is_concluded() {
        const auto ended = transaction().end_of_message("Q1");
        const auto* outcome = std::get_if<Outcome>(&ended);
        if (outcome == nullptr) {
            require(transaction().is_over(), "a refusal is the end");
            return true;
        }
        check_edits(outcome->edits);
        if (is_gone()) {
            return false;
        }
        const auto refusal = transaction().conclude(
            input_.takes_edits ? Result<void>() : Result<void>(Error{"no edits"}));
        require(refusal.has_value() != input_.takes_edits, "what the MTA did not take is refused");
        if (!refusal) {
            check_accepted(edited_, submission_->record());
        }
        return true;
    }

    void check_edits(const std::vector<Edit>& edits) const {
        const auto left = as_postfix_edits(received_, edits);
        require(left.size() >= edited_.size() &&
                    std::equal(edited_.rbegin(), edited_.rend(), left.rbegin()),
                "the edits give the edited list");
        require(std::all_of(left.begin(), left.end() - static_cast<std::ptrdiff_t>(edited_.size()),
                            [](const auto& field) { return field.first == "DKIM-Signature"; }),
                "what stands above it are signatures");
    }

    Input input_;
    PlainFields edited_;
    HeaderList received_;
    std::optional<Submission> submission_;
};

}  // namespace

}  // namespace msa

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view text(reinterpret_cast<const char*>(data), size);
    msa::Play(msa::read(text)).run();
    return 0;
}

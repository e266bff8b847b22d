#include "policy/limit.h"

#include "base/ip_address.h"
#include "base/text.h"
#include "mail/addr_spec.h"
#include "mail/address_key.h"

#include <algorithm>
#include <array>
#include <utility>

namespace msa {
namespace {

struct CountedText {
    Counted counted;
    std::string_view word;
    std::string_view one;
    std::string_view many;
};

constexpr std::array<CountedText, 7> texts{
    {{Counted::messages, "messages", "message", "messages"},
     {Counted::recipients, "recipients", "recipient", "recipients"},
     {Counted::recipients_outside, "recipients_outside", "recipient outside", "recipients outside"},
     {Counted::new_recipients, "new_recipients", "new recipient", "new recipients"},
     {Counted::networks, "networks", "client network", "client networks"},
     {Counted::refused_recipients, "refused_recipients", "refused recipient", "refused recipients"},
     {Counted::rights_refused, "rights_refused", "refused address", "refused addresses"}}};

const CountedText& text_of(Counted counted) {
    return *std::find_if(texts.begin(), texts.end(),
                         [counted](const CountedText& each) { return each.counted == counted; });
}

/// /24 of IPv4, /48 of IPv6; what is no address is itself.
std::string network_of(const Session& session) {
    constexpr int of_ipv4 = 24;
    constexpr int of_ipv6 = 48;
    const auto address = IpAddress::parse(session.client_address);
    if (!address) {
        return session.client_address.empty() ? "local" : session.client_address;
    }
    const auto plain = address->unmapped();
    const int prefix = plain.is_ipv4() ? of_ipv4 : of_ipv6;
    return plain.network(prefix).text() + '/' + std::to_string(prefix);
}

std::string login_of(const MailStage& at) {
    return at.identity()
               ? "login:" + canonical_login(at.identity()->login, at.identities().login_domain)
               : "client:" + at.session.client_address;
}

/// The login's, or else that of MAIL FROM, or else the login stands for itself.
std::string domain_of(const MailStage& at) {
    if (at.identity()) {
        const auto place = at.identity()->login.rfind('@');
        if (place != std::string::npos && place + 1 < at.identity()->login.size()) {
            return "domain:" + ascii_lower(at.identity()->login.substr(place + 1));
        }
    }
    if (at.envelope->sender) {
        const auto key = address_key(at.envelope->sender->address);
        if (key) {
            return "domain:" + key->substr(key->rfind('@') + 1);
        }
    }
    return login_of(at);
}

std::string key_of(const Limit& limit, const std::string& whom) {
    constexpr std::size_t most = 1200;
    const bool has_burst =
        limit.quota.burst != limit.quota.events && limit.counted != Counted::refused_recipients;
    return limit.id + '|' + std::to_string(limit.quota.events) + '/' +
           std::to_string(limit.quota.window.count()) +
           (has_burst ? '+' + std::to_string(limit.quota.burst) : std::string()) + '|' +
           printable(whom, most);
}

bool is_hosted(const std::string& address, const Limit& limit) {
    return std::any_of(limit.hosted_domains.begin(), limit.hosted_domains.end(),
                       [&](const AddressPattern& each) { return each.matches(address); });
}

std::string recipient_address(const RecipientStage& at) {
    if (at.recipient->path) {
        if (auto key = address_key(at.recipient->path->address)) {
            return *std::move(key);
        }
    }
    return ascii_lower(at.recipient->argument);
}

}  // namespace

std::string_view to_text(Counted counted) {
    return text_of(counted).word;
}

std::optional<Counted> parse_counted(std::string_view word) {
    const auto found = std::find_if(texts.begin(), texts.end(),
                                    [word](const CountedText& each) { return each.word == word; });
    return found == texts.end() ? std::nullopt : std::optional(found->counted);
}

std::vector<std::string> counted_words() {
    std::vector<std::string> words;
    words.reserve(texts.size());
    for (const auto& each : texts) {
        words.emplace_back(each.word);
    }
    return words;
}

Counting Limit::counting() const {
    switch (counted) {
        case Counted::new_recipients: return Counting::newcomers;
        case Counted::networks: return Counting::distinct;
        case Counted::refused_recipients: return Counting::share;
        default: return Counting::amount;
    }
}

std::string Limit::amount(std::int64_t number) const {
    const auto& text = text_of(counted);
    return std::to_string(number) + ' ' + std::string(number == 1 ? text.one : text.many);
}

std::string Limit::period() const {
    const auto word = unit == "s" ? "second" : unit == "min" ? "minute" : unit;
    return (unit == "hour" ? "an " : "a ") + word;
}

std::string Limit::text() const {
    return counted == Counted::refused_recipients
               ? std::to_string(rate) + " % of recipients refused in " + period()
               : amount(rate) + ' ' + period();
}

std::optional<Charge> Limit::question_of_login(const std::string& login) const {
    if (of != CountedOf::login || is_of_message()) {
        return std::nullopt;
    }
    return Charge{.key = key_of(*this, "login:" + login),
                  .quota = quota,
                  .counting = counting(),
                  .memory = memory,
                  .is_question = true};
}

Result<std::optional<std::string>> Limit::whom(const MailStage& at) const {
    switch (of) {
        case CountedOf::login: return std::optional(login_of(at));
        case CountedOf::domain: return std::optional(domain_of(at));
        case CountedOf::client_network: return std::optional("network:" + network_of(at.session));
        case CountedOf::listener: return std::optional("listener:" + at.session.listener);
        case CountedOf::all: return std::optional<std::string>("all:");
        case CountedOf::group: break;
    }
    const auto is_member = at.groups().any_means({"group:" + group});
    if (!is_member) {
        return is_member.error();
    }
    return *is_member ? std::optional("group:" + group) : std::nullopt;
}

Result<std::optional<Charge>> Limit::charge_of(const MailStage& at) const {
    if (is_of_message()) {
        return std::optional(
            Charge{.key = key_of(*this, "message:"), .quota = quota, .is_of_message = true});
    }
    auto counted_whom = whom(at);
    if (!counted_whom) {
        return counted_whom.error();
    }
    if (!*counted_whom) {
        return std::optional<Charge>();
    }
    return std::optional(Charge{.key = key_of(*this, **counted_whom),
                                .quota = quota,
                                .counting = counting(),
                                .memory = memory});
}

Result<std::optional<Charge>> Limit::charge(const MailStage& at) const {
    auto charge = charge_of(at);
    if (!charge || !*charge) {
        return charge;
    }
    if (counted == Counted::networks) {
        (*charge)->member = network_of(at.session);
        (*charge)->is_final = true;
    }
    (*charge)->is_question =
        counted == Counted::refused_recipients || counted == Counted::rights_refused;
    return charge;
}

Result<std::optional<Charge>> Limit::charge(const RecipientStage& at) const {
    if (counted == Counted::recipients_outside && is_hosted(recipient_address(at), *this)) {
        return std::optional<Charge>();
    }
    auto charge = charge_of(at);
    if (charge && *charge) {
        if (counted == Counted::new_recipients) {
            (*charge)->member = recipient_address(at);
        }
        (*charge)->is_question = counted == Counted::refused_recipients;
    }
    return charge;
}

std::optional<Charge> Limit::judged_recipient(const MailStage& at, bool is_refused) const {
    auto charge = charge_of(at);
    if (!charge || !*charge) {
        return std::nullopt;
    }
    (*charge)->cost = is_refused ? 1 : 0;
    (*charge)->is_enforced = false;
    (*charge)->is_final = true;
    return **std::move(charge);
}

std::optional<Charge> Limit::refused_right(const MailStage& at) const {
    return judged_recipient(at, true);
}

}  // namespace msa

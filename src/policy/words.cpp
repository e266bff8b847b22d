// The words for the enumerations of the core, as rule files, records and messages write them.
#include "ownership/identity_policy.h"
#include "policy/action.h"
#include "policy/audit_record.h"
#include "policy/stages.h"
#include "submission/edit_plan.h"
#include "submission/facts.h"

#include <array>
#include <utility>

namespace msa {
namespace {

constexpr std::array<std::pair<Action, std::string_view>, 7> actions{
    {{Action::off, "off"},
     {Action::log, "log"},
     {Action::repair, "repair"},
     {Action::hold, "hold"},
     {Action::defer, "defer"},
     {Action::reject, "reject"},
     {Action::suspend, "suspend"}}};
constexpr std::array<std::pair<Mode, std::string_view>, 2> modes{
    {{Mode::enforce, "enforce"}, {Mode::monitor, "monitor"}}};
constexpr std::array<std::pair<Disposition, std::string_view>, 6> dispositions{
    {{Disposition::accepted, "accepted"},
     {Disposition::held, "held"},
     {Disposition::rejected, "rejected"},
     {Disposition::deferred, "deferred"},
     {Disposition::aborted, "aborted"},
     {Disposition::out_of_scope, "out_of_scope"}}};
constexpr std::array<std::pair<Edit::Kind, std::string_view>, 6> edit_kinds{
    {{Edit::Kind::remove, "remove"},
     {Edit::Kind::change, "change"},
     {Edit::Kind::append, "append"},
     {Edit::Kind::prepend, "prepend"},
     {Edit::Kind::sender, "sender"},
     {Edit::Kind::recipient, "recipient"}}};
constexpr std::array<std::pair<MtaKind, std::string_view>, 3> hosts{
    {{MtaKind::unknown, "unknown"},
     {MtaKind::postfix, "postfix"},
     {MtaKind::sendmail, "sendmail"}}};
constexpr std::array<std::pair<IdentitySource, std::string_view>, 5> sources{
    {{IdentitySource::sasl, "sasl"},
     {IdentitySource::certificate, "certificate"},
     {IdentitySource::network, "network"},
     {IdentitySource::recent_login, "recent_login"},
     {IdentitySource::local, "local"}}};

constexpr std::array<std::pair<CertificateIdentities::Key, std::string_view>, 3> certificate_keys{
    {{CertificateIdentities::Key::cn, "cn"},
     {CertificateIdentities::Key::dn, "dn"},
     {CertificateIdentities::Key::fingerprint, "fingerprint"}}};

constexpr std::array<std::pair<Stage, std::string_view>, 4> stages{{{Stage::mail, "mail"},
                                                                    {Stage::recipient, "recipient"},
                                                                    {Stage::headers, "headers"},
                                                                    {Stage::message, "message"}}};

constexpr std::array<std::pair<Right::Kind, std::string_view>, 4> right_kinds{
    {{Right::Kind::none, "none"},
     {Right::Kind::owner, "owner"},
     {Right::Kind::on_behalf, "on_behalf"},
     {Right::Kind::cannot_tell, "cannot_tell"}}};

constexpr std::array<std::pair<RightSource::Kind, std::string_view>, 5> right_sources{
    {{RightSource::Kind::nothing, "nothing"},
     {RightSource::Kind::self, "self"},
     {RightSource::Kind::table, "table"},
     {RightSource::Kind::delegation, "delegation"},
     {RightSource::Kind::notifications, "notifications"}}};

template <class E, std::size_t N>
std::string_view word_of(const std::array<std::pair<E, std::string_view>, N>& words, E value) {
    for (const auto& [candidate, word] : words) {
        if (candidate == value) {
            return word;
        }
    }
    return "?";
}

template <class E, std::size_t N>
std::optional<E> value_of(const std::array<std::pair<E, std::string_view>, N>& words,
                          std::string_view text) {
    for (const auto& [value, word] : words) {
        if (word == text) {
            return value;
        }
    }
    return std::nullopt;
}

template <class E, std::size_t N>
std::vector<std::string> all_of(const std::array<std::pair<E, std::string_view>, N>& words) {
    std::vector<std::string> result;
    result.reserve(N);
    for (const auto& entry : words) {
        result.emplace_back(entry.second);
    }
    return result;
}

}  // namespace

std::string_view to_text(Action action) {
    return word_of(actions, action);
}
std::string_view to_text(Mode mode) {
    return word_of(modes, mode);
}
std::string_view to_text(Disposition disposition) {
    return word_of(dispositions, disposition);
}
std::string_view to_text(Edit::Kind kind) {
    return word_of(edit_kinds, kind);
}
std::string_view to_text(MtaKind host) {
    return word_of(hosts, host);
}
std::string_view to_text(IdentitySource source) {
    return word_of(sources, source);
}
std::string_view to_text(CertificateIdentities::Key key) {
    return word_of(certificate_keys, key);
}
std::string_view to_text(RightSource::Kind kind) {
    return word_of(right_sources, kind);
}
std::string_view to_text(Right::Kind kind) {
    return word_of(right_kinds, kind);
}
std::string_view to_text(Stage stage) {
    return word_of(stages, stage);
}

std::optional<Action> parse_action(std::string_view word) {
    return value_of(actions, word);
}
std::optional<Mode> parse_mode(std::string_view word) {
    return value_of(modes, word);
}
std::optional<IdentitySource> parse_identity_source(std::string_view word) {
    return value_of(sources, word);
}
std::optional<CertificateIdentities::Key> parse_certificate_key(std::string_view word) {
    return value_of(certificate_keys, word);
}
std::optional<Disposition> parse_disposition(std::string_view word) {
    return value_of(dispositions, word);
}
std::optional<Stage> parse_stage(std::string_view word) {
    return value_of(stages, word);
}
std::vector<std::string> disposition_words() {
    return all_of(dispositions);
}
std::vector<std::string> action_words() {
    return all_of(actions);
}
std::vector<std::string> mode_words() {
    return all_of(modes);
}
std::vector<std::string> identity_source_words() {
    return all_of(sources);
}
std::vector<std::string> certificate_key_words() {
    return all_of(certificate_keys);
}

}  // namespace msa

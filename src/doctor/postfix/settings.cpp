#include "doctor/postfix/settings.h"

#include "base/text.h"
#include "doctor/logical_lines.h"
#include "doctor/postfix/value.h"

#include <algorithm>
#include <cstddef>
#include <optional>
#include <utility>

namespace msa {
namespace {

using Defaults = std::map<std::string, std::string, std::less<>>;

/// Of Postfix 3.7.11, as far as the examination asks for them (postconf -d).
const Defaults& shipped_defaults() {
    static const Defaults defaults{
        {"always_add_missing_headers", "no"},
        {"authorized_mailq_users", "static:anyone"},
        {"cleanup_service_name", "cleanup"},
        {"compatibility_level", "0"},
        {"content_filter", ""},
        {"disable_mime_output_conversion", "no"},
        {"double_bounce_sender", "double-bounce"},
        {"header_size_limit", "102400"},
        {"internal_mail_filter_classes", ""},
        {"local_header_rewrite_clients", "permit_inet_interfaces"},
        {"mail_name", "Postfix"},
        {"mail_owner", "postfix"},
        {"mail_version", "3.7.11"},
        {"message_reject_characters", ""},
        {"milter_command_timeout", "30s"},
        {"milter_connect_timeout", "30s"},
        {"milter_content_timeout", "300s"},
        {"milter_default_action", "tempfail"},
        {"milter_header_checks", ""},
        {"milter_macro_daemon_name", "$myhostname"},
        {"milter_macro_defaults", ""},
        {"milter_macro_v", "$mail_name $mail_version"},
        {"milter_protocol", "6"},
        {"myorigin", "$myhostname"},
        {"non_smtpd_milters", ""},
        {"notify_classes", "resource, software"},
        {"queue_directory", "/var/spool/postfix"},
        {"receive_override_options", ""},
        {"smtp_body_checks", ""},
        {"smtp_discard_ehlo_keywords", ""},
        {"smtp_generic_maps", ""},
        {"smtp_header_checks", ""},
        {"smtp_line_length_limit", "998"},
        {"smtp_mime_header_checks", ""},
        {"smtp_nested_header_checks", ""},
        {"smtpd_authorized_xclient_hosts", ""},
        {"smtpd_client_restrictions", ""},
        {"smtpd_discard_ehlo_keyword_address_maps", ""},
        {"smtpd_discard_ehlo_keywords", ""},
        {"smtpd_enforce_tls", "no"},
        {"smtpd_forbid_bare_newline", "no"},
        {"smtpd_forbid_bare_newline_exclusions", "$mynetworks"},
        {"smtpd_helo_restrictions", ""},
        {"smtpd_milter_maps", ""},
        {"smtpd_milters", ""},
        {"smtpd_proxy_filter", ""},
        {"smtpd_recipient_restrictions", ""},
        {"smtpd_reject_filter_maps", ""},
        {"smtpd_sasl_auth_enable", "no"},
        {"smtpd_sasl_security_options", "noanonymous"},
        {"smtpd_sasl_tls_security_options", "$smtpd_sasl_security_options"},
        {"smtpd_sender_login_maps", ""},
        {"smtpd_sender_restrictions", ""},
        {"smtpd_tls_auth_only", "no"},
        {"smtpd_tls_security_level", ""},
        {"smtpd_tls_wrappermode", "no"},
        {"smtpd_upstream_proxy_protocol", ""},
    };
    return defaults;
}

void not_understood(Examination& examination, std::string place, std::string_view line,
                    std::string_view why) {
    examination.complain({.severity = Severity::warning,
                          .where = std::move(place),
                          .what = "not understood: " + printable(line, 120),
                          .effect = std::string(why) + '.'});
}

std::optional<NameAndValue> parameter(std::string_view line) {
    return line.starts_with('{') ? std::nullopt : name_and_value(line);
}

/// Puts the option `name=value` of a service where it belongs.
void add_override(Service& service, std::string_view option, Examination& examination) {
    auto parsed = name_and_value(option);
    if (!parsed) {
        not_understood(examination, service.where(), "-o " + std::string(option),
                       "It was left out: it is not name=value");
        return;
    }
    service.overrides.insert_or_assign(
        parsed->name, Setting{.value = std::move(parsed->value), .place = service.where()});
}

void read_arguments(Service& service, const std::vector<std::string>& words,
                    Examination& examination) {
    for (std::size_t i = 0; i < words.size(); ++i) {
        const std::string_view word = words[i];
        if (word == "-o" && i + 1 < words.size()) {
            add_override(service, words[++i], examination);
        } else if (word.starts_with("-o") && word.size() > 2) {
            add_override(service, word.substr(2), examination);
        }
    }
}

/// The words of a line of master.cf; what begins with a brace goes on to its end.
std::vector<std::string> words_of(std::string_view line) {
    std::vector<std::string> words;
    while (!(line = trimmed(line)).empty()) {
        std::size_t length = 0;
        for (int depth = 0; length < line.size(); ++length) {
            const bool in_braces = line.front() == '{';
            depth += in_braces && line[length] == '{' ? 1 : 0;
            depth -= in_braces && line[length] == '}' ? 1 : 0;
            if (depth == 0 && is_blank(line[length])) {
                break;
            }
        }
        words.emplace_back(line.substr(0, length));
        line.remove_prefix(length);
    }
    return words;
}

std::optional<Service> read_service(const NamedText& master, const LogicalLine& line,
                                    Examination& examination) {
    constexpr std::size_t fields = 8;
    auto words = words_of(line.text);
    if (words.size() < fields ||
        (words[4] != "y" && words[4] != "n" && words[4] != "-")) {  // master(5)
        not_understood(examination, master.place(line.number), line.text,
                       "It was left out: it does not have the eight fields of master(5)");
        return std::nullopt;
    }
    Service service{.name = words[0],
                    .type = words[1],
                    .chroot = words[4],
                    .command = words[7],
                    .overrides = {},
                    .place = master.place(line.number)};
    words.erase(words.begin(), words.begin() + fields);
    read_arguments(service, words, examination);
    return service;
}

}  // namespace

Result<PostfixSettings> PostfixSettings::read(const NamedText& main, const NamedText& master,
                                              std::string_view defaults, Examination& examination) {
    PostfixSettings settings;
    settings.main_name_ = main.name;
    settings.master_name_ = master.name;
    settings.defaults_ = shipped_defaults();
    for (const LogicalLine& line : logical_lines(defaults)) {
        if (auto found = parameter(line.text)) {
            settings.defaults_.insert_or_assign(found->name, std::move(found->value));
        }
    }
    for (const LogicalLine& line : logical_lines(main.text)) {
        if (auto found = parameter(line.text)) {
            settings.main_.insert_or_assign(found->name, Setting{.value = std::move(found->value),
                                                                 .place = main.place(line.number)});
        } else {
            not_understood(examination, main.place(line.number), line.text,
                           "It was left out: it is not name = value");
        }
    }
    for (const LogicalLine& line : logical_lines(master.text)) {
        if (auto service = read_service(master, line, examination)) {
            settings.services_.push_back(*std::move(service));
        }
    }
    settings.complete_names();
    if (settings.main_.empty()) {
        return Error{.what = main.name + ": holds no Postfix parameter",
                     .kind = ErrorKind::bad_config};
    }
    if (settings.services_.empty()) {
        return Error{.what = master.name + ": holds no service of Postfix",
                     .kind = ErrorKind::bad_config};
    }
    return settings;
}

// As mydomain and myhostname come about where main.cf does not set them (postconf(5)): `postconf
// -d` prints what they would be without main.cf.
void PostfixSettings::complete_names() {
    constexpr std::string_view nowhere = "localdomain";
    const auto behind_first = [&](std::string_view name) {
        const auto dot = name.find('.');
        return std::string(dot == std::string_view::npos ? nowhere : name.substr(dot + 1));
    };
    const auto set = [this](std::string_view name) {
        const auto found = main_.find(name);
        return found == main_.end() ? std::string() : found->second.value;
    };
    if (const auto host = set("myhostname"); !host.empty()) {
        if (host.find('$') == std::string::npos) {
            defaults_.insert_or_assign("mydomain", behind_first(host));
        }
        return;
    }
    const auto host = defaults_.find("myhostname");
    if (host == defaults_.end()) {
        return;
    }
    const std::string domain = set("mydomain");
    const auto first = host->second.substr(0, host->second.find('.'));
    if (first == host->second || behind_first(host->second) == nowhere) {
        host->second = first + '.' + (domain.empty() ? std::string(nowhere) : domain);
    }
    defaults_.insert_or_assign("mydomain", behind_first(host->second));
}

std::vector<const Service*> PostfixSettings::running(std::string_view command) const {
    std::vector<const Service*> found;
    for (const Service& each : services_) {
        if (each.command.substr(each.command.rfind('/') + 1) == command) {
            found.push_back(&each);
        }
    }
    return found;
}

const Service* PostfixSettings::service(std::string_view key) const {
    const auto found = std::find_if(services_.begin(), services_.end(),
                                    [key](const Service& each) { return each.key() == key; });
    return found == services_.end() ? nullptr : &*found;
}

const std::string* PostfixSettings::raw(const Service* service, std::string_view name) const {
    if (service != nullptr) {
        if (const auto found = service->overrides.find(name); found != service->overrides.end()) {
            return &found->second.value;
        }
        if (name == "service_name") {
            return &service->name;
        }
    }
    if (const auto found = main_.find(name); found != main_.end()) {
        return &found->second.value;
    }
    const auto found = defaults_.find(name);
    return found == defaults_.end() ? nullptr : &found->second;
}

Value PostfixSettings::value(const Service* service, std::string_view name,
                             Examination& examination) const {
    Value value{.text = {}, .origin = Value::Origin::unset, .where = main_name_};
    const auto of_main = main_.find(name);
    if (service != nullptr && service->overrides.contains(name)) {
        value.origin = Value::Origin::service;
        value.where = service->where();
    } else if (of_main != main_.end()) {
        value.origin = Value::Origin::main;
        value.where = of_main->second.place;
    }
    const std::string* const written = raw(service, name);
    if (written == nullptr) {
        return value;
    }
    auto text = expanded(*written, [&](std::string_view other) -> std::optional<std::string> {
        const std::string* const found = raw(service, other);
        return found == nullptr ? std::nullopt : std::optional(*found);
    });
    if (!text) {
        not_understood(examination, value.where, std::string(name) + " = " + *written,
                       "It was taken literally: " + text.error().what);
        value.text = *written;
        return value;
    }
    value.text = trimmed(*text);
    return value;
}

bool PostfixSettings::is_chrooted(const Service& service, Examination& examination) const {
    if (service.chroot != "-") {
        return service.chroot == "y";
    }
    // Since Postfix 3.0 `-` is n, except at level 0 (COMPATIBILITY_README).
    return text(nullptr, "compatibility_level", examination).substr(0, 1) == "0";
}

}  // namespace msa

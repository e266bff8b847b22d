// sendmail.cf: one line a setting, its first letter says which kind.
#include "base/text.h"
#include "doctor/logical_lines.h"
#include "doctor/sendmail/settings.h"

#include <charconv>
#include <utility>

namespace msa {
namespace {

constexpr std::string_view kinds = "CDEFHKLMOPQRSTVWX";

class Reader {
public:
    Reader(const NamedText& file, Examination& examination)
        : file_(file), examination_(examination) {
        settings_.name = file.name;
        settings_.input_filters_place = file.name;
    }

    void take(const LogicalLine& line) {
        const std::string place = file_.place(line.number);
        const std::string_view text = line.text;
        const std::string_view rest = text.substr(1);
        switch (text.front()) {
            case 'O': take_option(rest, place); break;
            case 'X': take_filter(rest, place); break;
            case 'M': take_mailer(rest, place); break;
            case 'D': take_macro(rest, place); break;
            case 'C':
            case 'F': take_class(rest); break;
            case 'K':
                if (rest.starts_with("generics ")) {
                    settings_.generics = Setting{.value = std::string(rest), .place = place};
                }
                break;
            case 'R':
                if (rest.find("$[ $3 $]") != std::string_view::npos) {
                    settings_.canonifies = place;
                }
                break;
            default: take_other(text, place); break;
        }
    }

    [[nodiscard]] SendmailSettings settings() && { return std::move(settings_); }

private:
    void take_option(std::string_view rest, const std::string& place) {
        rest = trimmed(rest);
        const auto equals = rest.find('=');
        const std::string_view name = trimmed(rest.substr(0, equals));
        const std::string_view value = equals == std::string_view::npos
                                           ? std::string_view()
                                           : trimmed(rest.substr(equals + 1));
        if (equal_ignoring_case(name, "DaemonPortOptions")) {
            settings_.daemons.push_back(daemon_port(value, place));
        } else if (equal_ignoring_case(name, "InputMailFilters")) {
            settings_.input_filters = filter_names(value);
            settings_.input_filters_place = place;
        } else {
            settings_.options.insert_or_assign(
                std::string(name), Setting{.value = std::string(value), .place = place});
        }
    }

    void take_filter(std::string_view rest, const std::string& place) {
        const auto comma = rest.find(',');
        if (comma == std::string_view::npos) {
            not_understood(std::string("X") + std::string(rest), place);
            return;
        }
        settings_.filters.push_back({.name = std::string(trimmed(rest.substr(0, comma))),
                                     .equates = equates_of(rest.substr(comma + 1)),
                                     .place = place});
    }

    void take_mailer(std::string_view rest, const std::string& place) {
        const auto comma = rest.find(',');
        auto equates =
            equates_of(comma == std::string_view::npos ? std::string_view() : rest.substr(comma));
        const bool is_lmtp = equates["F"].find('z') != std::string::npos;
        if ((equates["P"] != "[IPC]" && equates["P"] != "[TCP]") || is_lmtp) {
            return;
        }
        SmtpMailer mailer{.name = std::string(trimmed(rest.substr(0, comma))),
                          .flags = equates["F"],
                          .longest_line = 0,
                          .place = place};
        const std::string& limit = equates["L"];
        if (!limit.empty() &&
            std::from_chars(limit.data(), limit.data() + limit.size(), mailer.longest_line).ec !=
                std::errc()) {
            not_understood("L=" + limit, place);
        }
        settings_.mailers.push_back(std::move(mailer));
    }

    void take_macro(std::string_view rest, const std::string& place) {
        if (rest.starts_with('Z')) {
            settings_.version =
                Setting{.value = std::string(trimmed(rest.substr(1))), .place = place};
            return;
        }
        std::string_view value;
        if (rest.starts_with("{M}")) {
            value = trimmed(rest.substr(3));
        } else if (rest.starts_with('M')) {
            value = trimmed(rest.substr(1));
        }
        if (!value.empty()) {
            settings_.masquerade = Setting{.value = std::string(value), .place = place};
        }
    }

    void take_class(std::string_view rest) {
        if (rest.starts_with("{M}") || rest.starts_with('M')) {
            settings_.masquerades_domains = true;
        } else if (rest.starts_with("{TrustAuthMech}")) {
            settings_.trusts_logins = true;
        }
    }

    void take_other(std::string_view text, const std::string& place) {
        if (kinds.find(text.front()) == std::string_view::npos) {
            not_understood(text, place);
        }
    }

    void not_understood(std::string_view text, const std::string& place) {
        examination_.complain({.severity = Severity::warning,
                               .where = place,
                               .what = "not understood: " + printable(text, 120),
                               .effect = "It was left out of the examination."});
    }

    const NamedText& file_;
    Examination& examination_;
    SendmailSettings settings_;
};

}  // namespace

SendmailSettings read_sendmail_cf(const NamedText& file, Examination& examination) {
    Reader reader(file, examination);
    for (const LogicalLine& line : logical_lines(file.text)) {
        reader.take(line);
    }
    return std::move(reader).settings();
}

}  // namespace msa

#include "doctor/sendmail/settings.h"

#include "base/text.h"
#include "doctor/logical_lines.h"

#include <algorithm>

namespace msa {
namespace {

/// A level line or an option, which every sendmail.cf has and no .mc.
bool looks_like_cf(std::string_view text) {
    const auto lines = logical_lines(text);
    return std::any_of(lines.begin(), lines.end(), [](const LogicalLine& line) {
        return line.text.starts_with("O ") ||
               (line.text.size() > 1 && line.text[0] == 'V' && is_digit(line.text[1]));
    });
}

bool looks_like_mc(std::string_view text) {
    return text.find("define(") != std::string_view::npos ||
           text.find("MAILER(") != std::string_view::npos ||
           text.find("MAIL_FILTER(") != std::string_view::npos ||
           text.find("OSTYPE(") != std::string_view::npos;
}

}  // namespace

std::string SendmailSettings::option(std::string_view key) const {
    const auto found = options.find(key);
    return found == options.end() ? std::string() : found->second.value;
}

std::map<std::string, std::string, std::less<>> equates_of(std::string_view text) {
    std::map<std::string, std::string, std::less<>> equates;
    for (const std::string_view part : split(text, ',')) {
        const auto equals = part.find('=');
        if (equals != std::string_view::npos) {
            equates.insert_or_assign(std::string(trimmed(part.substr(0, equals))),
                                     std::string(trimmed(part.substr(equals + 1))));
        }
    }
    return equates;
}

DaemonPort daemon_port(std::string_view options, std::string place) {
    DaemonPort daemon{
        .name = {}, .port = "25", .modifiers = {}, .filters = {}, .place = std::move(place)};
    for (auto& [key, value] : equates_of(options)) {
        // Sendmail looks at the first letter.
        switch (key.empty() ? '\0' : key.front()) {
            case 'N': daemon.name = value; break;
            case 'P': daemon.port = value; break;
            case 'M': daemon.modifiers = value; break;
            case 'I': daemon.filters = filter_names(value); break;
            default: break;
        }
    }
    return daemon;
}

std::vector<std::string> filter_names(std::string_view list) {
    std::vector<std::string> names;
    while (true) {
        const auto begin = list.find_first_not_of(",; \t");
        if (begin == std::string_view::npos) {
            return names;
        }
        list.remove_prefix(begin);
        const auto length = list.find_first_of(",; \t");
        names.emplace_back(list.substr(0, length));
        list = length == std::string_view::npos ? std::string_view() : list.substr(length);
    }
}

Result<SendmailSettings> read_sendmail(const NamedText& file, Examination& examination) {
    if (looks_like_cf(file.text)) {
        return read_sendmail_cf(file, examination);
    }
    if (looks_like_mc(file.text)) {
        return read_sendmail_mc(file, examination);
    }
    return Error{.what = file.name + ": neither a sendmail.cf nor a .mc file of Sendmail",
                 .kind = ErrorKind::bad_config};
}

}  // namespace msa

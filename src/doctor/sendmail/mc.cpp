// A .mc file: calls of m4 macros. They are read as they stand, included files too; no condition is
// decided, and Sendmail's own m4 files are not read. sendmail.cf, which m4 makes of it, is what
// runs.
#include "base/file.h"
#include "base/text.h"
#include "doctor/sendmail/settings.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <cstddef>
#include <utility>

namespace msa {
namespace {

struct Call {
    std::string macro;
    std::vector<std::string> arguments;  // without the outer quotes
    int line = 0;

    [[nodiscard]] std::string argument(std::size_t number) const {
        return number < arguments.size() ? std::string(trimmed(arguments[number])) : std::string();
    }
};

bool is_macro_character(char c) {
    return is_letter(c) || is_digit(c) || c == '_';
}

/// The calls that stand in the text itself, not in arguments of others.
class Calls {
public:
    explicit Calls(std::string_view text) : text_(text) {}

    /// Nothing at the end. Error: a call that does not end.
    Result<bool> next(Call& call) {
        while (at_ < text_.size()) {
            const char c = text_[at_];
            if (c == '#') {
                skip_line();
            } else if (is_macro_character(c)) {
                std::string name = word();
                if (name == "dnl") {
                    skip_line();
                } else if (at_ < text_.size() && text_[at_] == '(') {
                    call = {.macro = std::move(name), .arguments = {}, .line = line_};
                    return arguments(call);
                }
            } else {
                advance();
            }
        }
        return false;
    }

private:
    void advance() { line_ += text_[at_++] == '\n' ? 1 : 0; }

    void skip_line() {
        while (at_ < text_.size() && text_[at_] != '\n') {
            ++at_;
        }
    }

    std::string word() {
        const std::size_t begin = at_;
        while (at_ < text_.size() && is_macro_character(text_[at_])) {
            ++at_;
        }
        return std::string(text_.substr(begin, at_ - begin));
    }

    Result<bool> arguments(Call& call) {
        int quotes = 0;
        int parentheses = 0;
        std::string argument;
        for (; at_ < text_.size(); advance()) {
            const char c = text_[at_];
            const int depth = quotes;
            quotes += c == '`' ? 1 : 0;
            quotes -= c == '\'' && quotes > 0 ? 1 : 0;
            if (depth == 0 && quotes == 0) {
                parentheses += c == '(' ? 1 : 0;
                parentheses -= c == ')' ? 1 : 0;
                if (c == '(' && parentheses == 1) {
                    continue;
                }
                if (parentheses == 0 || (c == ',' && parentheses == 1)) {
                    call.arguments.push_back(std::exchange(argument, {}));
                    if (parentheses == 0) {
                        ++at_;
                        return true;
                    }
                    continue;
                }
            }
            const bool is_outer_quote = (depth == 0 && quotes == 1) || (depth == 1 && quotes == 0);
            if (!is_outer_quote) {
                argument += c == '\n' ? ' ' : c;
            }
        }
        return Error{.what = std::to_string(call.line) + ": " + call.macro + "( does not end",
                     .kind = ErrorKind::bad_config};
    }

    std::string_view text_;
    std::size_t at_ = 0;
    int line_ = 1;
};

struct Definition {
    std::string_view macro;
    std::string_view option;
};

constexpr std::array<Definition, 5> definitions{{{"confMUST_QUOTE_CHARS", "MustQuoteChars"},
                                                 {"confSEVEN_BIT_INPUT", "SevenBitInput"},
                                                 {"confDONT_BLAME_SENDMAIL", "DontBlameSendmail"},
                                                 {"confAUTH_OPTIONS", "AuthOptions"},
                                                 {"confNO_RCPT_ACTION", "NoRecipientAction"}}};

class Reader {
public:
    Reader(const std::string& name, Examination& examination) : examination_(examination) {
        settings_.name = name;
        smtp_.place = name;
        settings_.is_mc = true;
        settings_.input_filters_place = name;
        settings_.canonifies = name;
    }

    /// Errors: a call that does not end.
    Result<void> take_all(const NamedText& file) {
        Calls calls(file.text);
        Call call;
        while (true) {
            const auto more = calls.next(call);
            if (!more) {
                return Error{.what = file.name + ':' + more.error().what,
                             .kind = more.error().kind};
            }
            if (!*more) {
                return {};
            }
            if (const auto taken = take(call, file.place(call.line)); !taken) {
                return taken;
            }
        }
    }

    [[nodiscard]] SendmailSettings settings() && {
        if (settings_.daemons.empty()) {
            settings_.daemons.push_back(daemon_port("Name=MTA", settings_.name));
        }
        if (!no_default_msa_) {
            settings_.daemons.push_back(daemon_port("Port=587, Name=MSA, M=E", settings_.name));
        }
        settings_.mailers.push_back(std::move(smtp_));
        return std::move(settings_);
    }

private:
    Result<void> take(const Call& call, const std::string& place) {
        const std::string first = call.argument(0);
        if (call.macro == "define") {
            define(first, call.argument(1), place);
        } else if (call.macro == "INPUT_MAIL_FILTER" || call.macro == "MAIL_FILTER") {
            settings_.filters.push_back(
                {.name = first, .equates = equates_of(call.argument(1)), .place = place});
            if (call.macro == "INPUT_MAIL_FILTER") {
                settings_.input_filters.push_back(first);
                settings_.input_filters_place = place;
            }
        } else if (call.macro == "DAEMON_OPTIONS") {
            settings_.daemons.push_back(daemon_port(first, place));
        } else if (call.macro == "MASQUERADE_AS") {
            settings_.masquerade = Setting{.value = first, .place = place};
        } else if (call.macro == "MASQUERADE_DOMAIN" || call.macro == "MASQUERADE_DOMAIN_FILE") {
            settings_.masquerades_domains = true;
        } else if (call.macro == "TRUST_AUTH_MECH") {
            settings_.trusts_logins = true;
        } else if (call.macro == "FEATURE") {
            feature(first, place);
        } else if (call.macro == "MODIFY_MAILER_FLAGS") {
            modify_flags(first, call.argument(1), place);
        } else {
            return other(call, place);
        }
        return {};
    }

    void define(std::string_view macro, const std::string& value, const std::string& place) {
        if (macro == "confINPUT_MAIL_FILTERS") {
            settings_.input_filters = filter_names(value);
            settings_.input_filters_place = place;
        } else if (macro == "SMTP_MAILER_LL") {
            smtp_.place = place;
            (void)std::from_chars(value.data(), value.data() + value.size(),
                                  smtp_.longest_line);  // what is no number changes nothing
        }
        const auto known =
            std::find_if(definitions.begin(), definitions.end(),
                         [macro](const Definition& each) { return each.macro == macro; });
        if (known != definitions.end()) {
            settings_.options.insert_or_assign(std::string(known->option),
                                               Setting{.value = value, .place = place});
        }
    }

    void feature(std::string_view name, const std::string& place) {
        if (name == "no_default_msa") {
            no_default_msa_ = true;
        } else if (name == "nocanonify") {
            settings_.canonifies = std::nullopt;
        } else if (name == "genericstable") {
            settings_.generics = Setting{.value = std::string(name), .place = place};
        } else if (name == "masquerade_entire_domain") {
            settings_.masquerades_domains = true;
        }
    }

    void modify_flags(std::string_view mailer, std::string_view change, const std::string& place) {
        if (mailer != "SMTP" || change.empty()) {
            return;
        }
        smtp_.place = place;
        if (change.front() == '-') {
            std::erase_if(smtp_.flags, [change](char flag) {
                return change.find(flag) != std::string_view::npos;
            });
        } else if (change.front() == '+') {
            smtp_.flags += change.substr(1);
        } else {
            smtp_.flags = change;
        }
    }

    /// Macros whose effect is elsewhere.
    Result<void> other(const Call& call, const std::string& place) {
        const std::string argument = call.argument(0);
        const bool is_include = call.macro == "include" || call.macro == "sinclude";
        if (is_include && !argument.ends_with("/cf.m4")) {  // that one is the macros themselves
            return include(call, argument, place);
        }
        if (call.macro == "ifdef" || call.macro == "ifelse") {
            not_followed(call, place, "It was not decided");
        }
        return {};
    }

    Result<void> include(const Call& call, const std::string& path, const std::string& place) {
        constexpr std::size_t longest = 1U << 20U;
        constexpr int most = 20;
        auto text = read_file(path, longest);
        if (!text || ++included_ > most) {
            not_followed(call, place, "It was not read");
            return {};
        }
        return take_all({.name = path, .text = *std::move(text), .is_file = true});
    }

    void not_followed(const Call& call, const std::string& place, const std::string& what) {
        examination_.complain(
            {.severity = Severity::note,
             .where = place,
             .what = call.macro + "(" + printable(call.argument(0), 80) + ")",
             .effect =
                 what + "; what it adds is in the sendmail.cf that m4 makes from this file."});
    }

    Examination& examination_;
    SendmailSettings settings_;
    int included_ = 0;
    bool no_default_msa_ = false;
    // As cf/mailer/smtp.m4 of Sendmail 8.17 has it.
    SmtpMailer smtp_{.name = "smtp", .flags = "mDFMuX", .longest_line = 990, .place = {}};
};

}  // namespace

Result<SendmailSettings> read_sendmail_mc(const NamedText& file, Examination& examination) {
    Reader reader(file.name, examination);
    if (const auto taken = reader.take_all(file); !taken) {
        return taken.error();
    }
    return std::move(reader).settings();
}

}  // namespace msa

#include "config/case_file.h"

#include "base/file.h"
#include "base/text.h"
#include "config/file_text.h"
#include "config/given_names.h"
#include "config/test_sections.h"

#include <algorithm>
#include <filesystem>
#include <utility>

namespace msa {
namespace {

namespace fs = std::filesystem;
using ReadFile = std::function<Result<std::string>(const std::string& path)>;

std::optional<char> octet_of(std::string_view digits) {
    constexpr std::string_view all = "0123456789abcdef";
    const auto high = digits.size() == 2 ? all.find(ascii_lower(digits[0])) : all.npos;
    const auto low = digits.size() == 2 ? all.find(ascii_lower(digits[1])) : all.npos;
    return high == all.npos || low == all.npos ? std::nullopt
                                               : std::optional(static_cast<char>(high * 16 + low));
}

/// `\xHH` becomes the octet.
Result<std::string> octets(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i, 2) != "\\x") {
            result += text[i];
            continue;
        }
        const auto octet = octet_of(text.substr(i + 2, 2));
        if (!octet) {
            return Error{"\\x needs two hexadecimal digits after it"};
        }
        result += *octet;
        i += 3;
    }
    return result;
}

/// LF of the file becomes CRLF; a lone CR or LF in a message is written \x0d or \x0a.
Result<std::string> message_text(std::string_view text) {
    std::string lines;
    for (const char c : text) {
        lines += c == '\n' ? std::string("\r\n") : std::string(1, c);
    }
    return octets(lines);
}

/// In the folder of the case, or the nearest one above; empty: nowhere.
std::string nearest(const std::string& path, const char* name) {
    std::error_code error;
    auto folder = fs::absolute(path, error).parent_path();
    while (!may_exist((folder / name).string())) {
        if (folder == folder.parent_path()) {
            return {};
        }
        folder = folder.parent_path();
    }
    return (folder / name).string();
}

/// Those of the nearest rules.toml, or of the case; behind them what the case adds.
void read_rules(const Section& section, std::string_view key, Case& tested,
                const TestContext& context) {
    tested.has_own_rules = section.has("rules") || section.has(key);
    tested.rules = section.string("rules").value_or("");
    if (const auto text = section.string(key)) {
        tested.rules.insert(0, *text);
        return;
    }
    const auto path = nearest(context.diagnostics.file(), "rules.toml");
    if (path.empty()) {
        section.error(key,
                      "by which rules? There is no rules.toml in this folder or above, and no "
                      "'rule_file' here");
        return;
    }
    const auto common = context.read_file(path);
    if (!common) {
        section.error(key, common.error());
        return;
    }
    tested.rules.insert(0, *common);
}

void add_common_names(const std::string& path, const Section& section, std::string_view key,
                      GivenWorld& world, const TestContext& context) {
    const auto text = context.read_file(path);
    if (!text) {
        section.error(key, text.error());
        return;
    }
    try {
        add_given_names(toml::parse(std::string_view(*text), std::string_view(path)), world,
                        context.diagnostics);
    } catch (const toml::parse_error& error) {
        section.error(key, path + ": " + std::string(error.description()));
    }
}

void read_names(const Section& section, std::string_view key, Case& tested,
                const TestContext& context) {
    if (const auto path = nearest(context.diagnostics.file(), "dns.toml"); !path.empty()) {
        add_common_names(path, section, key, tested.world, context);
    }
    if (const auto* own = section.table(key)) {
        add_given_names(*own, tested.world, context.diagnostics);
    }
}

void check_case(const Section& section, Case& tested, const TestContext& context) {
    tested.path = context.diagnostics.file();
    if (tested.mail.empty()) {
        section.error("mail", "MAIL FROM has an argument");
    }
}

using Described = SectionOf<Case, TestContext>;

/// An empty string means something where it is the default.
KeySchema may_be_empty() {
    return {.default_value = quoted("")};
}

Described& with_session(Described& section) {
    return section
        .key("host", &Case::host, "\"postfix\" or \"sendmail\".",
             {.words = {"postfix", "sendmail"}})
        .key("listener", &Case::listener, "Name of the listener. Absent: submission.",
             may_be_empty())
        .key("client", &Case::client, "Address of the client. Absent: 198.51.100.7.",
             may_be_empty())
        .key("login", &Case::login, "Who authenticated; \"\" is nobody. Absent: alice@example.com.",
             may_be_empty())
        .key("local", &Case::is_local, "A program of this host hands it over.")
        .key("tls", &Case::tls, "TLS version; \"\" is clear text. Absent: TLSv1.3.",
             may_be_empty());
}

Described& with_mail(Described& section) {
    return section.parsed("mail", &Case::mail, "MAIL FROM as typed, and its parameters.", octets)
        .parsed("mta_sender", &Case::mta_sender, "How the MTA itself reads the sender.", octets)
        .parsed("recipients", &Case::recipients, "RCPT TO as typed, in order; [] is none.", octets)
        .key("rate", &Case::rate, "So many more are within every rate and limit.")
        .custom("dns", read_names, "What DNS says, over the nearest dns.toml in a folder above.",
                {.type = ValueType::table})
        .key("signed", &Case::is_signed,
             "Signed by real keys, made for the run; otherwise keys are only named.")
        .parsed("message", &Case::message, "Header and body; \\xHH is that octet.", message_text);
}

}  // namespace

bool is_case(std::string_view text) {
    for (const auto line : split(text, '\n')) {
        if (line.starts_with("expect") && trimmed(line.substr(6)).starts_with('=')) {
            return true;
        }
    }
    return false;
}

const SectionOf<Case, TestContext>& case_section() {
    static const auto section = [] {
        Described file("FILE.toml",
                       "One message in all its detail, and word by word what must come of it.");
        file.key("title", &Case::title, "What it shows.",
                 {.required = true, .example = "\"a forged From is refused\""})
            .known("rules", "Text behind that of the nearest rules.toml in a folder above.",
                   {.example = "'''...'''"})
            .custom("rule_file", read_rules, "Text of a whole rule file, in place of rules.toml.",
                    {.example = "'''...'''"});
        return with_mail(with_session(file))
            .key("expect", &Case::expect,
                 "What every command is answered, then findings, edits and how it ends.",
                 {.required = true, .example = "'''...'''"})
            .check(check_case);
    }();
    return section;
}

LoadedCase load_case(const std::string& path, const ReadFile& read_file) {
    auto text = read_file(path);
    if (!text) {
        return {std::nullopt, Diagnostics::of_unreadable(path, text.error())};
    }
    Diagnostics diagnostics(path, *text);
    std::optional<Case> tested;
    if (is_in_utf8(*text, diagnostics)) {
        try {
            tested =
                case_section().read(toml::parse(std::string_view(*text), std::string_view(path)),
                                    {diagnostics, read_file});
        } catch (const toml::parse_error& error) {
            complain(error, *text, diagnostics);
        }
    }
    if (diagnostics.has_errors()) {
        tested.reset();
    }
    return {std::move(tested), std::move(diagnostics)};
}

}  // namespace msa

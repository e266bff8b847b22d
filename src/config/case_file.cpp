#include "config/case_file.h"

#include "base/file.h"
#include "base/text.h"
#include "config/file_text.h"
#include "config/given_names.h"
#include "config/section.h"
#include "config/test_file_schema.h"

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
std::string octets(std::string_view text, const Place& place, Diagnostics& diagnostics) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i, 2) != "\\x") {
            result += text[i];
            continue;
        }
        const auto octet = octet_of(text.substr(i + 2, 2));
        if (!octet) {
            diagnostics.error(place, "\\x needs two hexadecimal digits after it");
            return result;
        }
        result += *octet;
        i += 3;
    }
    return result;
}

/// LF of the file becomes CRLF; a lone CR or LF in a message is written \x0d or \x0a.
std::string crlf(std::string_view text) {
    std::string result;
    for (const char c : text) {
        result += c == '\n' ? std::string("\r\n") : std::string(1, c);
    }
    return result;
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

class Reader {
public:
    Reader(Diagnostics& diagnostics, const ReadFile& read_file)
        : diagnostics_(diagnostics), read_file_(read_file) {}

    [[nodiscard]] Case read(const toml::table& root) const {
        const Section section(root, case_file_schema(), diagnostics_);
        Case tested{.path = diagnostics_.file(), .title = section.string("title").value_or("")};
        tested.rules = rules_of(section);
        tested.has_own_rules = section.has("rules") || section.has("rule_file");
        tested.host = section.word("host", {"postfix", "sendmail"}).value_or(tested.host);
        tested.listener = section.string("listener").value_or(tested.listener);
        tested.client = section.string("client").value_or(tested.client);
        tested.login = section.string("login").value_or(tested.login);
        tested.is_local = section.boolean("local").value_or(false);
        tested.tls = section.string("tls").value_or(tested.tls);
        tested.mail = words_of(section, "mail", tested.mail);
        if (tested.mail.empty()) {
            section.error("mail", "MAIL FROM has an argument");
        }
        tested.mta_sender = octets_of(section, "mta_sender");
        tested.rate = section.integer("rate").value_or(tested.rate);
        tested.recipients = words_of(section, "recipients", tested.recipients);
        add_world(section, tested.world);
        tested.message = octets(crlf(section.string("message").value_or("")),
                                section.place("message"), diagnostics_);
        tested.expect = section.string("expect").value_or("");
        tested.is_signed = section.boolean("signed").value_or(false);
        return tested;
    }

private:
    [[nodiscard]] std::string rules_of(const Section& section) const {
        auto text = section.string("rule_file");
        const auto own = section.string("rules").value_or("");
        if (!text) {
            const auto path = nearest(diagnostics_.file(), "rules.toml");
            if (path.empty()) {
                section.error("rule_file",
                              "by which rules? There is no rules.toml in this folder "
                              "or above, and no 'rule_file' here");
                return {};
            }
            const auto common = read_file_(path);
            if (!common) {
                section.error("rule_file", common.error());
                return {};
            }
            text = *common;
        }
        return *text + own;
    }

    [[nodiscard]] std::string octets_of(const Section& section, std::string_view key) const {
        return octets(section.string(key).value_or(""), section.place(key), diagnostics_);
    }

    [[nodiscard]] std::vector<std::string> words_of(const Section& section, std::string_view key,
                                                    std::vector<std::string> absent) const {
        if (!section.has(key)) {
            return absent;
        }
        std::vector<std::string> words;
        for (const auto& word : section.strings(key)) {
            words.push_back(octets(word.value, word.place, diagnostics_));
        }
        return words;
    }

    void add_world(const Section& section, GivenWorld& world) const {
        if (const auto path = nearest(diagnostics_.file(), "dns.toml"); !path.empty()) {
            add_common_names(path, section, world);
        }
        if (const auto* own = section.table("dns")) {
            add_given_names(*own, world, diagnostics_);
        }
    }

    void add_common_names(const std::string& path, const Section& section,
                          GivenWorld& world) const {
        const auto text = read_file_(path);
        if (!text) {
            section.error("dns", text.error());
            return;
        }
        try {
            add_given_names(toml::parse(std::string_view(*text), std::string_view(path)), world,
                            diagnostics_);
        } catch (const toml::parse_error& error) {
            section.error("dns", path + ": " + std::string(error.description()));
        }
    }

    Diagnostics& diagnostics_;
    const ReadFile& read_file_;
};

}  // namespace

bool is_case(std::string_view text) {
    for (const auto line : split(text, '\n')) {
        if (line.starts_with("expect") && trimmed(line.substr(6)).starts_with('=')) {
            return true;
        }
    }
    return false;
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
            tested = Reader(diagnostics, read_file)
                         .read(toml::parse(std::string_view(*text), std::string_view(path)));
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

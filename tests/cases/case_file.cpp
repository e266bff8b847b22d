#include "cases/case_file.h"

#include "base/text.h"

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <set>
#include <sstream>
#include <stdexcept>

#include <toml++/toml.h>

namespace msa {
namespace {

constexpr std::string_view expect_key = "\nexpect = '''\n";

const std::set<std::string_view>& known_keys() {
    static const std::set<std::string_view> keys{
        "title",  "signed",  "rules",  "rule_file", "host",       "listener",
        "client", "login",   "tls",    "mail",      "mta_sender", "recipients",
        "dns",    "message", "expect", "rate",      "local"};
    return keys;
}

int hex_value(char c) {
    const auto at = std::string_view("0123456789abcdef").find(ascii_lower(c));
    if (at == std::string_view::npos) {
        throw std::runtime_error("\\x without two hexadecimal digits");
    }
    return static_cast<int>(at);
}

/// `\xHH` becomes the octet.
std::string octets(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size(); ++i) {
        if (text.substr(i, 2) == "\\x" && i + 3 < text.size()) {
            result += static_cast<char>(hex_value(text[i + 2]) * 16 + hex_value(text[i + 3]));
            i += 3;
        } else {
            result += text[i];
        }
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

/// `"NAME" = { mx = [...], a = [...], aaaa = [...], txt = [...], cname = "...", rcode = "..." }`
void add_name(const std::string& name, const toml::table& says, GivenResolver& dns) {
    dns.forget(name).add_empty(name);
    for (const auto type : every_record_type) {
        const auto* list = says[ascii_lower(to_text(type))].as_array();
        for (std::size_t i = 0; list != nullptr && i < list->size(); ++i) {
            dns.add(name, type, list->get(i)->value<std::string>().value());
        }
    }
    if (const auto target = says["cname"].value<std::string>()) {
        dns.add_alias(name, *target);
    }
    const auto rcode = says["rcode"].value_or(std::string("NOERROR"));
    if (rcode == "NXDOMAIN") {
        dns.add_missing(name);
    } else if (rcode != "NOERROR") {
        dns.add_failing(name);
    }
}

void add_names(const toml::table& names, GivenResolver& dns) {
    for (const auto& [name, says] : names) {
        add_name(std::string(name.str()), *says.as_table(), dns);
    }
}

GivenResolver dns_of(const toml::table& tested, const std::string& common) {
    GivenResolver dns(GivenResolver::Strangers::have_mail_servers);
    add_names(toml::parse(std::string_view(common)), dns);
    if (const auto* own = tested["dns"].as_table()) {
        add_names(*own, dns);
    }
    return dns;
}

std::vector<std::string> strings(const toml::table& table, std::string_view key) {
    std::vector<std::string> result;
    if (const auto* list = table[key].as_array()) {
        for (const auto& each : *list) {
            result.push_back(octets(each.value<std::string>().value()));
        }
    }
    return result;
}

}  // namespace

std::string read_text(const std::string& path) {
    std::ifstream file(path, std::ios::binary);
    if (!file) {
        throw std::runtime_error("cannot read " + path);
    }
    std::ostringstream text;
    text << file.rdbuf();
    return text.str();
}

std::vector<std::string> case_paths(const std::string& folder) {
    std::vector<std::string> paths;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(folder)) {
        if (entry.path().extension() == ".toml" && entry.path().filename() != "rules.toml" &&
            entry.path().filename() != "dns.toml") {
            paths.push_back(entry.path().string());
        }
    }
    std::sort(paths.begin(), paths.end());
    return paths;
}

std::string common_rules(const std::string& path) {
    auto folder = std::filesystem::path(path).parent_path();
    while (!std::filesystem::exists(folder / "rules.toml") && folder.has_parent_path()) {
        folder = folder.parent_path();
    }
    return read_text((folder / "rules.toml").string());
}

Case read_case(const std::string& path, const std::string& common_rules,
               const std::string& common_dns) {
    const auto text = read_text(path);
    const auto table = toml::parse(std::string_view(text), std::string_view(path));
    for (const auto& [key, value] : table) {
        if (known_keys().count(key.str()) == 0) {
            throw std::runtime_error(path + ": unknown key " + std::string(key.str()));
        }
    }
    const auto get = [&table](std::string_view key, const char* absent) {
        return table[key].value_or(std::string(absent));
    };
    constexpr int unlimited = 1000000;
    return {.path = path,
            .title = get("title", ""),
            .rules = get("rule_file", common_rules.c_str()) + get("rules", ""),
            .host = get("host", "postfix"),
            .listener = get("listener", "submission"),
            .client = get("client", "198.51.100.7"),
            .login = get("login", "alice@example.com"),
            .is_local = table["local"].value_or(false),
            .tls = get("tls", "TLSv1.3"),
            .mail = table.contains("mail") ? strings(table, "mail")
                                           : std::vector<std::string>{"<alice@example.com>"},
            .mta_sender = octets(get("mta_sender", "")),
            .rate = table["rate"].value_or(unlimited),
            .recipients = table.contains("recipients")
                              ? strings(table, "recipients")
                              : std::vector<std::string>{"<bob@example.net>"},
            .dns = dns_of(table, common_dns),
            .message = octets(crlf(get("message", ""))),
            .expect = get("expect", ""),
            .has_own_rules = table.contains("rules") || table.contains("rule_file"),
            .is_signed = table["signed"].value_or(false)};
}

void bless_case(const Case& tested, const std::string& expect) {
    auto text = read_text(tested.path);
    const auto at = text.find(expect_key);
    text.resize(at == std::string::npos ? text.find_last_not_of('\n') + 1 : at);
    std::ofstream file(tested.path, std::ios::binary | std::ios::trunc);
    file << text << expect_key << expect << "'''\n";
}

}  // namespace msa

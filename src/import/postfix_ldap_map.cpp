// Maps that a directory keeps.
#include "base/text.h"
#include "import/placed_line.h"
#include "import/postfix_map.h"
#include "import/postfix_table_file.h"

#include <array>

namespace msa {
namespace {

constexpr std::string_view key_place = "{key}";

/// With {key} for %s. Nothing: another part of the key is in it.
std::string filter_of(std::string_view filter) {
    std::string result;
    for (std::size_t i = 0; i < filter.size(); ++i) {
        if (filter[i] != '%') {
            result += filter[i];
        } else if (++i < filter.size() && filter[i] == 's') {
            result += key_place;
        } else if (i < filter.size() && filter[i] == '%') {
            result += '%';
        } else {
            return {};
        }
    }
    return result;
}

std::string url_of(const std::string& host, const std::string& port) {
    if (host.find("://") != std::string::npos) {
        return host;
    }
    const bool has_port = host.find(':') != std::string::npos;
    return "ldap://" + host + (has_port ? "" : ':' + port);
}

std::string servers_of(const PostfixTableFile& file) {
    std::vector<std::string> urls;
    for (const auto& each : words_in(file.value("server_host", "localhost"))) {
        urls.push_back(url_of(each, file.value("server_port", "389")));
    }
    return join(urls, " ");
}

bool is_yes(const std::string& value) {
    return equal_ignoring_case(value, "yes") || equal_ignoring_case(value, "simple");
}

void take_remarks(const PostfixTableFile& file, RuleDraft& draft) {
    static constexpr std::array<std::string_view, 24> known{"bind",
                                                            "bind_dn",
                                                            "bind_pw",
                                                            "cache",
                                                            "cache_expiry",
                                                            "cache_size",
                                                            "chase_referrals",
                                                            "debuglevel",
                                                            "dereference",
                                                            "expansion_limit",
                                                            "leaf_result_attribute",
                                                            "query_filter",
                                                            "recursion_limit",
                                                            "result_attribute",
                                                            "result_format",
                                                            "scope",
                                                            "search_base",
                                                            "server_host",
                                                            "server_port",
                                                            "special_result_attribute",
                                                            "start_tls",
                                                            "timeout",
                                                            "tls_ca_cert_file",
                                                            "version"};
    for (const auto& [name, place] : file.others(known)) {
        if (name == "domain") {
            draft.remark(place, "domain = " + file.value(name) +
                                    ": here addresses of all domains are looked up");
        } else if (name != "tls_require_cert") {
            draft.remark(place, name + ": has no equivalent here");
        } else if (!is_yes(file.value(name))) {
            draft.remark(place, "tls_require_cert = " + file.value(name) +
                                    ": here the server's certificate must be valid");
        }
    }
    if (const auto scope = file.value("scope", "sub"); scope != "sub") {
        draft.remark(file.place("scope"),
                     "scope = " + scope + ": here all below search_base is searched");
    }
}

/// Why the table cannot be taken over, by the name of its setting; empty: it can.
std::string obstacle(const PostfixTableFile& file) {
    if (filter_of(file.value("query_filter", "(mailacceptinggeneralid=%s)")).empty()) {
        return "query_filter";
    }
    if (file.value("search_base").find('%') != std::string::npos) {
        return "search_base";
    }
    if (file.value("result_format", "%s") != "%s") {
        return "result_format";
    }
    const auto bind = file.value("bind", "yes");
    return is_yes(bind) || equal_ignoring_case(bind, "no") || equal_ignoring_case(bind, "none")
               ? ""
               : "bind";
}

}  // namespace

Result<void> import_ldap_map(const std::string& path, const std::string& place, RuleDraft& draft) {
    const auto file = PostfixTableFile::read(path);
    if (!file) {
        return within(place, file.error());
    }
    take_remarks(*file, draft);
    if (const auto setting = obstacle(*file); !setting.empty()) {
        draft.remark(file->place(setting), setting + " = " + file->value(setting) +
                                               ": has no equivalent here, so ldap:" + path +
                                               " is not asked");
        return {};
    }
    if (!file->has("search_base")) {
        return import_error(file->place("search_base"), "search_base is missing");
    }
    DraftTable table{
        .name = {}, .settings = {{"type", toml_text("ldap")}}, .notes = {place + ": ldap:" + path}};
    const auto add = [&table](const std::string& key, std::string value) {
        table.settings.emplace_back(key, std::move(value));
    };
    add("server", toml_text(servers_of(*file)));
    add("base", toml_text(file->value("search_base")));
    add("filter", toml_text(filter_of(file->value("query_filter", "(mailacceptinggeneralid=%s)"))));
    auto attributes = words_in(file->value("result_attribute", "maildrop"));
    for (auto& each : words_in(file->value("leaf_result_attribute"))) {
        attributes.push_back(std::move(each));
    }
    add("attributes", toml_list(attributes));
    if (const auto special = words_in(file->value("special_result_attribute")); !special.empty()) {
        add("dn_attributes", toml_list(special));
    }
    add("separator", toml_text(", "));
    if (is_yes(file->value("start_tls"))) {
        add("start_tls", "true");
    }
    if (const auto authority = file->value("tls_ca_cert_file"); !authority.empty()) {
        add("ca_file", toml_text(authority));
    }
    if (is_yes(file->value("bind", "yes")) && !file->value("bind_dn").empty()) {
        draft.remark(file->place("bind_pw"),
                     "bind_dn = " + file->value("bind_dn") +
                         ": put its password into a file of mode 0600 that the daemon's user owns, "
                         "and name both in the table");
        table.notes.push_back(
            "Still to name, who searches: bind_dn = " + toml_text(file->value("bind_dn")) +
            ", password_file = \"/etc/msa-milter/ldap.password\"");
    }
    add_owner_table(std::move(table), path, draft);
    return {};
}

}  // namespace msa

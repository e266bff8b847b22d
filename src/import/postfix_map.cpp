#include "import/postfix_map.h"

#include "base/text.h"
#include "doctor/logical_lines.h"
#include "doctor/postfix/value.h"
#include "import/placed_line.h"

#include <algorithm>
#include <array>

namespace msa {
namespace {

struct Map {
    std::string type;
    std::string name;
};

/// `proxy:TYPE:NAME` is TYPE:NAME, asked by another process.
Map map_of(std::string_view text, const std::string& default_type) {
    text.remove_prefix(text.starts_with("proxy:") ? 6 : 0);
    const auto colon = text.find(':');
    if (colon == std::string_view::npos || text.starts_with('/')) {
        return {default_type, std::string(text)};
    }
    return {std::string(text.substr(0, colon)), std::string(text.substr(colon + 1))};
}

Result<void> import_each(const Map& map, const std::string& place, const PostfixNames& site,
                         RuleDraft& draft) {
    const auto maps = items_of(unbraced(map.name));
    if (!maps) {
        return within(place, maps.error());
    }
    for (const auto& each : *maps) {
        if (auto imported = import_postfix_map(each, place, site, draft); !imported) {
            return imported;
        }
    }
    return {};
}

/// `socketmap:inet:HOST:PORT:NAME`, `socketmap:unix:PATH:NAME`.
Result<void> import_socketmap(const Map& map, const std::string& place, RuleDraft& draft) {
    std::string_view rest = map.name;
    const auto take_last = [&rest] {
        const auto colon = rest.rfind(':');
        const auto part =
            colon == std::string_view::npos ? std::string_view() : rest.substr(colon + 1);
        rest = rest.substr(0, rest.size() - part.size() - (part.empty() ? 0 : 1));
        return part;
    };
    const auto name = take_last();
    const auto port = rest.starts_with("inet:") ? take_last() : std::string_view();
    const bool is_inet = rest.starts_with("inet:") && !port.empty();
    if (name.empty() || !(is_inet || rest.starts_with("unix:"))) {
        return import_error(
            place, "socketmap:" + map.name + ": needs inet:HOST:PORT:NAME or unix:PATH:NAME");
    }
    std::string server(rest);
    if (is_inet) {
        auto host = rest.substr(5);
        const bool is_bracketed = host.starts_with('[') && host.ends_with(']');
        host = is_bracketed ? host.substr(1, host.size() - 2) : host;
        server = (host.find(':') == std::string_view::npos ? "inet:" : "inet6:") +
                 std::string(port) + '@' + std::string(host);
    }
    add_owner_table({.name = {},
                     .settings = {{"type", toml_text("socketmap")},
                                  {"server", toml_text(server)},
                                  {"map", toml_text(name)}},
                     .notes = {place + ": socketmap:" + map.name}},
                    name, draft);
    return {};
}

/// Whether the only line of the table says that each login owns the address that it is.
bool is_identity(std::string_view pattern, std::string_view result) {
    static constexpr std::array<std::string_view, 8> patterns{
        "/^(.*)$/",    "/^(.+)$/",    "/(.*)/",    "/(.+)/",
        "/^(.*@.*)$/", "/^(.+@.+)$/", "/^(.*)$/i", "/^(.+)$/i"};
    static constexpr std::array<std::string_view, 3> results{"$1", "${1}", "$(1)"};
    return std::find(patterns.begin(), patterns.end(), pattern) != patterns.end() &&
           std::find(results.begin(), results.end(), result) != results.end();
}

Result<void> import_patterns(const Map& map, const std::string& place, RuleDraft& draft) {
    std::vector<std::string> lines;
    if (map.name.starts_with('{')) {
        const auto items = items_of(unbraced(map.name));
        if (!items) {
            return within(place, items.error());
        }
        for (const auto& each : *items) {
            lines.emplace_back(unbraced(each));
        }
    } else if (!map.name.starts_with('/')) {
        return import_error(place, map.type + ':' + map.name + ": is not an absolute path");
    } else {
        const auto text = import_file(map.name);
        if (!text) {
            return within(place, text.error());
        }
        for (auto& each : logical_lines(*text)) {
            lines.push_back(std::move(each.text));
        }
    }
    const auto end = lines.empty() ? std::string::npos : lines[0].find_first_of(" \t");
    if (lines.size() == 1 && end != std::string::npos &&
        is_identity(lines[0].substr(0, end), trimmed(std::string_view(lines[0]).substr(end)))) {
        draft.self = true;
        draft.owner_notes.push_back(place + ": " + map.type + ':' + map.name +
                                    ": a login owns the address that it is.");
        return {};
    }
    draft.remark(place,
                 map.type + ':' + map.name +
                     ": there are no patterns here; write a table of addresses, or [[delegation]]");
    return {};
}

}  // namespace

void add_owner_table(DraftTable table, std::string_view path, RuleDraft& draft) {
    auto name = path.substr(path.rfind('/') + 1);
    name = name.substr(0, name.ends_with(".cf") ? name.size() - 3 : name.size());
    table.name = draft.free_table_name(name);
    draft.owner_tables.push_back(table.name);
    draft.tables.push_back(std::move(table));
}

Result<void> import_postfix_map(const std::string& text, const std::string& place,
                                const PostfixNames& site, RuleDraft& draft) {
    static constexpr std::array<std::string_view, 6> texts{"hash", "btree", "texthash",
                                                           "lmdb", "cdb",   "inline"};
    const auto map = map_of(unbraced(text), site.default_type);
    if (map.type == "unionmap") {
        return import_each(map, place, site, draft);
    }
    if (std::find(texts.begin(), texts.end(), map.type) != texts.end()) {
        return import_text_map(map.type, map.name, place, site, draft);
    }
    const bool is_sql = map.type == "mysql" || map.type == "pgsql" || map.type == "sqlite";
    if ((is_sql || map.type == "ldap") && !map.name.starts_with('/')) {
        draft.remark(place, map.type + ':' + map.name + ": its settings are those of main.cf (" +
                                map.name + "_...): put them into a file, and name that instead");
        return {};
    }
    if (is_sql) {
        return import_sql_map(map.type, map.name, place, draft);
    }
    if (map.type == "ldap") {
        return import_ldap_map(map.name, place, draft);
    }
    if (map.type == "socketmap") {
        return import_socketmap(map, place, draft);
    }
    if (map.type == "regexp" || map.type == "pcre") {
        return import_patterns(map, place, draft);
    }
    draft.remark(place, map.type + ':' + map.name + ": there is no such type of table here");
    return {};
}

}  // namespace msa

#include "config/given_names.h"

#include "base/text.h"
#include "config/section.h"
#include "config/test_file_schema.h"

#include <string>
#include <string_view>
#include <utility>

namespace msa {
namespace {

void check_record(std::string_view type, const Placed<std::string>& value,
                  Diagnostics& diagnostics) {
    const auto blank = value.value.find(' ');
    const auto preference = value.value.substr(0, blank);
    const bool is_number = !preference.empty() && preference.size() <= 5 &&
                           preference.find_first_not_of("0123456789") == std::string::npos;
    if (type == "mx" && (!is_number || blank == std::string::npos)) {
        diagnostics.error(value.place, "an MX is a number and a name: \"10 mail.example.net\"");
    }
}

GivenName given_name(const toml::node& node, Diagnostics& diagnostics) {
    GivenName name;
    const auto* table = node.as_table();
    if (table == nullptr) {
        diagnostics.error(place_of(node), "what DNS has for a name is a table: { mx = [...] }");
        return name;
    }
    const Section section(*table, given_name_schema(), diagnostics);
    for (const auto* type : {"mx", "a", "aaaa", "txt", "ptr"}) {
        for (auto& value : section.strings(type)) {
            check_record(type, value, diagnostics);
            name.records[type].push_back(std::move(value.value));
        }
    }
    name.alias = section.string("cname").value_or("");
    const auto fails = section.word("fails", {"missing", "servfail"}).value_or("");
    name.is_missing = fails == "missing";
    name.is_failing = fails == "servfail";
    return name;
}

}  // namespace

void add_given_names(const toml::table& names, GivenWorld& world, Diagnostics& diagnostics) {
    for (const auto& [name, says] : names) {
        world.names[ascii_lower(name.str())] = given_name(says, diagnostics);
    }
}

}  // namespace msa

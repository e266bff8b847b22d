#include "config/given_names.h"

#include "base/text.h"
#include "config/test_sections.h"

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

/// Of that type: the key is its name.
void read_records(const Section& section, std::string_view key, GivenName& name) {
    for (auto& value : section.strings(key)) {
        check_record(key, value, section.diagnostics());
        name.records[std::string(key)].push_back(std::move(value.value));
    }
}

void read_failure(const Section& section, std::string_view key, GivenName& name) {
    const auto fails = section.string(key);
    name.is_missing = fails == "missing";
    name.is_failing = fails == "servfail";
}

KeySchema list_like(std::string example) {
    return {.type = ValueType::strings, .example = std::move(example)};
}

}  // namespace

const SectionOf<GivenName>& given_name_section() {
    static const auto section =
        SectionOf<GivenName>("[dns.\"NAME\"]", "What DNS says of a name.")
            .custom("mx", read_records, "MX records.", list_like("[\"10 mail.example.net\"]"))
            .custom("a", read_records, "A records.", list_like("[\"192.0.2.1\"]"))
            .custom("aaaa", read_records, "AAAA records.", list_like("[\"2001:db8::1\"]"))
            .custom("txt", read_records, "TXT records.", list_like("[\"v=spf1 -all\"]"))
            .custom("ptr", read_records, "PTR records.", list_like("[\"mail.example.net\"]"))
            .key("cname", &GivenName::alias, "It is an alias.", {.example = "\"other.example\""})
            .custom("fails", read_failure,
                    "\"missing\": there is no such domain; \"servfail\": nobody can tell.",
                    {.example = "\"missing\"", .words = {"missing", "servfail"}});
    return section;
}

void add_given_names(const toml::table& names, GivenWorld& world, Diagnostics& diagnostics) {
    for (const auto& [name, says] : names) {
        auto& given = world.names[ascii_lower(name.str())];
        given = {};
        if (const auto* table = says.as_table()) {
            given = given_name_section().read(*table, {diagnostics});
        } else {
            diagnostics.error(place_of(says), "what DNS has for a name is a table: { mx = [...] }");
        }
    }
}

}  // namespace msa

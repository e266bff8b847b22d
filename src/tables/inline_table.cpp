// A table whose entries stand in the rule file, see inline_table.h.
#include "tables/inline_table.h"

#include "base/text.h"
#include "ownership/table_kind.h"
#include "tables/table_faults.h"
#include "tables/table_key.h"

#include <algorithm>
#include <utility>

namespace msa {

namespace {

bool is_value(const std::string& value) {
    return !value.empty() && is_table_text(value);
}

}  // namespace

Result<std::shared_ptr<const FlatTable>> inline_table(
    const std::map<std::string, std::vector<std::string>>& entries,
    const std::map<std::string, std::string>& places) {
    const auto table = std::make_shared<FlatTable>();
    TableFaults faults;
    std::vector<std::string> names;
    std::vector<std::string> lines;
    for (const auto& [name, values] : entries) {
        names.push_back("entry '" + printable(name) + "'");
        const auto place = places.find(name);
        lines.push_back(place == places.end() ? std::string() : place->second);
        const auto key = table_key(name);
        if (!key) {
            faults.add(names.back() + ": not an address, @domain or login: " + key.error().what);
            continue;
        }
        if (!std::all_of(values.begin(), values.end(), is_value)) {
            faults.add(names.back() + ": a value is empty or not printable");
        }
        const std::vector<std::string_view> views(values.begin(), values.end());
        const auto origin = static_cast<std::uint32_t>(names.size() - 1);
        if (const auto added = table->add(*key, views, origin); !added) {
            return added.error();
        }
    }
    for (const auto& clash : table->seal()) {
        faults.add(names[clash.first] + " and " + names[clash.second] + " are one key");
    }
    if (!faults.empty()) {
        return faults.error();
    }
    table->name_places([lines = std::move(lines)](std::uint32_t origin) { return lines[origin]; });
    return std::shared_ptr<const FlatTable>(table);
}

namespace {

struct NoKeys {};  // but `entries`, which the rule file itself reads

OpenedTable make_table(const NoKeys& /*own*/, const TableSettings& settings) {
    auto table = inline_table(settings.entries, settings.places);
    return table ? OpenedTable(*std::move(table)) : table.error();
}

}  // namespace

TableKind inline_table() {
    return DescribeTable<NoKeys>("inline", TableSettings::Kept::in_rules,
                                 "Entries that stand in the rule file.")
        .opened_by(make_table);
}

}  // namespace msa

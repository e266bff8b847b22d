// Output of `audit query`, see query_output.h.
#include "commands/query_output.h"

#include "base/text.h"
#include "commands/terminal.h"
#include "trail/trail_time.h"

#include <algorithm>
#include <array>
#include <iostream>

#include <nlohmann/json.hpp>

namespace msa {
namespace {

using Strings = std::vector<std::string>;

/// What control records have besides time, kind and host.
constexpr std::string_view members_column = "members";

/// In the long form other keys tell more.
bool is_told_by_others(const std::string& key) {
    constexpr std::array<std::string_view, 8> less{"time",  "day",        "month", "right",
                                                   "field", "delegation", "rule",  "edit"};
    return std::find(less.begin(), less.end(), key) != less.end() || key == "by" ||
           key.ends_with("_domain");
}

Strings keys_of(const QueryOptions& options, const Query& query) {
    if (!query.columns.empty()) {
        return query.columns;
    }
    if (options.is_about_control()) {
        return {"time", "record", "host", std::string(members_column)};
    }
    if (options.is_csv) {
        return record_key_names();
    }
    if (options.is_long) {
        auto keys = record_key_names();
        std::erase_if(keys, is_told_by_others);
        return keys;
    }
    return {"time", "disposition", "login", "recipient", "rule"};
}

std::vector<TableColumn> columns_for(const Strings& keys) {
    constexpr std::array<std::string_view, 5> whole{"time", "day", "month", "disposition",
                                                    "record"};
    std::vector<TableColumn> columns;
    for (const auto& key : keys) {
        TableColumn column;
        for (const char c : key) {
            column.heading += is_letter(c) ? static_cast<char>(c - 'a' + 'A') : ' ';
        }
        column.is_whole = std::find(whole.begin(), whole.end(), key) != whole.end();
        columns.push_back(std::move(column));
    }
    return columns;
}

std::string members_of(const ControlRecord& record) {
    std::string text;
    for (const auto& member : record.members) {
        if (member.key != "host") {
            text += (text.empty() ? "" : " ") + member.key + '=' + member.text;
        }
    }
    return text;
}

/// `2026-11-21 19:31:22`, which is enough for people.
std::string short_time(const std::string& time) {
    constexpr std::size_t day_octets = 10;
    constexpr std::size_t octets = 19;
    auto text = time.substr(0, octets);
    text.at(day_octets) = ' ';
    return text;
}

TableRow row_of(const RecordReader& reader, const Strings& columns, bool is_csv) {
    TableRow row;
    for (const auto& column : columns) {
        if (column == members_column && reader.head().kind != RecordKind::transaction) {
            row.push_back(members_of(reader.control()));
        } else if (column == "time" && !is_csv) {
            row.push_back(short_time(trail_time(reader.head().time)));
        } else {
            row.push_back(join(values_of(reader, column), is_csv ? "; " : ", "));
        }
    }
    return row;
}

void add_line(std::string& text, std::string_view name, const std::string& value) {
    constexpr std::size_t width = 18;
    constexpr std::size_t longest = 2000;
    text += "  " + std::string(name);
    text.append(name.size() < width ? width - name.size() : 1, ' ');
    text += printable(value, longest) + '\n';
}

std::string long_text(const RecordReader& reader, const Strings& columns) {
    std::string text = trail_time(reader.head().time) + '\n';
    if (reader.head().kind != RecordKind::transaction) {
        add_line(text, "record", std::string(to_text(reader.head().kind)));
        for (const auto& member : reader.control().members) {
            if (!member.is_list) {
                add_line(text, member.key, member.text);
            }
            for (const auto& item : member.items) {
                add_line(text, member.key, item);
            }
        }
        return text + '\n';
    }
    for (const auto& column : columns) {
        for (const auto& value : values_of(reader, column)) {
            add_line(text, column, value);
        }
    }
    return text + '\n';
}

std::string json_of(const Strings& keys, const Counts::Line& line) {
    nlohmann::ordered_json json;
    for (std::size_t i = 0; i < keys.size(); ++i) {
        json[keys[i]] = line.values[i];
    }
    json["count"] = line.count;
    return json.dump(-1, ' ', true, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace

RecordPrinter::RecordPrinter(const QueryOptions& options, const Query& query)
    : options_(options),
      keys_(keys_of(options, query)),
      table_(columns_for(keys_), terminal_width()) {}

FoundRecord RecordPrinter::found(const RecordReader& reader, std::string_view line) const {
    if (options_.is_json) {
        return {{}, ascii_json(line) + '\n'};
    }
    if (options_.is_long && !options_.is_csv) {
        return {{}, long_text(reader, keys_)};
    }
    return {row_of(reader, keys_, options_.is_csv), {}};
}

void RecordPrinter::take(FoundRecord record) {
    has_any_ = true;
    if (!options_.last) {
        print(record);
        return;
    }
    last_.push_back(std::move(record));
    if (last_.size() > *options_.last) {
        last_.pop_front();
    }
}

void RecordPrinter::print(const FoundRecord& record) {
    if (record.row.empty()) {
        std::cout << record.text;
    } else if (options_.is_csv) {
        if (!has_heading_) {
            has_heading_ = true;
            std::cout << csv_line(keys_);
        }
        std::cout << csv_line(record.row);
    } else {
        table_.add(record.row);
        std::cout << table_.taken(false);
    }
}

void RecordPrinter::finish() {
    for (const auto& record : last_) {
        print(record);
    }
    std::cout << table_.taken(true);
}

void print_counts(const std::vector<Counts::Line>& lines, const Strings& keys,
                  const QueryOptions& options) {
    Strings headings = keys;
    headings.emplace_back("count");
    auto columns = columns_for(headings);
    columns.back().is_number = true;
    TextTable table(std::move(columns), terminal_width());
    if (options.is_csv && !lines.empty()) {
        std::cout << csv_line(headings);
    }
    for (const auto& line : lines) {
        TableRow row = line.values;
        row.push_back(std::to_string(line.count));
        if (options.is_json) {
            std::cout << json_of(keys, line) << '\n';
        } else if (options.is_csv) {
            std::cout << csv_line(row);
        } else {
            table.add(row);
        }
    }
    std::cout << table.taken(true);
}

void print_values(const Strings& values, const std::string& key, const QueryOptions& options) {
    TextTable table(columns_for({key}), terminal_width());
    if (options.is_csv && !values.empty()) {
        std::cout << csv_line({key});
    }
    for (const auto& value : values) {
        if (options.is_json) {
            std::cout << nlohmann::ordered_json{{key, value}}.dump() << '\n';
        } else if (options.is_csv) {
            std::cout << csv_line({value});
        } else {
            table.add({value});
        }
    }
    std::cout << table.taken(true);
}

}  // namespace msa

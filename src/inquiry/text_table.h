// Rows of values for people: an aligned table that fits a terminal.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace msa {

using TableRow = std::vector<std::string>;

struct TableColumn {
    std::string heading;
    bool is_number = false;
    bool is_whole = false;  // never cut
};

class TextTable {
public:
    /// Cells are as wide as they need to be where all fit into `width`; else the widest are cut.
    TextTable(std::vector<TableColumn> columns, std::size_t width)
        : columns_(std::move(columns)), width_(width) {}

    /// Values are made safe for a terminal.
    void add(const TableRow& row);
    /// What there is to print so far: nothing before there are enough rows to see how wide they
    /// are, or it is the end.
    [[nodiscard]] std::string taken(bool is_end);

private:
    void measure();
    [[nodiscard]] std::string line_of(const TableRow& row) const;

    std::vector<TableColumn> columns_;
    std::size_t width_;
    std::vector<std::size_t> widths_{};
    std::vector<TableRow> rows_{};
    bool is_begun_ = false;
};

/// One row (RFC 4180) with its end. Control characters are written as `\xHH`; a value that a
/// spreadsheet would compute begins with an apostrophe.
[[nodiscard]] std::string csv_line(const TableRow& row);

/// The same JSON in ASCII, so that no terminal misreads it.
[[nodiscard]] std::string ascii_json(std::string_view line);

}  // namespace msa

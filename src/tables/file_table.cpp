// A table in the text form of Postfix's own look-up tables, see file_table.h.
#include "tables/file_table.h"

#include "base/file.h"
#include "base/first_word.h"
#include "base/text.h"
#include "tables/table_faults.h"
#include "tables/table_key.h"
#include "tables/table_keys.h"
#include "tables/table_values.h"

#include <algorithm>
#include <utility>

namespace msa {

namespace {

constexpr std::string_view byte_order_mark = "\xEF\xBB\xBF";

class FileTableParser {
public:
    /// For a text of so many lines and octets.
    FileTableParser(const TableSettings& settings, std::size_t lines, std::size_t octets)
        : settings_(settings), path_(settings.path()) {
        table_->reserve(lines, octets + lines);
    }

    /// Error: the table is full.
    Result<void> take(std::string_view line);
    Result<void> end_entry() {
        auto added = entry_.empty() ? Result<void>() : add_entry(entry_);
        entry_.clear();  // and keeps its room
        return added;
    }
    Result<std::shared_ptr<const FlatTable>> finish();

private:
    Result<void> add_entry(std::string_view entry);
    [[nodiscard]] std::string place(std::uint32_t line) const {
        return path_ + ':' + std::to_string(line) + ": ";
    }
    void doubt(const std::string& what) {
        constexpr std::size_t most = 20;
        if (!what.empty() && ++doubts_ <= most) {
            settings_.doubts->push_back(place(entry_line_) + what);
        }
    }
    void fault(const std::string& what) { faults_.add(place(entry_line_) + what); }

    const TableSettings& settings_;
    std::string path_;
    std::shared_ptr<FlatTable> table_ = std::make_shared<FlatTable>();
    TableFaults faults_;
    std::string entry_;  // the lines of an entry so far, behind each other
    std::uint32_t entry_line_ = 0;
    std::uint32_t line_ = 0;
    std::size_t doubts_ = 0;
};

Result<void> FileTableParser::take(std::string_view line) {
    ++line_;
    if (!line.empty() && line.back() == '\r') {
        line.remove_suffix(1);
    }
    const auto text = trimmed(line);
    if (text.empty() || text.front() == '#') {
        return {};
    }
    if (is_blank(line.front())) {
        if (entry_.empty()) {
            entry_line_ = line_;
            fault("white space before the first entry");
            return {};
        }
        entry_ += ' ';
        entry_ += text;
        return {};
    }
    auto ended = end_entry();
    entry_.assign(text);
    entry_line_ = line_;
    return ended;
}

Result<void> FileTableParser::add_entry(std::string_view entry) {
    const auto end = first_word_end(entry);
    if (end == std::string_view::npos) {
        fault("a double quote is not closed");
        return {};
    }
    const auto written = entry.substr(0, end);
    const auto key = table_key(written);
    if (!key) {
        fault("'" + printable(written) +
              "' is not an address, @domain or login: " + key.error().what);
        return {};
    }
    const auto values = values_in(entry.substr(end));
    if (values.empty()) {
        fault("'" + printable(written) + "' has no value");
    }
    if (!std::all_of(values.begin(), values.end(), is_table_text)) {
        fault("control character or ill-formed utf-8");
    }
    if (const auto allowed = settings_.allows(written, values); !allowed) {
        fault(allowed.error().what);
    } else if (settings_.doubts) {
        doubt(settings_.doubt(written, values));
    }
    return table_->add(*key, values, entry_line_);
}

Result<std::shared_ptr<const FlatTable>> FileTableParser::finish() {
    if (const auto ended = end_entry(); !ended) {
        return ended.error();
    }
    for (const auto& clash : table_->seal()) {
        faults_.add(place(clash.second) + "the same key as in line " + std::to_string(clash.first));
    }
    if (!faults_.empty()) {
        return faults_.error();
    }
    if (settings_.doubts && doubts_ > settings_.doubts->size()) {
        settings_.doubts->push_back(path_ + ": " +
                                    std::to_string(doubts_ - settings_.doubts->size()) +
                                    " more lines like these");
    }
    table_->name_places(
        [path = path_](std::uint32_t line) { return path + ':' + std::to_string(line); });
    return std::shared_ptr<const FlatTable>(table_);
}

}  // namespace

Result<std::shared_ptr<const FlatTable>> parse_file_table(std::string_view text,
                                                          const TableSettings& settings) {
    if (text.substr(0, byte_order_mark.size()) == byte_order_mark) {
        text.remove_prefix(byte_order_mark.size());
    }
    const auto lines = static_cast<std::size_t>(std::count(text.begin(), text.end(), '\n'));
    FileTableParser parser(settings, lines, text.size());
    while (!text.empty()) {
        const auto line = text.substr(0, text.find('\n'));
        text.remove_prefix(std::min(line.size() + 1, text.size()));
        if (const auto taken = parser.take(line); !taken) {
            return within(settings.path(), taken.error());
        }
    }
    return parser.finish();
}

namespace {

struct FileSettings {
    std::string path{};
};

OpenedTable make_table(const FileSettings& own, const TableSettings& settings) {
    const auto text = read_file(own.path, max_table_file);
    auto table = text ? parse_file_table(*text, settings) : text.error();
    return table ? OpenedTable(*std::move(table)) : table.error();
}

}  // namespace

TableKind file_table() {
    return DescribeTable<FileSettings>("file", TableSettings::Kept::in_text,
                                       "A text, as postmap(1) reads it.")
        .key(path_key("Lines of `key login[,login...]`, read at the start and at a reload.",
                      "\"/etc/postfix/sender_login\""),
             &FileSettings::path)
        .opened_by(make_table);
}

}  // namespace msa

// A table in a constant database (https://cr.yp.to/cdb/cdb.txt), as postmap(1) writes it for
// `cdb:`: 256 pointers to hash tables, the records, the hash tables; all numbers have 32 bits, the
// lowest octet first. A file that takes its place is seen by the next look-up. Read without
// mapping: a file that is cut off while it is read gives errors, not SIGBUS.
#include "base/file.h"
#include "ownership/table_kind.h"
#include "tables/file_state.h"
#include "tables/table_key.h"
#include "tables/table_keys.h"
#include "tables/table_values.h"

#include <algorithm>
#include <array>
#include <atomic>
#include <cerrno>
#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <utility>

#include <fcntl.h>
#include <unistd.h>

namespace msa {
namespace {

constexpr std::size_t pointers = 256;
constexpr std::size_t pair_size = 8;
constexpr std::size_t largest_value = std::size_t{1} << 20U;  // octets
constexpr std::size_t usual_record = 512;                     // octets
constexpr std::uint64_t slots_at_once = 16;

std::uint32_t number_at(const char* octets) {
    std::uint32_t number = 0;
    for (unsigned i = 0; i < 4; ++i) {
        number |= static_cast<std::uint32_t>(static_cast<unsigned char>(octets[i])) << (8U * i);
    }
    return number;
}

std::uint32_t hash_of(std::string_view key) {
    std::uint32_t hash = 5381;
    for (const char c : key) {
        hash = ((hash << 5U) + hash) ^ static_cast<unsigned char>(c);
    }
    return hash;
}

class CdbFile {
public:
    CdbFile(std::string path, FileDescriptor file)
        : path_(std::move(path)), file_(std::move(file)) {}

    /// Reads the pointers; to be called before anything is looked for.
    [[nodiscard]] Result<void> read_pointers() {
        return read(0, pointers_.data(), pointers_.size());
    }
    /// Like Postfix, with a NUL behind key and value or without, whichever the writer chose: what
    /// has been found once says which.
    [[nodiscard]] Result<std::optional<std::string>> find_in_either_form(
        std::string_view key) const;
    [[nodiscard]] Result<void> each(const Table::Visitor& visitor) const;

private:
    enum class Form { unknown, with_nul, without };

    [[nodiscard]] Result<std::optional<std::string>> find(std::string_view key) const;
    [[nodiscard]] Result<void> read(std::uint64_t begin, char* octets, std::size_t size) const;
    /// As much as there is.
    [[nodiscard]] Result<std::size_t> read_some(std::uint64_t begin, char* octets,
                                                std::size_t size) const;
    /// The value of the record there, if it has this key.
    [[nodiscard]] Result<std::optional<std::string>> value_at(std::uint32_t begin,
                                                              std::string_view key) const;

    std::string path_;
    FileDescriptor file_;
    mutable std::atomic<Form> form_{Form::unknown};
    std::array<char, pointers * pair_size> pointers_{};
};

Result<std::size_t> CdbFile::read_some(std::uint64_t begin, char* octets, std::size_t size) const {
    for (;;) {
        const auto got = ::pread(file_.get(), octets, size, static_cast<::off_t>(begin));
        if (got >= 0) {
            return static_cast<std::size_t>(got);
        }
        if (errno != EINTR) {
            return file_error(path_, errno);
        }
    }
}

Result<void> CdbFile::read(std::uint64_t begin, char* octets, std::size_t size) const {
    for (std::size_t done = 0; done < size;) {
        const auto got = read_some(begin + done, octets + done, size - done);
        if (!got) {
            return got.error();
        }
        if (*got == 0) {
            return Error{path_ + ": the file is cut off"};
        }
        done += *got;
    }
    return {};
}

Result<std::optional<std::string>> CdbFile::value_at(std::uint32_t begin,
                                                     std::string_view key) const {
    std::array<char, usual_record> record{};  // with luck all of it comes at once
    const auto got = read_some(begin, record.data(), record.size());
    if (!got) {
        return got.error();
    }
    if (*got < pair_size) {
        return Error{path_ + ": the file is cut off"};
    }
    const auto value_size = std::size_t{number_at(record.data() + 4)};
    if (number_at(record.data()) != key.size()) {
        return std::optional<std::string>();
    }
    if (value_size > largest_value) {
        return Error{path_ + ": malformed: a value of " + std::to_string(value_size) + " octets"};
    }
    std::string rest(record.data() + pair_size,
                     std::min(*got - pair_size, key.size() + value_size));
    const auto there = rest.size();
    rest.resize(key.size() + value_size);
    if (const auto done = read(begin + pair_size + there, rest.data() + there, rest.size() - there);
        !done) {
        return done.error();
    }
    return rest.starts_with(key) ? std::optional(rest.substr(key.size())) : std::nullopt;
}

Result<std::optional<std::string>> CdbFile::find(std::string_view key) const {
    const auto hash = hash_of(key);
    const auto* const pointer = pointers_.data() + (hash % pointers) * pair_size;
    const auto begin = number_at(pointer);
    const auto slots = number_at(pointer + 4);
    const auto first = slots == 0 ? 0 : (hash / pointers) % slots;
    std::array<char, slots_at_once * pair_size> run{};
    std::uint64_t run_begin = 0;
    std::uint64_t run_end = 0;
    for (std::uint32_t i = 0; i < slots; ++i) {
        const auto number = (std::uint64_t{first} + i) % slots;
        if (number < run_begin || number >= run_end) {
            run_begin = number;
            run_end = std::min<std::uint64_t>(number + slots_at_once, slots);
            if (const auto done =
                    read(begin + number * pair_size, run.data(), (run_end - run_begin) * pair_size);
                !done) {
                return done.error();
            }
        }
        const auto* const slot = run.data() + (number - run_begin) * pair_size;
        const auto record = number_at(slot + 4);
        if (record == 0) {
            break;  // free: the key would stand here
        }
        if (number_at(slot) != hash) {
            continue;
        }
        auto value = value_at(record, key);
        if (!value || *value) {
            return value;
        }
    }
    return std::optional<std::string>();
}

Result<std::optional<std::string>> CdbFile::find_in_either_form(std::string_view key) const {
    const Form form = form_;
    if (form != Form::without) {
        auto value = find(std::string(key) + '\0');
        if (value && *value) {
            form_ = Form::with_nul;
            (*value)->resize(without_nul(**value).size());
        }
        if (!value || *value || form == Form::with_nul) {
            return value;
        }
    }
    auto value = find(key);
    if (value && *value) {
        form_ = Form::without;
    }
    return value;
}

/// The records lie one behind the other, from the pointers to the first hash table.
Result<void> CdbFile::each(const Table::Visitor& visitor) const {
    std::uint64_t end = UINT32_MAX;
    for (std::size_t i = 0; i < pointers; ++i) {
        end = std::min<std::uint64_t>(end, number_at(pointers_.data() + i * pair_size));
    }
    std::string record;
    for (std::uint64_t at = pointers_.size(); at < end; at += record.size()) {
        record.resize(pair_size);
        if (auto done = read(at, record.data(), pair_size); !done) {
            return done;
        }
        const std::size_t key_size = number_at(record.data());
        const std::size_t size = pair_size + key_size + number_at(record.data() + 4);
        if (key_size > largest_value || size > pair_size + key_size + largest_value) {
            return Error{path_ + ": malformed: a record of " + std::to_string(size) + " octets"};
        }
        record.resize(size);
        if (auto done = read(at + pair_size, record.data() + pair_size, size - pair_size); !done) {
            return done;
        }
        const auto text = std::string_view(record).substr(pair_size);
        const auto goes_on = show_entry(text.substr(0, key_size), text.substr(key_size), visitor);
        if (!goes_on) {
            return within(path_, goes_on.error());
        }
        if (!*goes_on) {
            break;
        }
    }
    return {};
}

Result<std::shared_ptr<const CdbFile>> open_file(const std::string& path, const FileState& state) {
    if (state.size < static_cast<::off_t>(pointers * pair_size)) {
        return Error{path + ": too short for a constant database", ErrorKind::bad_config};
    }
    FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) {
        return file_error(path, errno);
    }
    auto opened = std::make_shared<CdbFile>(path, std::move(file));
    const auto done = opened->read_pointers();
    return done ? Result<std::shared_ptr<const CdbFile>>(std::move(opened)) : done.error();
}

class CdbTable final : public Table {
public:
    explicit CdbTable(const std::string& path)
        : file_(
              path, [path](const FileState& state) { return open_file(path, state); },
              [](const FileState& opened, const FileState& now) { return opened != now; }) {}

    [[nodiscard]] Result<LookupAnswer> lookup(std::string_view key) const override;
    [[nodiscard]] Result<void> each(const Visitor& visitor) const override {
        const auto file = file_.get();
        return file ? (*file)->each(visitor) : file.error();
    }
    [[nodiscard]] Result<void> opens() const {
        const auto file = file_.get();
        return file ? Result<void>() : file.error();
    }

private:
    [[nodiscard]] Result<LookupAnswer> lookup_as_written(std::string_view key) const;

    CurrentFile<CdbFile> file_;
};

Result<LookupAnswer> CdbTable::lookup(std::string_view key) const {
    if (const auto quoted = quoted_key(key)) {
        auto answer = lookup_as_written(*quoted);
        if (!answer || answer->found) {
            return answer;
        }
    }
    return lookup_as_written(key);
}

Result<LookupAnswer> CdbTable::lookup_as_written(std::string_view key) const {
    if (key.find('\0') != std::string_view::npos) {
        return LookupAnswer{};  // else it might be taken for another
    }
    const auto file = file_.get();
    if (!file) {
        return file.error();
    }
    const auto value = (*file)->find_in_either_form(key);
    if (!value) {
        return value.error();
    }
    return *value ? found_value(**value) : LookupAnswer{};
}

struct CdbSettings {
    std::string path{};
};

/// Errors: the file cannot be read, or is none.
OpenedTable make_table(const CdbSettings& own, const TableSettings& /*settings*/) {
    auto table = std::make_shared<const CdbTable>(own.path);
    if (const auto opened = table->opens(); !opened) {
        return opened.error();
    }
    return std::shared_ptr<const Table>(std::move(table));
}

}  // namespace

TableKind cdb_table() {
    return DescribeTable<CdbSettings>("cdb", TableSettings::Kept::in_map,
                                      "A constant database, as postmap(1) writes it.")
        .key(path_key("The file that postmap(1) wrote, with its suffix; a change counts at once.",
                      "\"/etc/postfix/sender_login.cdb\""),
             &CdbSettings::path)
        .opened_by(make_table);
}

}  // namespace msa

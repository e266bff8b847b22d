// Constant databases, see cdb_table.h. 256 pointers to hash tables, the records, the hash tables;
// all numbers have 32 bits, the lowest octet first.
#include "tables/cdb_table.h"

#include "base/file.h"
#include "tables/file_state.h"
#include "tables/table_values.h"

#include <array>
#include <cerrno>
#include <cstdint>
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

struct Pair {
    std::uint32_t first = 0;
    std::uint32_t second = 0;
};

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

    [[nodiscard]] Result<std::optional<std::string>> find(std::string_view key) const;

private:
    [[nodiscard]] Result<std::string> read(std::uint64_t begin, std::size_t size) const;
    [[nodiscard]] Result<Pair> pair(std::uint64_t begin) const;
    /// The value of the record there, if it has this key.
    [[nodiscard]] Result<std::optional<std::string>> value_at(std::uint32_t begin,
                                                              std::string_view key) const;

    std::string path_;
    FileDescriptor file_;
};

Result<std::string> CdbFile::read(std::uint64_t begin, std::size_t size) const {
    std::string octets(size, '\0');
    for (std::size_t done = 0; done < size;) {
        const auto got = ::pread(file_.get(), octets.data() + done, size - done,
                                 static_cast<::off_t>(begin + done));
        if (got < 0 && errno == EINTR) {
            continue;
        }
        if (got < 0) {
            return file_error(path_, errno);
        }
        if (got == 0) {
            return Error{path_ + ": the file is cut off"};
        }
        done += static_cast<std::size_t>(got);
    }
    return octets;
}

Result<Pair> CdbFile::pair(std::uint64_t begin) const {
    const auto octets = read(begin, pair_size);
    return octets ? Result<Pair>({number_at(octets->data()), number_at(octets->data() + 4)})
                  : octets.error();
}

Result<std::optional<std::string>> CdbFile::value_at(std::uint32_t begin,
                                                     std::string_view key) const {
    const auto sizes = pair(begin);
    if (!sizes) {
        return sizes.error();
    }
    if (sizes->first != key.size()) {
        return std::optional<std::string>();
    }
    if (sizes->second > largest_value) {
        return Error{path_ + ": malformed: a value of " + std::to_string(sizes->second) +
                     " octets"};
    }
    auto record = read(std::uint64_t{begin} + pair_size, key.size() + sizes->second);
    if (!record) {
        return record.error();
    }
    return record->starts_with(key) ? std::optional(record->substr(key.size())) : std::nullopt;
}

Result<std::optional<std::string>> CdbFile::find(std::string_view key) const {
    const auto hash = hash_of(key);
    const auto table = pair(std::uint64_t{hash % pointers} * pair_size);
    if (!table) {
        return table.error();
    }
    const auto [begin, slots] = *table;
    const auto first = slots == 0 ? 0 : (hash / pointers) % slots;
    for (std::uint32_t i = 0; i < slots; ++i) {
        const auto number = (std::uint64_t{first} + i) % slots;
        const auto slot = pair(begin + number * pair_size);
        if (!slot) {
            return slot.error();
        }
        if (slot->second == 0) {
            break;  // free: the key would stand here
        }
        if (slot->first != hash) {
            continue;
        }
        auto value = value_at(slot->second, key);
        if (!value || *value) {
            return value;
        }
    }
    return std::optional<std::string>();
}

Result<std::shared_ptr<const CdbFile>> open_file(const std::string& path, const FileState& state) {
    if (state.size < static_cast<::off_t>(pointers * pair_size)) {
        return Error{path + ": too short for a constant database", ErrorKind::bad_config};
    }
    FileDescriptor file(::open(path.c_str(), O_RDONLY | O_CLOEXEC));
    if (!file.is_open()) {
        return file_error(path, errno);
    }
    return std::make_shared<const CdbFile>(path, std::move(file));
}

class CdbTable final : public Table {
public:
    explicit CdbTable(const std::string& path)
        : file_(
              path, [path](const FileState& state) { return open_file(path, state); },
              [](const FileState& opened, const FileState& now) { return opened != now; }) {}

    [[nodiscard]] Result<LookupAnswer> lookup(std::string_view key) const override;
    [[nodiscard]] Result<void> opens() const {
        const auto file = file_.get();
        return file ? Result<void>() : file.error();
    }

private:
    CurrentFile<CdbFile> file_;
};

/// Like Postfix, with a NUL behind key and value or without, whichever the writer chose.
Result<LookupAnswer> CdbTable::lookup(std::string_view key) const {
    if (key.find('\0') != std::string_view::npos) {
        return LookupAnswer{};  // else it might be taken for another
    }
    const auto file = file_.get();
    if (!file) {
        return file.error();
    }
    auto value = (*file)->find(std::string(key) + '\0');
    if (value && *value && !(*value)->empty() && (*value)->back() == '\0') {
        (*value)->pop_back();
    } else if (value && !*value) {
        value = (*file)->find(key);
    }
    if (!value) {
        return value.error();
    }
    return *value ? found_value(**value) : LookupAnswer{};
}

}  // namespace

Result<std::shared_ptr<const Table>> cdb_table(const TableSettings& settings) {
    auto table = std::make_shared<const CdbTable>(settings.path);
    if (const auto opened = table->opens(); !opened) {
        return opened.error();
    }
    return std::shared_ptr<const Table>(std::move(table));
}

}  // namespace msa

// A table in a file of LMDB, as postmap(1) writes it for `lmdb:`. What postmap has written is seen
// by the next look-up: into the same file, or a new file in its place. A damaged file cannot tell,
// or not where it is damaged.
#include "ownership/table_kind.h"
#include "tables/file_state.h"
#include "tables/lmdb_file.h"
#include "tables/table_key.h"
#include "tables/table_keys.h"
#include "tables/table_values.h"

#include <memory>
#include <optional>
#include <string>
#include <utility>

namespace msa {
namespace {

constexpr int attempts = 10;

/// Like Postfix, first with a NUL behind key and value, as postmap writes them, then without.
Result<std::optional<std::string>> find_in_either_form(const LmdbFile& file,
                                                       const LmdbFile::Snapshot& snapshot,
                                                       std::string_view key) {
    auto value = file.find(snapshot, std::string(key) + '\0');
    if (!value) {
        return value;
    }
    if (*value) {
        (*value)->resize(without_nul(**value).size());
        return value;
    }
    return file.find(snapshot, key);
}

class LmdbTable final : public Table {
public:
    explicit LmdbTable(std::string path)
        : path_(std::move(path)),
          file_(
              path_, [this](const FileState&) { return LmdbFile::open(path_); },
              [](const FileState& opened, const FileState& now) {
                  return !opened.is_same_file(now);
              }) {}

    [[nodiscard]] Result<LookupAnswer> lookup(std::string_view key) const override;
    [[nodiscard]] Result<void> each(const Visitor& visitor) const override;
    /// Looks for a key that there never is, before all others.
    [[nodiscard]] Result<void> opens() const {
        const auto answer = lookup({});
        return answer ? Result<void>() : answer.error();
    }

private:
    [[nodiscard]] Result<LookupAnswer> lookup_as_written(std::string_view key) const;
    [[nodiscard]] static Result<LmdbFile::Snapshot> newest(const LmdbFile& file) {
        auto snapshot = file.newest();
        for (int i = 1; i < attempts && !snapshot; ++i) {
            snapshot = file.newest();
        }
        return snapshot;
    }

    std::string path_;
    CurrentFile<LmdbFile> file_;
};

Result<LookupAnswer> LmdbTable::lookup(std::string_view key) const {
    if (const auto quoted = quoted_key(key)) {
        auto answer = lookup_as_written(*quoted);
        if (!answer || answer->found) {
            return answer;
        }
    }
    return lookup_as_written(key);
}

Result<LookupAnswer> LmdbTable::lookup_as_written(std::string_view key) const {
    if (key.find('\0') != std::string_view::npos) {
        return LookupAnswer{};  // else it might be taken for another
    }
    const auto file = file_.get();
    if (!file) {
        return file.error();
    }
    for (int i = 0; i < attempts; ++i) {
        const auto snapshot = newest(**file);
        if (!snapshot) {
            return snapshot.error();
        }
        const auto value = find_in_either_form(**file, *snapshot, key);
        if (!(*file)->holds(*snapshot)) {
            continue;
        }
        if (!value) {
            return value.error();
        }
        return *value ? found_value(**value) : LookupAnswer{};
    }
    return Error{path_ + ": the file does not stop changing"};
}

Result<void> LmdbTable::each(const Visitor& visitor) const {
    const auto file = file_.get();
    if (!file) {
        return file.error();
    }
    const auto snapshot = newest(**file);
    if (!snapshot) {
        return snapshot.error();
    }
    return (*file)->each(*snapshot, [&](std::string_view key, std::string_view value) {
        auto goes_on = show_entry(key, value, visitor);
        return goes_on ? goes_on : within(path_, goes_on.error());
    });
}

struct LmdbSettings {
    std::string path{};
};

/// Errors: the file cannot be read, or is none.
OpenedTable make_table(const LmdbSettings& own, const TableSettings& /*settings*/) {
    auto table = std::make_shared<const LmdbTable>(own.path);
    if (const auto opened = table->opens(); !opened) {
        return opened.error();
    }
    return std::shared_ptr<const Table>(std::move(table));
}

}  // namespace

TableKind lmdb_table() {
    return DescribeTable<LmdbSettings>("lmdb", TableSettings::Kept::in_map,
                                       "An LMDB file, as postmap(1) writes it.")
        .key(path_key("The file that postmap(1) wrote, with its suffix; a change counts at once.",
                      "\"/etc/postfix/sender_login.lmdb\""),
             &LmdbSettings::path)
        .opened_by(make_table);
}

}  // namespace msa

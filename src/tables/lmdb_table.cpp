// LMDB files, see lmdb_table.h.
//
// No lock is taken: postmap would wait for readers, and readers for a postmap at work. A reader
// sees the last transaction that was committed. Its pages are reused only while the second one
// after it is written, so a look-up that two of them overtook is done again.
#include "tables/lmdb_table.h"

#include "tables/file_state.h"
#include "tables/table_values.h"

#include <optional>
#include <string>
#include <utility>

#include <lmdb.h>

namespace msa {
namespace {

// mdb_env_open() wants it; the file is opened for reading.
constexpr mdb_mode_t unused_mode = 0600;
constexpr unsigned env_flags = MDB_RDONLY | MDB_NOSUBDIR | MDB_NOLOCK | MDB_NOTLS;
// Pages that a transaction gave back at the end of the file are counted, but need not be written.
constexpr std::uint64_t pages_not_written = 16;

struct EnvironmentEnd {
    void operator()(MDB_env* environment) const { ::mdb_env_close(environment); }
};
struct TransactionEnd {
    void operator()(MDB_txn* transaction) const { ::mdb_txn_abort(transaction); }
};
struct CursorEnd {
    void operator()(MDB_cursor* cursor) const { ::mdb_cursor_close(cursor); }
};
using OpenTransaction = std::unique_ptr<MDB_txn, TransactionEnd>;

struct LmdbFile {
    std::unique_ptr<MDB_env, EnvironmentEnd> environment;
    MDB_dbi database = 0;
};

Error lmdb_error(const std::string& path, int code) {
    return {path + ": " + ::mdb_strerror(code)};
}

/// Absent: the map is too small for what the file has become.
Result<std::optional<OpenTransaction>> begin(const LmdbFile& file, const std::string& path) {
    MDB_txn* raw = nullptr;
    const int code = ::mdb_txn_begin(file.environment.get(), nullptr, MDB_RDONLY, &raw);
    if (code == MDB_MAP_RESIZED) {
        return std::optional<OpenTransaction>();
    }
    if (code != MDB_SUCCESS) {
        return lmdb_error(path, code);
    }
    return std::optional(OpenTransaction(raw));
}

/// Reading behind the end of a file that is mapped would end the daemon.
bool is_cut_off(MDB_env* environment, const FileState& state) {
    MDB_envinfo info{};
    MDB_stat stat{};
    (void)::mdb_env_info(environment, &info);  // these fail only for null pointers
    (void)::mdb_env_stat(environment, &stat);
    const auto pages = static_cast<std::uint64_t>(state.size) / stat.ms_psize;
    return info.me_last_pgno + 1 > pages + pages_not_written;
}

Result<std::shared_ptr<const LmdbFile>> open_file(const std::string& path, const FileState& state) {
    auto file = std::make_shared<LmdbFile>();
    MDB_env* raw = nullptr;
    int code = ::mdb_env_create(&raw);
    file->environment.reset(raw);
    if (code == MDB_SUCCESS) {
        code = ::mdb_env_open(raw, path.c_str(), env_flags, unused_mode);
    }
    if (code != MDB_SUCCESS) {
        return lmdb_error(path, code);
    }
    if (is_cut_off(raw, state)) {
        return Error{path + ": the file is cut off"};
    }
    const auto transaction = begin(*file, path);
    if (!transaction) {
        return transaction.error();
    }
    if (!*transaction) {
        return lmdb_error(path, MDB_MAP_RESIZED);
    }
    code = ::mdb_dbi_open(transaction->value().get(), nullptr, 0, &file->database);
    if (code != MDB_SUCCESS) {
        return lmdb_error(path, code);
    }
    return std::shared_ptr<const LmdbFile>(std::move(file));
}

/// Whether pages that this transaction reads may have been written over.
bool is_overtaken(MDB_env* environment, MDB_txn* transaction) {
    MDB_envinfo info{};
    (void)::mdb_env_info(environment, &info);
    return info.me_last_txnid > ::mdb_txn_id(transaction) + 1;
}

std::string_view text_of(const MDB_val& value) {
    return {static_cast<const char*>(value.mv_data), value.mv_size};
}

class LmdbTable final : public Table {
public:
    explicit LmdbTable(std::string path)
        : path_(std::move(path)),
          file_(
              path_, [this](const FileState& state) { return open_file(path_, state); },
              [](const FileState& opened, const FileState& now) {
                  return !opened.is_same_file(now) || now.size < opened.size;
              }) {}

    [[nodiscard]] Result<LookupAnswer> lookup(std::string_view key) const override;
    [[nodiscard]] Result<void> each(const Visitor& visitor) const override;
    [[nodiscard]] Result<void> opens() const {
        const auto file = file_.get();
        return file ? Result<void>() : file.error();
    }

private:
    /// Absent: the file has changed meanwhile, so the answer is not to be relied on.
    [[nodiscard]] Result<std::optional<LookupAnswer>> look_up_once(std::string_view key) const;
    [[nodiscard]] Result<LookupAnswer> read(MDB_txn* transaction, MDB_dbi database,
                                            std::string_view key) const;
    [[nodiscard]] Result<std::optional<std::string_view>> get(MDB_txn* transaction,
                                                              MDB_dbi database,
                                                              std::string_view key) const;

    std::string path_;
    CurrentFile<LmdbFile> file_;
};

Result<std::optional<std::string_view>> LmdbTable::get(MDB_txn* transaction, MDB_dbi database,
                                                       std::string_view key) const {
    MDB_val wanted{key.size(), const_cast<char*>(key.data())};  // only read
    MDB_val found{};
    const int code = ::mdb_get(transaction, database, &wanted, &found);
    // A key that is longer than any can be is not there.
    if (code == MDB_NOTFOUND || code == MDB_BAD_VALSIZE) {
        return std::optional<std::string_view>();
    }
    if (code != MDB_SUCCESS) {
        return lmdb_error(path_, code);
    }
    return std::optional(text_of(found));
}

/// Like Postfix, first with a NUL behind key and value, as postmap writes them, then without.
Result<LookupAnswer> LmdbTable::read(MDB_txn* transaction, MDB_dbi database,
                                     std::string_view key) const {
    const std::string with_nul = std::string(key) + '\0';
    auto value = get(transaction, database, with_nul);
    if (value && *value && !(*value)->empty() && (*value)->back() == '\0') {
        (*value)->remove_suffix(1);
    } else if (value && !*value) {
        value = get(transaction, database, key);
    }
    if (!value) {
        return value.error();
    }
    return *value ? found_value(**value) : LookupAnswer{};
}

Result<std::optional<LookupAnswer>> LmdbTable::look_up_once(std::string_view key) const {
    const auto file = file_.get();
    if (!file) {
        return file.error();
    }
    auto* const environment = (*file)->environment.get();
    const auto transaction = begin(**file, path_);
    if (!transaction) {
        return transaction.error();
    }
    if (!*transaction) {
        file_.forget(*file);
        return std::optional<LookupAnswer>();
    }
    auto* const raw = transaction->value().get();
    auto answer = read(raw, (*file)->database, key);
    if (is_overtaken(environment, raw)) {
        return std::optional<LookupAnswer>();
    }
    return answer ? Result<std::optional<LookupAnswer>>(*std::move(answer)) : answer.error();
}

Result<LookupAnswer> LmdbTable::lookup(std::string_view key) const {
    if (key.find('\0') != std::string_view::npos) {
        return LookupAnswer{};  // else it might be taken for another
    }
    constexpr int attempts = 3;
    for (int i = 0; i < attempts; ++i) {
        auto answer = look_up_once(key);
        if (!answer) {
            return answer.error();
        }
        if (*answer) {
            return **std::move(answer);
        }
    }
    return Error{path_ + ": the file does not stop changing"};
}

/// False: there is no further one, or the visitor has seen enough.
Result<bool> show_next(MDB_cursor* cursor, const std::string& path, const Table::Visitor& visitor) {
    MDB_val key{};
    MDB_val value{};
    const int code = ::mdb_cursor_get(cursor, &key, &value, MDB_NEXT);
    if (code != MDB_SUCCESS) {
        return code == MDB_NOTFOUND ? Result<bool>(false) : lmdb_error(path, code);
    }
    const std::string key_text(text_of(key));
    const std::string value_text(text_of(value));
    auto* const transaction = ::mdb_cursor_txn(cursor);
    if (is_overtaken(::mdb_txn_env(transaction), transaction)) {
        return Error{path + ": the file has changed while it was listed; try again"};
    }
    auto goes_on = show_entry(key_text, value_text, visitor);
    return goes_on ? goes_on : within(path, goes_on.error());
}

Result<void> LmdbTable::each(const Visitor& visitor) const {
    const auto file = file_.get();
    if (!file) {
        return file.error();
    }
    const auto transaction = begin(**file, path_);
    if (!transaction || !*transaction) {
        return transaction ? lmdb_error(path_, MDB_MAP_RESIZED) : transaction.error();
    }
    MDB_cursor* opened = nullptr;
    if (const int code = ::mdb_cursor_open(transaction->value().get(), (*file)->database, &opened);
        code != MDB_SUCCESS) {
        return lmdb_error(path_, code);
    }
    const std::unique_ptr<MDB_cursor, CursorEnd> cursor(opened);
    for (;;) {
        const auto goes_on = show_next(opened, path_, visitor);
        if (!goes_on) {
            return goes_on.error();
        }
        if (!*goes_on) {
            return {};
        }
    }
}

}  // namespace

Result<std::shared_ptr<const Table>> lmdb_table(const TableSettings& settings) {
    auto table = std::make_shared<const LmdbTable>(settings.path);
    if (const auto opened = table->opens(); !opened) {
        return opened.error();
    }
    return std::shared_ptr<const Table>(std::move(table));
}

}  // namespace msa

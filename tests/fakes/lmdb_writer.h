// Writes LMDB files with liblmdb, as postmap(1) does: without locks, each write() one transaction.
#pragma once

#include <map>
#include <memory>
#include <stdexcept>
#include <string>

#include <lmdb.h>

namespace msa {

class LmdbWriter {
public:
    explicit LmdbWriter(const std::string& path, std::size_t max_octets = std::size_t{1} << 28U) {
        MDB_env* made = nullptr;
        demand(::mdb_env_create(&made));
        environment_.reset(made);
        demand(::mdb_env_set_mapsize(made, max_octets));
        demand(::mdb_env_open(made, path.c_str(),
                              MDB_NOSUBDIR | MDB_NOLOCK | MDB_NOSYNC | MDB_NOMETASYNC, 0600));
    }

    /// `anew`: entries of before are removed. `kind`: flags of the database.
    void write(const std::map<std::string, std::string>& entries, bool anew = false,
               unsigned kind = 0) {
        in_transaction(kind, [&](MDB_txn* transaction, MDB_dbi database) {
            if (anew) {
                demand(::mdb_drop(transaction, database, 0));
            }
            for (const auto& [key, value] : entries) {  // only read
                MDB_val name{key.size(), const_cast<char*>(key.data())};
                MDB_val content{value.size(), const_cast<char*>(value.data())};
                demand(::mdb_put(transaction, database, &name, &content, 0));
            }
        });
    }

private:
    struct End {
        void operator()(MDB_env* environment) const { ::mdb_env_close(environment); }
    };

    static void demand(int code) {
        if (code != MDB_SUCCESS) {
            throw std::runtime_error(::mdb_strerror(code));
        }
    }
    template <class Work>
    void in_transaction(unsigned kind, const Work& work) {
        MDB_txn* transaction = nullptr;
        MDB_dbi database = 0;
        demand(::mdb_txn_begin(environment_.get(), nullptr, 0, &transaction));
        demand(::mdb_dbi_open(transaction, nullptr, kind, &database));
        work(transaction, database);
        demand(::mdb_txn_commit(transaction));
    }

    std::unique_ptr<MDB_env, End> environment_;
};

}  // namespace msa

// What the rule file says about a table, before it is opened.
#pragma once

#include "base/result.h"

#include <chrono>
#include <cstddef>
#include <map>
#include <memory>
#include <set>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct TableSettings {
    enum class Type {
        inline_entries,
        file,
        lmdb,
        cdb,
        sqlite,
        socketmap,
        ldap,
        pgsql,
        mysql,
        redis
    };
    /// What the table is asked for, and so what may stand in it.
    enum class Use {
        owners,         // address or @domain -> logins
        primary,        // login -> the one address that names it
        subjects,       // what names a certificate -> the login that it stands for
        recent_logins,  // client address or IPv6 network -> login, seconds since 1970
        members,        // login -> groups, or whatever
        any
    };
    /// How long answers are kept, and how many. 0: not at all.
    struct Cache {
        std::chrono::seconds found{0};
        std::chrono::seconds missing{0};
        std::chrono::seconds stale{0};  // further, while the table cannot tell
        std::size_t entries = 10000;
        bool operator==(const Cache&) const = default;
    };
    struct Ldap {
        std::string base;
        std::string filter;  // with {key}
        std::vector<std::string> attributes;
        std::vector<std::string> dn_attributes{};  // name entries that have them
        std::string bind_dn;                       // empty: not bound
        std::string password_file;                 // empty: none
        std::string ca_file;                       // empty: what the system trusts
        bool start_tls = false;
        bool operator==(const Ldap&) const = default;
    };
    struct Redis {
        std::vector<std::string> command;  // with {key}
        std::string user;                  // empty: the default one
        std::string password_file;         // empty: none
        bool operator==(const Redis&) const = default;
    };
    struct Mysql {
        std::string password_file{};  // empty: none
        std::string ca_file{};        // empty: no TLS is asked for
        bool operator==(const Mysql&) const = default;
    };
    bool operator==(const TableSettings&) const = default;

    std::string name;
    Type type = Type::inline_entries;
    Use use = Use::any;
    std::set<std::string, std::less<>> groups{};                // whom group:NAME may stand for
    std::string path{};                                         // of a file
    std::map<std::string, std::vector<std::string>> entries{};  // inline_entries, as written
    std::map<std::string, std::string> places{};                // of the same entries: FILE:LINE
    std::string query{};                                        // sqlite, pgsql, mysql
    std::string server{};                                       // all servers
    std::string map{};                                          // socketmap
    Ldap ldap{};
    Redis redis{};
    Mysql mysql{};
    std::string separator{};  // of a list in one value: any of these; empty: there is none
    std::chrono::milliseconds deadline{2000};  // of one look-up
    Cache cache{};
    /// Where a text puts what allows() lets pass and doubt() does not, a line each with its place,
    /// for whoever opens the table; null: nobody asks.
    std::shared_ptr<std::vector<std::string>> doubts{};

    /// Whether all entries are known when the table is open.
    [[nodiscard]] bool is_read_whole() const {
        return type == Type::inline_entries || type == Type::file;
    }
    /// Whether what answers there is the same, whatever it is asked for and however long it may
    /// take.
    [[nodiscard]] bool is_same_source(const TableSettings& other) const;
    /// Whether an entry, as written, can mean something here. The error says why not.
    [[nodiscard]] Result<void> allows(std::string_view key,
                                      const std::vector<std::string_view>& values) const;
    /// Why an entry of a text, whose values are apart by blanks and commas, can hardly be meant as
    /// it is read; empty: it may be.
    [[nodiscard]] std::string doubt(std::string_view key,
                                    const std::vector<std::string_view>& values) const;
};

}  // namespace msa

// Whose an address is, as the databases of whole mail systems know it: ready queries.
#pragma once

#include "base/result.h"
#include "import/draft.h"

#include <string>
#include <vector>

namespace msa {

/// mailcow, iredmail and modoboa.
[[nodiscard]] const std::vector<std::string>& sender_acl_systems();
/// mysql, pgsql and sqlite.
[[nodiscard]] const std::vector<std::string>& sender_acl_types();

struct SenderAclChoice {
    std::string system;
    std::string type{};    // of the database; empty: the system's usual one
    std::string server{};  // or the file of SQLite; empty: where the system has it
};

/// The query alone. Errors: as below.
[[nodiscard]] Result<std::string> sender_acl_query(const std::string& system,
                                                   const std::string& type);

/// A table of owners. Error, bad_input: there is no such system, or it does not come with such a
/// database.
[[nodiscard]] Result<void> import_sender_acl(const SenderAclChoice& choice, RuleDraft& draft);

}  // namespace msa

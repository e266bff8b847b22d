// The tables that smtpd_sender_login_maps of main.cf(5) names, as tables of a rule file.
#pragma once

#include "base/result.h"
#include "import/draft.h"

#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// What of main.cf a table depends on.
struct PostfixNames {
    std::string default_type = "hash";
    /// Where a key without @ stands for the account: the plain names of myorigin and mydestination.
    std::vector<std::string> local_domains{};
    std::vector<std::string> unknown_domains{};  // what else stands there
};

/// A map `TYPE:NAME`, added to the draft's owners. What cannot be read here is a remark. `place`:
/// of the parameter. Errors name file and line: a file that is missing or malformed.
[[nodiscard]] Result<void> import_postfix_map(const std::string& map, const std::string& place,
                                              const PostfixNames& site, RuleDraft& draft);

/// A map of another kind, in files of their own.
[[nodiscard]] Result<void> import_text_map(const std::string& type, const std::string& path,
                                           const std::string& place, const PostfixNames& site,
                                           RuleDraft& draft);
/// `type`: mysql, pgsql or sqlite.
[[nodiscard]] Result<void> import_sql_map(const std::string& type, const std::string& path,
                                          const std::string& place, RuleDraft& draft);
[[nodiscard]] Result<void> import_ldap_map(const std::string& path, const std::string& place,
                                           RuleDraft& draft);

/// A table of owners, named for what stands behind the last / of `path`.
void add_owner_table(DraftTable table, std::string_view path, RuleDraft& draft);

}  // namespace msa

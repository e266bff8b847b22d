// What an import makes of other programs' settings: a rule file. What could not be taken over
// stands in it as a comment, with its place and the reason.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace msa {

struct DraftKey {
    std::string domain;
    std::string selector;
    std::string file;
    std::vector<std::string> author_domains;  // none twice; none: of `domain` alone
    std::vector<std::string> notes{};
    std::string obstacle{};  // why it has to stay a comment; empty: it signs
    std::string command{};   // what would take the obstacle away

    /// Unless it is there.
    void add_author_domain(const std::string& author_domain);
};

struct DraftTable {
    std::string name;
    std::vector<std::pair<std::string, std::string>> settings;  // key and value, as TOML
    std::vector<std::string> notes{};
    std::vector<std::pair<std::string, std::vector<std::string>>> entries{};  // of type inline
};

/// Clients that needed no login.
struct DraftNetwork {
    std::vector<std::string> ranges;
    std::string note;  // where they stood, and what that meant there
};

struct RuleDraft {
    std::vector<std::string> origins{};  // what it was made of
    std::vector<std::string> remarks{};  // what could not be taken over: `PLACE: what: why`

    std::vector<std::string> owner_tables{};
    std::vector<DraftTable> tables{};
    bool self = false;  // a login owns the address that it is
    std::string subaddress{};
    std::vector<std::string> owner_notes{};
    std::vector<DraftNetwork> networks{};

    std::vector<DraftKey> keys{};
    std::vector<std::string> oversign{};
    std::vector<std::string> sign{};
    int minimum_rsa_bits = 0;  // 0: the default
    bool require_safe_keys = true;

    void remark(std::string_view place, std::string_view what);
    /// A key of that domain and selector, which is made if it is not there. Where it is there with
    /// another file, that is a remark.
    DraftKey& key(const std::string& place, const DraftKey& wanted);
    /// `name`, or, where there is such a table already, `name_2` and so on.
    [[nodiscard]] std::string free_table_name(std::string_view name) const;
    /// How many things stayed comments.
    [[nodiscard]] std::size_t untranslated() const;
};

/// The rule file. It ends with a newline.
[[nodiscard]] std::string to_text(const RuleDraft& draft);

/// A string and a list as TOML has them.
[[nodiscard]] std::string toml_text(std::string_view value);
/// A text whose line ends mean blanks: some lines of the file, but one where it is read.
[[nodiscard]] std::string toml_folded(std::string_view value);
[[nodiscard]] std::string toml_list(const std::vector<std::string>& values);

}  // namespace msa

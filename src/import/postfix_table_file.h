// Files that configure one table: mysql_table(5), pgsql_table(5), sqlite_table(5), ldap_table(5).
#pragma once

#include "base/result.h"
#include "import/placed_line.h"

#include <map>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

class PostfixTableFile {
public:
    /// Errors name file and line: a line that is no `name = value`.
    [[nodiscard]] static Result<PostfixTableFile> read(const std::string& path);

    [[nodiscard]] std::string value(std::string_view name, std::string_view otherwise = {}) const;
    /// FILE:LINE of the setting, or the file.
    [[nodiscard]] std::string place(std::string_view name) const;
    [[nodiscard]] bool has(std::string_view name) const { return settings_.count(name) != 0; }
    /// The names of settings that are not among these, with their places.
    [[nodiscard]] std::vector<PlacedText> others(std::span<const std::string_view> known) const;

private:
    std::string path_;
    std::map<std::string, PlacedText, std::less<>> settings_;
};

}  // namespace msa

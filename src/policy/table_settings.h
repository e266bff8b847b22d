// What the rule file says about a table, before it is opened.
#pragma once

#include <map>
#include <string>
#include <vector>

namespace msa {

struct TableSettings {
    enum class Type { inline_entries, file };
    std::string name;
    Type type = Type::inline_entries;
    std::string path;                                         // file
    std::map<std::string, std::vector<std::string>> entries;  // inline_entries, as written
};

}  // namespace msa

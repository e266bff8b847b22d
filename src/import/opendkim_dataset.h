// The data sets of opendkim(8): lists in the settings, flat files, files of patterns.
#pragma once

#include "base/result.h"
#include "import/placed_line.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct DatasetEntry {
    std::string key;
    std::string value;  // empty: there is none
    std::string place;
};

struct Dataset {
    std::vector<DatasetEntry> entries;
    bool has_patterns = false;
    bool is_whole = true;  // nothing of it was left out, which a remark says
};

/// The path of a file that is not absolute; nothing: it is absolute, or no file.
[[nodiscard]] std::optional<std::string> relative_file(std::string_view specification);

/// Nothing where it is kept in something that cannot be read here: a database, a directory, a
/// program. `place`: of the setting. Errors name file and line.
[[nodiscard]] Result<std::optional<Dataset>> read_dataset(const std::string& specification,
                                                          const std::string& place);

}  // namespace msa

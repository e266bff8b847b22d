// An option of a check: its type, default and help, and how a value from the rule file gets in.
#pragma once

#include "base/result.h"
#include "policy/check.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <variant>
#include <vector>

namespace msa {

class Table;

using OptionValue = std::variant<bool, std::int64_t, std::string, std::vector<std::string>>;

struct CheckOption {
    std::string name;
    std::string help;
    OptionValue default_value;  // its alternative is the option's type
    /// The value has the type of default_value. An error says what is wrong with it.
    std::function<Result<void>(Check&, OptionValue)> set;
    bool holds_logins = false;  // logins and group:NAME, to be compared by MailStage::groups
};

/// An option that names a table of the rule file.
struct CheckTable {
    std::string name;
    std::string help;
    /// Absent from the rule file: not called, the check's table stays null.
    std::function<void(Check&, std::shared_ptr<const Table>)> set;
};

/// For an option with a range: the error says what the range is.
[[nodiscard]] inline std::function<Result<void>(const std::int64_t&)> between(std::int64_t least,
                                                                              std::int64_t most) {
    return [least, most](const std::int64_t& value) {
        return least <= value && value <= most
                   ? Result<void>()
                   : Error{"must be from " + std::to_string(least) + " to " + std::to_string(most),
                           ErrorKind::bad_config};
    };
}

}  // namespace msa

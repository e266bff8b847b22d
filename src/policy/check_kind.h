// The description of a check: one table that decodes its options from the rule file, validates them
// and documents them.
#pragma once

#include "base/result.h"
#include "policy/action.h"
#include "policy/check.h"

#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

namespace msa {

using OptionValue = std::variant<bool, std::int64_t, std::string, std::vector<std::string>>;

struct CheckOption {
    std::string name;
    std::string help;
    OptionValue default_value;  // its alternative is the option's type
    /// The value has the type of default_value. An error says what is wrong with it.
    std::function<Result<void>(Check&, OptionValue)> set;
};

class Table;

/// An option that names a table of the rule file.
struct CheckTable {
    std::string name;
    std::string help;
    /// Absent from the rule file: not called, the check's table stays null.
    std::function<void(Check&, std::shared_ptr<const Table>)> set;
};

struct CheckKind {
    std::string name;
    std::string section;  // the RFC section it implements
    std::string summary;  // one sentence
    std::string reply;    // an example of what the client is told; empty: only repairs
    Action default_action = Action::reject;
    bool can_repair = false;
    bool at_mail_time = false;  // judges before the header section is known
    std::vector<CheckOption> options;
    std::vector<CheckTable> tables;
    std::function<std::unique_ptr<Check>()> make;
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

/// Builds a CheckKind for a check type `T`, whose member initializers are the options' defaults.
template <class T>
class Describe {
public:
    Describe(std::string name, std::string section, std::string summary) {
        kind_.name = std::move(name);
        kind_.section = std::move(section);
        kind_.summary = std::move(summary);
        kind_.make = [] { return std::make_unique<T>(); };
    }
    Describe&& action(Action default_action) && {
        kind_.default_action = default_action;
        return std::move(*this);
    }
    Describe&& repairs() && {
        kind_.can_repair = true;
        return std::move(*this);
    }
    Describe&& judges_envelope() && {
        kind_.at_mail_time = true;
        return std::move(*this);
    }
    Describe&& replies(std::string example) && {
        kind_.reply = std::move(example);
        return std::move(*this);
    }
    /// `valid` looks at a value of the right type and says what is wrong with it.
    template <class V>
    Describe&& option(
        std::string name, V T::*member, std::string help,
        std::function<Result<void>(const V&)> valid = [](const V&) { return Result<void>(); }) && {
        kind_.options.push_back(
            {std::move(name), std::move(help), OptionValue(T{}.*member),
             [member, valid = std::move(valid)](Check& check, OptionValue value) {
                 auto& typed = std::get<V>(value);
                 if (auto ok = valid(typed); !ok) {
                     return ok;
                 }
                 dynamic_cast<T&>(check).*member = std::move(typed);
                 return Result<void>();
             }});
        return std::move(*this);
    }
    /// Names a `[tables.NAME]`. A look-up in it that fails is cannot_tell().
    Describe&& table(std::string name, std::shared_ptr<const Table> T::*member,
                     std::string help) && {
        kind_.tables.push_back({std::move(name), std::move(help),
                                [member](Check& check, std::shared_ptr<const Table> table) {
                                    dynamic_cast<T&>(check).*member = std::move(table);
                                }});
        return std::move(*this);
    }
    // NOLINTNEXTLINE(google-explicit-constructor): the end of the chain is the description itself
    operator CheckKind() && { return std::move(kind_); }

private:
    CheckKind kind_;
};

}  // namespace msa

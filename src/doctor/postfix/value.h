// Values of Postfix parameters: references to others, lists with braces, times (postconf(5)).
#pragma once

#include "base/result.h"

#include <chrono>
#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// The unexpanded value of a parameter; nothing where it is not known.
using ParameterLookup = std::function<std::optional<std::string>(std::string_view name)>;

/// With $name, ${name}, $(name), ${name?text}, ${name:text}, ${name?{text}:{text}} and
/// ${{a} == {b} ? {text} : {text}} replaced, $$ made $. What the look-up does not know stays as it
/// is written. Errors: a reference that does not end or names nothing, a circle.
[[nodiscard]] Result<std::string> expanded(std::string_view text, const ParameterLookup& lookup);

/// The items of a list: separated by blanks and commas outside braces (`unionmap:{a, b}` is one),
/// braces kept. Error: a brace that is not closed.
[[nodiscard]] Result<std::vector<std::string>> items_of(std::string_view list);

/// Without the braces around it, if there are any, and without blanks at either end.
[[nodiscard]] std::string_view unbraced(std::string_view text);

/// `10`, `10s`, `5m`, `1h`, `2d`, `1w`; seconds where there is no unit. Nothing where it is none.
[[nodiscard]] std::optional<std::chrono::seconds> postfix_time(std::string_view text);

/// `yes`, in any case.
[[nodiscard]] bool is_yes(std::string_view value);

struct NameAndValue {
    std::string name;
    std::string value;
};

/// `name=value` or `{ name = value }`; nothing where it is none.
[[nodiscard]] std::optional<NameAndValue> name_and_value(std::string_view text);

}  // namespace msa

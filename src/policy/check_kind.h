// The description of a check: one table that decodes its options from the rule file, validates them
// and documents them.
#pragma once

#include "base/result.h"
#include "policy/action.h"
#include "policy/check_option.h"

#include <functional>
#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <type_traits>
#include <utility>
#include <vector>

namespace msa {

struct CheckKind {
    std::string name;
    std::string section;  // the RFC section it implements
    std::string summary;  // one sentence
    std::string reply;    // an example of what the client is told; empty: only repairs
    Action default_action = Action::reject;
    Action default_on_error = Action::defer;
    bool can_repair = false;
    bool may_stay_when_resent = false;  // see policy/resending.h
    std::vector<Stage> stages;          // at which it asks, in order
    std::vector<CheckOption> options;
    std::vector<CheckTable> tables;
    std::function<std::unique_ptr<Check>()> make;
};

/// Builds a CheckKind for a check type `T`, whose member initializers are the options' defaults.
template <class T>
class Describe {
public:
    Describe(std::string name, std::string section, std::string summary) {
        kind_.name = std::move(name);
        kind_.section = std::move(section);
        kind_.summary = std::move(summary);
        kind_.make = [] { return std::make_unique<T>(); };
        asks<decltype(&T::at_mail), decltype(&Check::at_mail)>(Stage::mail);
        asks<decltype(&T::at_recipient), decltype(&Check::at_recipient)>(Stage::recipient);
        asks<decltype(&T::at_headers), decltype(&Check::at_headers)>(Stage::headers);
        asks<decltype(&T::at_message), decltype(&Check::at_message)>(Stage::message);
    }
    Describe&& action(Action default_action) && {
        kind_.default_action = default_action;
        return std::move(*this);
    }
    Describe&& on_error(Action default_on_error) && {
        kind_.default_on_error = default_on_error;
        return std::move(*this);
    }
    Describe&& repairs() && {
        kind_.can_repair = true;
        return std::move(*this);
    }
    /// What this check would mend may stay in a message that is only resent; otherwise such a
    /// message is refused, since readers could differ over it.
    Describe&& may_stay_when_resent() && {
        kind_.may_stay_when_resent = true;
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
    /// A list of what `parse` makes of strings; its error says what is wrong with one.
    template <class P>
    Describe&& list(std::string name, std::vector<P> T::*member, std::vector<std::string> defaults,
                    Result<P> (*parse)(std::string_view), std::string help) && {
        const auto set = [member, parse](Check& check, const OptionValue& value) -> Result<void> {
            std::vector<P> parsed;
            for (const auto& text : std::get<std::vector<std::string>>(value)) {
                auto each = parse(text);
                if (!each) {
                    return each.error();
                }
                parsed.push_back(*std::move(each));
            }
            dynamic_cast<T&>(check).*member = std::move(parsed);
            return {};
        };
        kind_.make = [make = std::move(kind_.make), set, defaults] {
            auto check = make();
            if (const auto ok = set(*check, defaults); !ok) {
                throw std::logic_error(ok.error().what);
            }
            return check;
        };
        kind_.options.push_back({std::move(name), std::move(help), std::move(defaults), set});
        return std::move(*this);
    }
    /// A list of logins and groups, none by default.
    Describe&& logins(std::string name, std::vector<std::string> T::*member, std::string help) && {
        Describe&& described = std::move(*this).option(std::move(name), member, std::move(help));
        described.kind_.options.back().holds_logins = true;
        return std::move(described);
    }
    /// Names a `[tables.NAME]`. A look-up in it that fails is cannot_tell().
    Describe&& table(std::string name, std::shared_ptr<const Table> T::*member,
                     std::string help) && {
        kind_.tables.push_back({std::move(name), std::move(help),
                                [member](Check& check, const std::shared_ptr<const Table>& table) {
                                    dynamic_cast<T&>(check).*member = table;
                                }});
        return std::move(*this);
    }
    // NOLINTNEXTLINE(google-explicit-constructor): the end of the chain is the description itself
    operator CheckKind() && { return std::move(kind_); }

private:
    /// What T does not override has the type of Check's own function.
    template <class Own, class Inherited>
    void asks(Stage stage) {
        if (!std::is_same_v<Own, Inherited>) {
            kind_.stages.push_back(stage);
        }
    }

    CheckKind kind_;
};

}  // namespace msa

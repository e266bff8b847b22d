// A check that finds what it is told to find.
#pragma once

#include "policy/rule_set.h"

#include <atomic>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <utility>
#include <vector>

namespace msa {

/// What a scripted check does at each stage; nothing where nothing is set.
struct Script {
    std::function<Findings(const MailStage&)> mail;
    std::function<Findings(const RecipientStage&)> recipient;
    std::function<Findings(const HeadersStage&)> headers;
    std::function<Findings(const MessageStage&)> message;
    std::size_t body_wanted = 0;
};

class ScriptedCheck final : public Check {
public:
    explicit ScriptedCheck(Script script) : script_(std::move(script)) {}

    [[nodiscard]] Findings at_mail(const MailStage& at) const override {
        return script_.mail ? script_.mail(at) : Findings();
    }
    [[nodiscard]] Findings at_recipient(const RecipientStage& at) const override {
        return script_.recipient ? script_.recipient(at) : Findings();
    }
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        return script_.headers ? script_.headers(at) : Findings();
    }
    [[nodiscard]] Findings at_message(const MessageStage& at) const override {
        return script_.message ? script_.message(at) : Findings();
    }
    [[nodiscard]] std::size_t body_wanted(const HeadersStage& /*at*/) const override {
        return script_.body_wanted;
    }

private:
    Script script_;
};

/// A finding that would be answered with 550 5.7.1 and its own text.
[[nodiscard]] inline Finding finding(const std::string& what,
                                     std::vector<FieldChange> repair = {}) {
    return {.what = what, .reply = {550, "5.7.1", what}, .repair = std::move(repair)};
}

[[nodiscard]] inline Rule scripted_rule(std::string id, Script script,
                                        Action action = Action::reject) {
    Rule rule;
    rule.id = std::move(id);
    rule.check_name = "scripted";
    rule.where = "rules.toml:1";
    rule.check = std::make_unique<ScriptedCheck>(std::move(script));
    static std::atomic<std::int64_t> number = 0;  // no two of them ask the same
    rule.options = {number++};
    rule.action = action;
    return rule;
}

}  // namespace msa

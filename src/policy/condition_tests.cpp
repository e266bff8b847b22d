// What made a condition hold: each of its values is asked for alone.
#include "base/text.h"
#include "policy/condition.h"

namespace msa {

namespace {

std::string text_of(const std::string& value) {
    return value;
}
std::string text_of(IdentitySource value) {
    return std::string(to_text(value));
}
std::string text_of(const Network& value) {
    return value.text();
}

template <class At>
class Tests {
public:
    Tests(const Condition& when, const At& at) : when_(when), at_(at) {}

    template <class Value>
    void add(std::string_view key, std::vector<Value> Condition::*values) {
        std::vector<std::string> met;
        for (const auto& value : when_.*values) {
            Condition alone;
            alone.*values = {value};
            const auto holds = alone.holds(at_, Several::any);
            if (holds && *holds) {
                met.push_back(text_of(value));
            }
        }
        if (!met.empty()) {
            found_.emplace_back(key, join(met, ","));
        }
    }
    void add(std::string_view key, std::string value) {
        found_.emplace_back(key, std::move(value));
    }

    [[nodiscard]] ConditionTests found() && { return std::move(found_); }

private:
    const Condition& when_;
    const At& at_;
    ConditionTests found_;
};

template <class At>
ConditionTests tests_of(const Condition& when, const At& at) {
    Tests<At> tests(when, at);
    tests.add("listener", &Condition::listener);
    tests.add("source", &Condition::source);
    tests.add("login", &Condition::login);
    tests.add("network", &Condition::network);
    tests.add("sender_domain", &Condition::sender_domain);
    tests.add("recipient_domain", &Condition::recipient_domain);
    tests.add("from_domain", &Condition::from_domain);
    if (when.tls) {
        tests.add("tls", *when.tls ? "true" : "false");
    }
    if (when.size_above) {
        tests.add("size_above", std::to_string(*when.size_above));
    }
    return std::move(tests).found();
}

}  // namespace

ConditionTests Condition::tests(const MailStage& at) const {
    return tests_of(*this, at);
}
ConditionTests Condition::tests(const RecipientStage& at) const {
    return tests_of(*this, at);
}
ConditionTests Condition::tests(const HeadersStage& at) const {
    return tests_of(*this, at);
}
ConditionTests Condition::tests(const MessageStage& at) const {
    return tests_of(*this, at);
}

}  // namespace msa

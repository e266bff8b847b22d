// The condition of a rule, in the words of the rule file.
#include "base/text.h"
#include "workbench/explanation.h"

namespace msa {
namespace {

class WhenText {
public:
    void add(std::string_view key, const std::vector<std::string>& values) {
        if (!values.empty()) {
            add(key, '"' + join(values, "\", \"") + '"');
        }
    }
    void add(std::string_view key, const std::string& value) {
        text_ += (text_.empty() ? "" : "; ") + std::string(key) + " = " + value;
    }
    [[nodiscard]] const std::string& text() const { return text_; }

private:
    std::string text_;
};

template <class Each, class Text>
std::vector<std::string> texts(const std::vector<Each>& all, Text text) {
    std::vector<std::string> result;
    result.reserve(all.size());
    for (const auto& each : all) {
        result.emplace_back(text(each));
    }
    return result;
}

}  // namespace

std::string when_text(const Condition& when) {
    WhenText text;
    text.add("listener", when.listener);
    text.add("source", texts(when.source, [](IdentitySource each) { return to_text(each); }));
    text.add("login", when.login);
    text.add("network", texts(when.network, [](const Network& each) { return each.text(); }));
    text.add("sender_domain", when.sender_domain);
    text.add("recipient_domain", when.recipient_domain);
    text.add("from_domain", when.from_domain);
    if (when.tls) {
        text.add("tls", std::string(*when.tls ? "true" : "false"));
    }
    if (when.size_above) {
        text.add("size_above", std::to_string(*when.size_above));
    }
    return text.text();
}

}  // namespace msa

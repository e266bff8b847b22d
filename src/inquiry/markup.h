// HTML in the making: what is a text is escaped, what is markup is not, and the type says which.
#pragma once

#include <concepts>
#include <string>
#include <string_view>

namespace msa {

class Markup {
public:
    Markup() = default;

    /// Text from anybody. Control characters, and those that turn the direction of writing or show
    /// nothing, are written as `\xHH` and `\u{HHHH}`; octets that are no UTF-8 as `\xHH`.
    Markup& operator<<(std::string_view text);
    Markup& operator<<(const std::string& text) { return *this << std::string_view(text); }
    Markup& operator<<(const char* text) { return *this << std::string_view(text); }
    Markup& operator<<(std::integral auto number) {
        html_ += std::to_string(number);
        return *this;
    }
    Markup& operator<<(const Markup& markup) {
        html_ += markup.html_;
        return *this;
    }

    [[nodiscard]] const std::string& html() const { return html_; }

private:
    friend Markup operator""_html(const char* text, std::size_t size);

    std::string html_;
};

/// Written as it is: only for what stands in this program.
[[nodiscard]] Markup operator""_html(const char* text, std::size_t size);

}  // namespace msa

// A text to look for in very many lines, before any of them is parsed.
#pragma once

#include <array>
#include <cstdint>
#include <string>
#include <string_view>

namespace msa {

class Needle {
public:
    enum class Case { counts, is_ignored };  // of A-Z

    /// `text` must not be empty.
    Needle(std::string_view text, Case how);

    [[nodiscard]] bool is_in(std::string_view octets) const;

private:
    [[nodiscard]] unsigned char folded(char c) const {
        return fold_[static_cast<unsigned char>(c)];
    }

    std::string text_;                       // folded
    std::array<unsigned char, 256> fold_{};  // what each octet is compared as
    std::array<std::uint8_t, 256> shift_{};  // how far to go on, by the octet under the last one
};

}  // namespace msa

// Hides addresses and other words in texts that were written for people.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <string_view>
#include <unordered_map>
#include <unordered_set>

namespace msa {

class TextMask {
public:
    /// `instead`: what stands for an address that nobody has named before.
    using Instead = std::function<std::string(std::string_view address)>;

    explicit TextMask(Instead instead) : instead_(std::move(instead)) {}

    /// A word without blanks, wherever it stands alone, in upper or lower case.
    void hide(std::string_view word, std::string instead);
    /// This one stays, even if it is hidden, too.
    void spare(std::string_view word);

    /// With `all_addresses` each word with `@` is hidden that is not spared; otherwise only those
    /// that are to be.
    [[nodiscard]] std::string masked(std::string_view text, bool all_addresses) const;

private:
    [[nodiscard]] std::string masked_word(std::string_view word, bool all_addresses) const;
    /// Absent: nothing in it is to be hidden or spared.
    [[nodiscard]] std::optional<std::string> masked_part(std::string_view word,
                                                         bool all_addresses) const;

    Instead instead_;
    std::unordered_map<std::string, std::string> hidden_;
    std::unordered_set<std::string> spared_;
};

/// Wherever `from`, which may be empty, stands.
void replace_all(std::string& text, std::string_view from, std::string_view to);

}  // namespace msa

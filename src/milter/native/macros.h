// What an MTA says in macros: a list for each stage, which replaces the stage's last one.
#pragma once

#include <array>
#include <cstddef>
#include <optional>
#include <string>
#include <string_view>

namespace msa {

class Macros {
public:
    /// SMFIC_MACRO: the command that follows, then names and values in turn. False: that is not
    /// what it holds.
    [[nodiscard]] bool take(std::string_view data);

    /// Of the last stage that has one; empty: none has. `i` and `{i}` are the same.
    [[nodiscard]] std::string_view value(std::string_view name) const;

    /// Before a command (SMFIC_*) is carried out: what was said of the stages behind it is over.
    void begin(char command);

private:
    static constexpr std::size_t stages = 7;
    [[nodiscard]] static std::optional<std::size_t> stage_of(char command);

    std::array<std::string, stages> said_;  // names and values, each ended by NUL
};

}  // namespace msa

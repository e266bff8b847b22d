// A remark beside a line of a file under review: a workflow command of GitHub Actions, which other
// forges understand too.
#pragma once

#include <cstddef>
#include <string>
#include <string_view>

namespace msa {

struct GithubNote {
    std::string_view level;  // notice, warning or error
    std::string_view file;
    std::size_t line = 0;
    std::size_t column = 0;    // 0: not known
    std::string_view title{};  // empty: none
    std::string_view message{};
};

/// The command, with its line end; whatever octets its parts are made of, it stays one command.
[[nodiscard]] std::string to_text(const GithubNote& note);

}  // namespace msa

// What to say of a command line with a word that means nothing.
#pragma once

#include <string>
#include <vector>

namespace CLI {  // NOLINT(readability-identifier-naming): the library has named it
class App;
}

namespace msa {

/// `no command 'chek'; did you mean 'check'?`, of the first command or option that there is not;
/// empty: all are known.
[[nodiscard]] std::string unknown_word(const CLI::App& app, const std::vector<std::string>& words);

}  // namespace msa

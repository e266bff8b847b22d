// What to say of a command line with a word that means nothing.
#pragma once

#include <string>
#include <vector>

namespace msa {

class Command;

/// `no command 'chek'; did you mean 'check'?`, of the first command or option that there is not;
/// empty: all are known.
[[nodiscard]] std::string unknown_word(const Command& program,
                                       const std::vector<std::string>& words);

}  // namespace msa

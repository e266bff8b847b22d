// What `msa-milter setup` tells Postfix. What is there already and asks the milter stays as it is.
#pragma once

#include "base/result.h"
#include "commands/setup_mta.h"

#include <string>
#include <vector>

namespace msa {

struct PostfixPlan {
    std::vector<MtaCommand> commands{};  // what Postfix has to be told; empty: it knows all of it
    std::vector<std::string> kept{};     // names of what is there otherwise than in the example
    std::vector<MtaCommand> undo{};      // they bring back services that give way
    std::string milters{};               // those of main.cf, which these services do not ask
};

/// What makes main.cf and master.cf say what the example does, as far as they do not yet. Errors:
/// postconf(1) fails, or the example cannot be read.
[[nodiscard]] Result<PostfixPlan> postfix_plan(const std::string& examples,
                                               const std::string& configuration);

/// Prints the plan on standard output; if `applies`, Postfix is told. Error: a command fails.
[[nodiscard]] Result<void> carry_out(const PostfixPlan& plan, bool applies);

}  // namespace msa

// Who tells Postfix whether a login and its password are right.
#pragma once

#include "base/result.h"
#include "commands/setup_mta.h"

#include <string>
#include <vector>

namespace msa {

struct PasswordService {
    enum class Kind {
        known,    // Postfix has one
        dovecot,  // it has none, but Dovecot is here
        none
    };
    Kind kind = Kind::none;
    // Where it is to be Dovecot: a file of its configuration, and what Postfix has to be told.
    std::string file{};
    std::string text{};
    std::vector<MtaCommand> commands{};
};

/// `configuration`: Postfix's folder, or empty: its own. `dovecot`: the folder of files that
/// Dovecot includes, conf.d. `queue`: as queue_directory(). Error: postconf(1) fails.
[[nodiscard]] Result<PasswordService> password_service(const std::string& configuration,
                                                       const std::string& dovecot,
                                                       const std::string& queue);

}  // namespace msa

// Brings key records into DNS, as the rule file says: by nsupdate, by a command, or by people.
#pragma once

#include "base/result.h"
#include "submission/signing_settings.h"

#include <chrono>
#include <functional>
#include <memory>
#include <string>

namespace msa {

class Publisher {
public:
    virtual ~Publisher() = default;
    /// From then on `name` is to have this TXT record and no other; perhaps it has it already.
    /// `is_revoked`: its p= is empty. True: that was asked of DNS; false: people have to do it.
    /// Errors: the program could not be run, or says that it failed.
    [[nodiscard]] virtual Result<bool> put(const std::string& name, const std::string& record,
                                           bool is_revoked) = 0;
};

/// `patience`: how long a program may take; then it is killed, and that is an error, as is the case
/// when `is_over` says so meanwhile.
[[nodiscard]] std::unique_ptr<Publisher> make_publisher(
    const KeyFolderSettings& settings,
    std::chrono::milliseconds patience = std::chrono::seconds(30),
    std::function<bool()> is_over = {});

}  // namespace msa

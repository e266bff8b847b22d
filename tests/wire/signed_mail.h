// Mail of alice@mail.example through a daemon that signs it.
#pragma once

#include "wire/daemon.h"
#include "wire/left_message.h"
#include "wire/milter_client.h"

#include <string>

namespace msa::wire {

/// A message as it left; empty: it was not accepted.
[[nodiscard]] inline std::string signed_message(MilterClient& client) {
    auto mail = honest_mail();
    mail.sender = "<alice@mail.example>";
    for (auto& field : mail.header) {
        field.value = field.name == "From" ? " alice@mail.example" : field.value;
    }
    const auto ending = client.submit(mail);
    return ending.is_accepted() ? left_message(ending.message, mail.body) : "";
}

[[nodiscard]] inline std::string signed_message(const Daemon& daemon) {
    MilterClient client(daemon.socket());
    client.greet();
    auto text = signed_message(client);
    client.quit();
    return text;
}

/// Whether a key of this selector has signed it.
[[nodiscard]] inline bool is_signed_by(const std::string& message, const std::string& selector) {
    return message.find("s=" + selector + ';') != std::string::npos;
}

}  // namespace msa::wire

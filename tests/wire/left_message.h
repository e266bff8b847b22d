// A message as it left, CRLF everywhere: what the MTA delivers of it, without its own Received.
#pragma once

#include "wire/mta_model.h"

#include <string>

namespace msa::wire {

[[nodiscard]] inline std::string left_message(const MessageModel& message,
                                              const std::string& body) {
    std::string text;
    for (const auto& field : message.delivered()) {
        text += field.name + ':';
        for (const char c : field.value) {
            text += c == '\n' ? "\r\n" : std::string(1, c);
        }
        text += "\r\n";
    }
    return text + "\r\n" + message.new_body().value_or(body);
}

}  // namespace msa::wire

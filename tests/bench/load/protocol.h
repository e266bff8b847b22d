// The milter protocol (version 6) from the MTA's side, as far as a load needs it.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace msa::bench {

/// Length, command, data.
[[nodiscard]] std::string packet(char command, std::string_view data = {});

/// What a milter answered to the offer of everything.
struct Agreement {
    std::uint32_t steps = 0;
    std::map<std::uint32_t, std::string> macros;  // per stage, where it asked

    /// Throws std::runtime_error where it is no answer to an offer.
    static Agreement parse(std::string_view data);
};

[[nodiscard]] std::string offer();

/// Packets that go out at once, and what is waited for.
struct Turn {
    std::string octets;
    bool is_answered = false;  // with one packet; at the end of a message, with changes before it
    bool is_body = false;      // which the milter may have enough of
    bool is_end = false;       // of a message
};

struct Mail {
    std::string login = "alice@example.com";
    std::string sender = "alice@example.com";
    std::size_t body = 4096;  // octets
};

/// Everything of a message in the order in which it is sent, and as text. Postfix does not show its
/// own Received field.
[[nodiscard]] std::vector<std::pair<std::string, std::string>> fields_of(const Mail& mail);
[[nodiscard]] std::string body_of(const Mail& mail);

/// Joined where the milter agreed not to answer.
[[nodiscard]] std::vector<Turn> opening(const Agreement& agreement, const Mail& mail);
[[nodiscard]] std::vector<Turn> message(const Agreement& agreement, const Mail& mail);
/// Follows every message, also one that was accepted.
[[nodiscard]] std::string abort();

}  // namespace msa::bench

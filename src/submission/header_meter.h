// How much of a header section is taken, counted as it arrives: a client must not make us keep, and
// judge, what is refused for its size in the end.
#pragma once

#include "submission/reply.h"

#include <cstddef>

namespace msa {

/// The most that any rules let through.
struct HeaderCeiling {
    std::size_t fields = 100000;
    std::size_t octets = std::size_t{16} << 20U;  // of names and values
};

/// A check that has a ceiling of its own is one of these too.
class HeaderLimit {
public:
    HeaderLimit() = default;
    HeaderLimit(const HeaderLimit&) = delete;
    HeaderLimit& operator=(const HeaderLimit&) = delete;
    virtual ~HeaderLimit() = default;

    /// What at_headers() surely objects to above; what comes above it need not be kept.
    [[nodiscard]] virtual HeaderCeiling header_ceiling() const = 0;
};

class HeaderMeter {
public:
    explicit HeaderMeter(HeaderCeiling ceiling) : ceiling_(ceiling) {}

    /// Whether a field of so many octets is to be kept. The one that exceeds the ceiling is, so
    /// that a check finds that it does; those behind it are not.
    [[nodiscard]] bool takes(std::size_t octets) {
        if (is_exceeded()) {
            return false;
        }
        ++fields_;
        octets_ += octets;
        return true;
    }

    [[nodiscard]] bool is_exceeded() const {
        return fields_ > ceiling_.fields || octets_ > ceiling_.octets;
    }
    /// What is said where no rule has refused before. Nothing that was not seen whole is let
    /// through.
    [[nodiscard]] static Reply refusal() {
        return {554, "5.6.0", "Malformed message: the header section is too big"};
    }

private:
    HeaderCeiling ceiling_;
    std::size_t fields_ = 0;
    std::size_t octets_ = 0;
};

}  // namespace msa

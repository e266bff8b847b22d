// What is known of a body after its octets have gone by; the body itself is not kept.
#pragma once

#include <cstdint>
#include <string_view>

namespace msa {

struct BodyFacts {
    std::uint64_t octets = 0;
    std::uint64_t longest_line = 0;  // octets without CRLF; a bare CR or LF does not end a line
    bool has_8bit = false;
    bool has_nul = false;
    bool has_bare_cr = false;    // CR without LF behind it (RFC 5321, 2.3.8)
    bool has_bare_lf = false;    // LF without CR in front of it
    bool ends_with_crlf = true;  // an empty body counts as ended
};

class BodyScanner {
public:
    BodyScanner() = default;
    /// As if that had been counted.
    explicit BodyScanner(const BodyFacts& counted) : facts_(counted) {}
    /// Chunks in order; a line or CRLF may straddle two.
    void add(std::string_view chunk);
    /// The facts of what was added, taking it as complete: a CR at the very end is bare.
    [[nodiscard]] BodyFacts facts() const;

private:
    void end_pending_cr();
    void add_to_line(std::uint64_t octets);
    void add_special(char c);

    BodyFacts facts_;
    std::uint64_t line_ = 0;
    bool after_cr_ = false;
};

}  // namespace msa

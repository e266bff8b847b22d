// Body facts, see body_facts.h. One look at each octet, at many together where they are ordinary.
#include "mail/body_facts.h"

#include "base/octet_block.h"
#include "base/text.h"

#include <algorithm>
#include <cstddef>

namespace msa {

namespace {

// NUL, LF and CR are all at or below CR; nothing above it needs a second look.
constexpr bool is_ordinary(char c) {
    return static_cast<unsigned char>(c) > '\r';
}

struct Run {
    std::size_t length = 0;
    bool has_8bit = false;
};

Run ordinary_run(std::string_view text) {
    OctetBlock seen{};
    std::size_t length = 0;
    for (; length + block_octets <= text.size(); length += block_octets) {
        const OctetBlock block = block_at(text.data() + length);
        if (any_set(block <= static_cast<unsigned char>('\r'))) {
            break;
        }
        seen |= block;
    }
    bool has_8bit = any_set(seen & static_cast<unsigned char>(0x80));
    for (; length < text.size() && is_ordinary(text[length]); ++length) {
        has_8bit = has_8bit || is_8bit(text[length]);
    }
    return {.length = length, .has_8bit = has_8bit};
}

}  // namespace

void BodyScanner::add(std::string_view chunk) {
    facts_.octets += chunk.size();
    while (!chunk.empty()) {
        const Run run = ordinary_run(chunk);
        if (run.length > 0) {
            end_pending_cr();
            facts_.has_8bit |= run.has_8bit;
            add_to_line(run.length);
            chunk.remove_prefix(run.length);
        } else {
            add_special(chunk.front());
            chunk.remove_prefix(1);
        }
    }
}

// A CR that something other than LF follows is an octet of its line.
void BodyScanner::end_pending_cr() {
    if (after_cr_) {
        after_cr_ = false;
        facts_.has_bare_cr = true;
        add_to_line(1);
    }
}

void BodyScanner::add_to_line(std::uint64_t octets) {
    line_ += octets;
    facts_.longest_line = std::max(facts_.longest_line, line_);
    facts_.ends_with_crlf = false;
}

void BodyScanner::add_special(char c) {
    if (c == '\n' && after_cr_) {
        after_cr_ = false;
        line_ = 0;
        facts_.ends_with_crlf = true;
        return;
    }
    end_pending_cr();
    if (c == '\r') {
        after_cr_ = true;
        facts_.ends_with_crlf = false;
        return;
    }
    facts_.has_bare_lf |= c == '\n';
    facts_.has_nul |= c == '\0';
    add_to_line(1);
}

BodyFacts BodyScanner::facts() const {
    BodyScanner complete = *this;
    complete.end_pending_cr();
    return complete.facts_;
}

}  // namespace msa

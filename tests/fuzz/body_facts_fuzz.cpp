// Body facts: however the octets are cut, they are those of the plainest reading of the whole.
#include "base/text.h"
#include "fuzz/require.h"
#include "mail/body_facts.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace msa {

namespace {

void check_equal(const BodyFacts& a, const BodyFacts& b) {
    require(a.octets == b.octets, "octets");
    require(a.longest_line == b.longest_line, "longest line");
    require(a.has_8bit == b.has_8bit, "8bit");
    require(a.has_nul == b.has_nul, "nul");
    require(a.has_bare_cr == b.has_bare_cr, "bare cr");
    require(a.has_bare_lf == b.has_bare_lf, "bare lf");
    require(a.ends_with_crlf == b.ends_with_crlf, "end");
}

BodyFacts plain_facts(std::string_view body) {
    BodyFacts facts;
    facts.octets = body.size();
    facts.has_8bit = has_8bit(body);
    facts.has_nul = body.find('\0') != std::string_view::npos;
    for (std::size_t i = 0; i < body.size(); ++i) {
        facts.has_bare_cr |= body[i] == '\r' && body.substr(i + 1, 1) != "\n";
        facts.has_bare_lf |= body[i] == '\n' && (i == 0 || body[i - 1] != '\r');
    }
    facts.ends_with_crlf =
        body.empty() || (body.size() > 1 && body.substr(body.size() - 2) == "\r\n");
    for (;;) {
        const std::size_t line = std::min(body.find("\r\n"), body.size());
        facts.longest_line = std::max<std::uint64_t>(facts.longest_line, line);
        if (line == body.size()) {
            return facts;
        }
        body.remove_prefix(line + 2);
    }
}

}  // namespace

}  // namespace msa

// The first octet is the length of the chunks.
// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size == 0) {
        return 0;
    }
    const std::string_view body(reinterpret_cast<const char*>(data) + 1, size - 1);
    msa::BodyScanner scanner;
    const std::size_t length = data[0] % 8 + 1U;
    for (std::size_t i = 0; i < body.size(); i += length) {
        scanner.add(body.substr(i, length));
    }
    msa::check_equal(scanner.facts(), msa::plain_facts(body));
    return 0;
}

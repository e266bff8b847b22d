// SPF whatever the owners of domains publish: an evaluation ends within its limits, libspf2 is
// shown nothing of what they wrote but addresses and prefix lengths, and what is not the grammar is
// permerror.
//
// The input is lines: `ADDRESS [LOCAL-PART]` first, then records `TXT NAME TEXT`, `A NAME ADDRESS`,
// `AAAA ...`, `MX NAME PREFERENCE NAME`, `PTR NAME NAME`, `FAIL NAME`. The sender is in d.example.
#include "base/text.h"
#include "fuzz/require.h"
#include "spf/spf_evaluation.h"
#include "spf/spf_lookups.h"
#include "workbench/given_resolver.h"

#include <algorithm>
#include <array>
#include <charconv>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <system_error>

#include <arpa/inet.h>

namespace msa {
namespace {

constexpr std::string_view shown = "abcdefilmnoprstuvxABCDEF0123456789.:/+-?~= ";

bool is_address(int family, const std::string& text) {
    std::array<unsigned char, 16> octets{};
    return ::inet_pton(family, text.c_str(), octets.data()) == 1;
}

void add_mx(const std::string& name, const std::string& value, GivenResolver& dns) {
    unsigned preference = 0;
    const auto [end, error] =
        std::from_chars(value.data(), value.data() + value.size(), preference);
    if (error == std::errc() && *end == ' ' && preference <= 65535) {
        dns.add(name, RecordType::mx, value);
    }
}

void add_record(std::string_view line, GivenResolver& dns) {
    const auto first = std::min(line.find(' '), line.size());
    const auto type = line.substr(0, first);
    const auto rest = line.substr(std::min(first + 1, line.size()));
    const auto second = std::min(rest.find(' '), rest.size());
    const std::string name = ascii_lower(rest.substr(0, second));
    const std::string value(rest.substr(std::min(second + 1, rest.size())));
    if (type == "TXT") {
        dns.add(name, RecordType::txt, value);
    } else if (type == "A" && is_address(AF_INET, value)) {
        dns.add(name, RecordType::a, value);
    } else if (type == "AAAA" && is_address(AF_INET6, value)) {
        dns.add(name, RecordType::aaaa, value);
    } else if (type == "MX") {
        add_mx(name, value, dns);
    } else if (type == "PTR") {
        dns.add(name, RecordType::ptr, value);
    } else if (type == "FAIL") {
        dns.add_failing(name);
    }
}

void check(const SpfQuestion& question, const GivenResolver& dns) {
    const auto deadline = std::chrono::steady_clock::now() + std::chrono::hours(1);
    SpfLookups lookups(dns, question, deadline);
    if (const auto record = lookups.record(SpfLookups::first_token())) {
        require(record->find_first_not_of(shown) == std::string::npos, "libspf2 sees our alphabet");
        require(record->find("exp=") == std::string::npos, "libspf2 sees no exp=");
    }
    const auto before = dns.questions().size();
    const auto evaluated = evaluate_spf(question, dns, deadline);
    // 11 records, 10 MX with 10 hosts each, and one PTR with 10 hosts.
    require(dns.questions().size() - before <= 11 + 10 + 100 + 11, "few questions");
    require(evaluated.answer.result < SpfResult::temperror || !evaluated.answer.why.empty() ||
                evaluated.answer.result == SpfResult::fail,
            "an error says why");
}

}  // namespace
}  // namespace msa

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view input(reinterpret_cast<const char*>(data), size);
    const auto lines = msa::split(input, '\n');
    const auto first = msa::split(lines.front(), ' ');
    std::string address(first.front());
    if (!msa::is_address(AF_INET, address) && !msa::is_address(AF_INET6, address)) {
        address = "192.0.2.10";
    }
    msa::GivenResolver dns;
    for (std::size_t i = 1; i < lines.size(); ++i) {
        msa::add_record(lines[i], dns);
    }
    const std::string local(first.size() > 1 ? first[1] : "user");
    msa::check({address, "mx.d.example", local + "@d.example"}, dns);
    return 0;
}

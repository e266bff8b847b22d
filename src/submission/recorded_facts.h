// What rules read of a transaction beside what its record says anyway: with it the transaction can
// be judged again, under other rules. No body, but what was counted in it.
#pragma once

#include "mail/body_facts.h"
#include "submission/dns.h"
#include "submission/spf.h"

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

enum class FactsKept {
    none,
    judged,  // what the rules in force read
    all,     // what any check reads
};

/// Parts of a message that checks read, to be joined by `|`. The names of all fields, MAIL FROM and
/// what else a session has are always known.
using Reads = unsigned;
namespace reads {
inline constexpr Reads nothing = 0;
inline constexpr Reads people = 1U << 0U;      // From, Sender, Resent-From, Resent-Sender
inline constexpr Reads addresses = 1U << 1U;   // all fields that hold addresses
inline constexpr Reads mime = 1U << 2U;        // Content-* and MIME-Version
inline constexpr Reads lists = 1U << 3U;       // List-*
inline constexpr Reads message = 1U << 4U;     // Date, Message-ID and their Resent forms
inline constexpr Reads trace = 1U << 5U;       // Received, Return-Path, Authentication-Results
inline constexpr Reads fields = 1U << 6U;      // every field
inline constexpr Reads body = 1U << 7U;        // what was counted in it
inline constexpr Reads text = 1U << 8U;        // the body itself, which is never kept
inline constexpr Reads recipients = 1U << 9U;  // RCPT TO
inline constexpr Reads client = 1U << 10U;     // its address
inline constexpr Reads strangers = 1U << 11U;  // both, where nobody is proved to submit
}  // namespace reads

struct FactsWanted {
    FactsKept kept = FactsKept::none;
    Reads (*reads_of)(std::string_view check) = nullptr;  // what a check reads
};

struct HeaderFact {
    std::string name;
    std::optional<std::string> value;  // absent: not kept; then there are
    std::size_t octets = 0;            // how long it was,
    std::size_t folds = 0;             // and how many of these are LF
    std::string form{};                // of a value that is hidden: see mail/masked_list.h
};

/// What a table was asked, and said.
struct TableFact {
    std::string table;
    std::string key;
    bool found = false;
    std::vector<std::string> values;
    std::string error{};  // why it could not tell; empty: it could
};

struct DnsFact {
    std::string name;
    RecordType type = RecordType::a;
    DnsAnswer answer{};
    std::string error{};
};

struct SpfFact {
    SpfQuestion question;
    SpfAnswer answer;
};

struct RateFact {
    std::string key;
    std::int64_t events = 0;
    std::chrono::seconds window{0};
    bool admitted = false;
    std::string error{};
};

/// What a limit said to charges of one key that followed each other, and were answered alike.
struct LimitFact {
    std::string key;
    std::uint64_t times = 1;
    bool is_within = true;
    bool is_too_much = false;
    std::int64_t left = 0;                            // after the last
    std::chrono::system_clock::time_point next_at{};  // of the last; where not within
    std::string error{};
    bool is_local = false;  // one host counted alone: the store that hosts share was away
};

struct RecordedFacts {
    FactsKept kept = FactsKept::none;
    Reads read = reads::nothing;
    std::chrono::minutes utc_offset{0};
    std::vector<HeaderFact> header;  // as received, in order
    std::optional<BodyFacts> body;
    std::vector<TableFact> tables;
    std::vector<DnsFact> dns;
    std::vector<SpfFact> spf;
    std::vector<RateFact> rates;
    std::vector<LimitFact> limits{};
};

[[nodiscard]] std::string_view to_text(FactsKept kept);
/// Of one part: `From and Sender`.
[[nodiscard]] std::string_view to_text(Reads part);
/// Every part, the narrowest first.
[[nodiscard]] const std::vector<Reads>& single_reads();

/// Whether checks that read `what` see the value of this field.
[[nodiscard]] bool sees_field(Reads what, std::string_view field);

}  // namespace msa

// What a transaction was judged by, as a line of the trail tells it: the keys of
// audit/record_facts.h as plain values.
#pragma once

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace msa {

/// Texts are those of the JSON, and views into the RecordReader that read them. What is null or
/// absent is empty.
struct FactsRecord {
    using Text = std::string_view;
    using Texts = std::vector<Text>;

    struct Certificate {
        Text subject;
        Text issuer;
        Text dn;
        Text fingerprint;
    };
    struct Field {
        Text name;
        std::optional<Text> value;  // absent: not kept; then there are
        std::uint64_t octets = 0;   // how long it was,
        std::uint64_t folds = 0;    // and how many of these are LF
        Text form;                  // of a value that is hidden; empty: not kept
    };
    struct Body {
        std::uint64_t octets = 0;
        std::uint64_t longest_line = 0;
        bool has_8bit = false;
        bool has_nul = false;
        bool has_bare_cr = false;
        bool has_bare_lf = false;
        bool ends_with_crlf = false;
    };
    struct Table {
        Text table;
        Text key;
        std::optional<Texts> values;  // absent: not found
        Text error;                   // not empty: could not tell
    };
    struct Dns {
        Text name;
        Text type;
        Text kind;
        Texts values;
        Text error;
    };
    struct Spf {
        Text address;
        Text helo;
        Text sender;
        Text result;
        Text why;
    };
    struct Rate {
        Text key;
        std::int64_t events = 0;
        std::int64_t seconds = 0;
        bool admitted = false;
        Text error;
    };

    struct Limit {
        Text key;
        std::int64_t times = 1;
        bool within = false;
        std::int64_t left = 0;
        bool too_much = false;
        std::int64_t next_at = 0;  // microseconds since 1970
        bool local = false;        // counted by its host alone
        Text error;
    };

    Text transaction;
    Text kept;
    std::int64_t utc_offset = 0;  // minutes
    Text login;
    Text method;
    Certificate certificate;
    bool local = false;
    std::vector<Field> header;
    std::optional<Body> body;
    std::vector<Table> tables;
    std::vector<Dns> dns;
    std::vector<Spf> spf;
    std::vector<Rate> rates;
    std::vector<Limit> limits;
    std::uint64_t header_omitted = 0;
    /// Places of refused recipients among all of them, where accepted ones stand in lines of their
    /// own; see audit/record_facts.h.
    std::vector<std::uint64_t> refused_at;
};

}  // namespace msa

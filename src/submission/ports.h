// The interfaces through which the core asks the outside world. Adapters implement them; fakes do
// in tests. All but Signing are used by many threads at once.
#pragma once

#include "base/result.h"
#include "mail/header_list.h"
#include "submission/dns.h"
#include "submission/facts.h"
#include "submission/spf.h"

#include <chrono>
#include <cstdint>
#include <functional>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct AuditRecord;

class Clock {
public:
    virtual ~Clock() = default;
    [[nodiscard]] virtual Moment now() const = 0;
};

class RandomSource {
public:
    virtual ~RandomSource() = default;
    /// `octets` random octets in lower-case hexadecimal.
    [[nodiscard]] virtual std::string hex(std::size_t octets) = 0;
};

/// What a table says of a key. An error is neither: it means "cannot tell".
struct LookupAnswer {
    bool found = false;
    std::vector<std::string> values;
};

class Table {
public:
    virtual ~Table() = default;
    [[nodiscard]] virtual Result<LookupAnswer> lookup(std::string_view key) const = 0;

    /// As the rule file names it; empty: it does not.
    [[nodiscard]] virtual std::string name() const { return {}; }
    /// For people who ask: where the entry of a key stands, as FILE:LINE; empty: that is not known.
    [[nodiscard]] virtual std::string where(std::string_view /*key*/) const { return {}; }
    /// Shows every entry, in no order, until the visitor says no. Error: the table cannot be
    /// listed.
    using Visitor =
        std::function<bool(std::string_view key, const std::vector<std::string>& values)>;
    [[nodiscard]] virtual Result<void> each(const Visitor& /*visitor*/) const {
        return Error{"its entries cannot be listed; ask it for one address"};
    }
};

/// How often something happened of late, for limits.
class RateCounter {
public:
    virtual ~RateCounter() = default;
    /// Whether one more event of `key` is within `events` in `window`; counted only if it is. Both
    /// must be above 0. An error means "cannot tell".
    [[nodiscard]] virtual Result<bool> admit(std::string_view key, std::int64_t events,
                                             std::chrono::seconds window) = 0;
};

/// A finished DKIM-Signature.
struct Signature {
    std::string domain;     // d=
    std::string selector;   // s=
    std::string algorithm;  // a=
    std::string value;      // of the field: leading blank, folds as LF + blank
};

/// The signatures of one message in the making.
class Signing {
public:
    virtual ~Signing() = default;
    /// Chunks in order, lines ended by CRLF.
    [[nodiscard]] virtual Result<void> add_body(std::string_view chunk) = 0;
    [[nodiscard]] virtual Result<std::vector<Signature>> finish() = 0;
};

class Signer {
public:
    virtual ~Signer() = default;
    /// d= of the keys active at `now` for this author domain (lower-case A-labels).
    [[nodiscard]] virtual std::vector<std::string> signing_domains(std::string_view author_domain,
                                                                   const Moment& now) const = 0;
    [[nodiscard]] bool has_key(std::string_view author_domain, const Moment& now) const {
        return !signing_domains(author_domain, now).empty();
    }
    /// Starts signing with all active keys of that domain, over the fields in the order given.
    [[nodiscard]] virtual Result<std::unique_ptr<Signing>> begin(const HeaderList& headers,
                                                                 std::string_view author_domain,
                                                                 const Moment& now) const = 0;
};

class Resolver {
public:
    virtual ~Resolver() = default;
    /// Waits for the answer until `deadline`, if not for less. `name` may be anything; what DNS
    /// cannot hold does not exist. An error means "cannot tell".
    [[nodiscard]] virtual Result<DnsAnswer> ask(std::string_view name, RecordType type,
                                                Deadline deadline) const = 0;
};

class SenderPolicy {
public:
    virtual ~SenderPolicy() = default;
    /// check_host() of RFC 7208 (4), which a receiver would ask. Ends at `deadline` with temperror.
    [[nodiscard]] virtual SpfAnswer check_host(const SpfQuestion& question,
                                               Deadline deadline) const = 0;
};

/// Where records go. What write() accepted is durable.
class AuditSink {
public:
    virtual ~AuditSink() = default;
    [[nodiscard]] virtual Result<void> write(const AuditRecord& record) = 0;
};

}  // namespace msa

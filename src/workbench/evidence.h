// What tables and DNS were asked while a message was judged, and what they said: for people.
#pragma once

#include "submission/ports.h"

#include <memory>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace msa {

struct Fact {
    std::string source;  // `table NAME`, `DNS MX`
    std::string key;     // what was asked for
    std::string answer;  // values with commas between them; `not found`; why nobody can tell
    std::string where;   // FILE:LINE of the entry; empty: not known
};

class Evidence {
public:
    void add(Fact fact) { facts_.push_back(std::move(fact)); }
    /// What a table has said.
    void add(const Table& table, std::string_view key, const Result<LookupAnswer>& answer);
    /// What was said since the last call.
    [[nodiscard]] std::vector<Fact> take() { return std::exchange(facts_, {}); }

private:
    std::vector<Fact> facts_;
};

/// `table`, every answer of which is noted. `evidence` must outlive it; for one thread.
[[nodiscard]] std::shared_ptr<const Table> watched(std::string name,
                                                   std::shared_ptr<const Table> table,
                                                   Evidence& evidence);

/// A resolver every answer of which is noted. Both must outlive it; for one thread.
class WatchedResolver final : public Resolver {
public:
    WatchedResolver(const Resolver& resolver, Evidence& evidence)
        : resolver_(resolver), evidence_(evidence) {}
    [[nodiscard]] Result<DnsAnswer> ask(std::string_view name, RecordType type,
                                        Deadline deadline) const override;

private:
    const Resolver& resolver_;
    Evidence& evidence_;
};

}  // namespace msa

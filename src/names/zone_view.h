// What the authoritative servers of a zone say, each of them, and whether a resolver says the same.
#pragma once

#include "dns/unbound_resolver.h"

#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace msa {

/// What stands under a name.
struct ZoneAnswer {
    std::optional<DnsAnswer> answer{};  // of all servers that answer; absent: `why` says it
    bool differs = false;               // the servers answer differently
    std::string why{};
    std::string note{};  // the resolver answers something else; empty: it does not
};

/// How a server is asked: the resolver that asks only this one, ADDRESS or ADDRESS@PORT.
using OneServer =
    std::function<Result<std::unique_ptr<const NamesResolver>>(const std::string& server)>;

/// A question that is asked twice is asked of DNS once. Not for two threads at once.
class ZoneView final : public Resolver {
public:
    /// `servers`: ADDRESS or ADDRESS@PORT of those that serve all zones; empty: those that NS
    /// records name. `resolver` must outlive this.
    ZoneView(std::vector<std::string> servers, const NamesResolver& resolver, OneServer one_server)
        : servers_(std::move(servers)), resolver_(resolver), one_server_(std::move(one_server)) {}

    /// `name` in lower case.
    [[nodiscard]] const ZoneAnswer& look(const std::string& name, RecordType type);
    /// The same of SRV records.
    [[nodiscard]] const ZoneAnswer& look_for_services(const std::string& name);

    /// What look() has found for the same question, or else what the resolver says: as receivers
    /// see it who have nothing in their caches.
    [[nodiscard]] Result<DnsAnswer> ask(std::string_view name, RecordType type,
                                        Deadline deadline) const override;

    /// Of one domain, before the next: what was found. References are gone, too.
    void forget();

    /// Servers that have never answered, or do so no longer, and why. They are asked nothing more.
    [[nodiscard]] const std::map<std::string, std::string>& silent() const { return silent_; }
    /// How many answered.
    [[nodiscard]] std::size_t answering() const { return met_.size() - silent_.size(); }

private:
    using Key = std::pair<std::string, std::string_view>;  // name and type
    using Question = std::function<Result<DnsAnswer>(const NamesResolver& server)>;

    [[nodiscard]] Result<std::vector<std::string>> servers_of(const std::string& name) const;
    [[nodiscard]] Result<DnsAnswer> ask_server(const std::string& server, const Question& question);
    template <class Asked>
    [[nodiscard]] auto ask_resolver(const Asked& question) const
        -> decltype(question(std::declval<const NamesResolver&>()));
    void note_failure(const std::string& server, const std::string& why);
    [[nodiscard]] const ZoneAnswer& known(const Key& key, const Question& question);
    [[nodiscard]] ZoneAnswer compared(const std::string& name, const Question& question);

    std::vector<std::string> servers_;
    const NamesResolver& resolver_;
    OneServer one_server_;
    std::map<std::string, Result<std::unique_ptr<const NamesResolver>>>
        asked_;  // by server, some of those met
    std::set<std::string> met_;
    std::set<std::string> trusted_;        // that have answered
    std::map<std::string, int> in_a_row_;  // failures, by server
    struct ResolverState {
        bool has_answered = false;  // about this domain
        std::string why{};          // it did not, last
        int domains_in_a_row = 0;   // about which it told nothing
    };
    mutable ResolverState resolver_state_;  // asking, which is const, is what is counted
    std::map<std::string, std::string> silent_;
    std::map<Key, ZoneAnswer> known_;
};

/// The records of an answer on one line, cut to what people read; "nothing" where there are none.
[[nodiscard]] std::string shown_answer(const DnsAnswer& answer);

}  // namespace msa

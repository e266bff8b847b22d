// What one evaluation of SPF asks DNS, within its limits (RFC 7208, 4.6.4), in terms that libspf2
// may see: every name that a stranger has chosen is hidden behind a token of ours, "n7.invalid",
// and a record comes rewritten into such tokens, prefix lengths and addresses.
#pragma once

#include "spf/record.h"
#include "submission/ports.h"

#include <chrono>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// Where an evaluation begins, and how far it goes in that record.
struct SpfStart {
    std::string domain{};  // whose record; empty: the sender's domain
    std::optional<std::size_t>
        most_directives{};  // further ones, and a redirect, are left out; absent: none is
};

class SpfLookups {
public:
    /// `question.address` must not be an IPv4 address in IPv6 form. All must outlive this.
    SpfLookups(const Resolver& resolver, const SpfQuestion& question, Deadline deadline,
               const SpfStart& start = {});

    /// Stands for the sender's domain.
    [[nodiscard]] static std::string first_token() { return "n0.invalid"; }

    /// The record of the domain behind the token, for libspf2. Absent: failure() says why.
    [[nodiscard]] std::optional<std::string> record(std::string_view token);

    /// What the term behind the token finds: addresses, or for mx further tokens. Absent: as above.
    [[nodiscard]] std::optional<std::vector<std::string>> found(std::string_view token);

    /// What the evaluation ends with, whatever libspf2 makes of it.
    [[nodiscard]] const std::optional<SpfAnswer>& failure() const { return failure_; }
    void fail(SpfResult result, std::string why);

    /// How many terms asked DNS, and how many of them for what is not there.
    [[nodiscard]] int terms() const { return terms_; }
    [[nodiscard]] int voids() const { return voids_; }

    /// How long what was asked may be believed.
    [[nodiscard]] std::chrono::seconds ttl() const { return ttl_; }
    /// Whether the outcome is this sender's and not his whole domain's.
    [[nodiscard]] bool depends_on_local_part() const { return depends_on_local_part_; }

private:
    enum class Kind { record, address, mx, exchange, exists, validated };
    struct Target {
        Kind kind = Kind::record;
        MacroString macros;        // empty: `domain` itself
        std::string domain;        // whose record named it; of an exchange: its name
        bool any_address = false;  // prefix length 0: every address matches one that is there
    };

    [[nodiscard]] const Target* target(std::string_view token) const;
    [[nodiscard]] std::string add(Target target);
    [[nodiscard]] bool count_term();
    [[nodiscard]] bool count_void(const DnsAnswer& answer);
    [[nodiscard]] std::optional<DnsAnswer> ask(const std::string& name, RecordType type);
    [[nodiscard]] std::string name_of(const Target& target);
    [[nodiscard]] const std::vector<std::string>& validated_names();
    [[nodiscard]] std::string best_validated_name(const std::string& domain);
    [[nodiscard]] std::optional<std::vector<std::string>> exchanges(const Target& target);
    [[nodiscard]] std::optional<std::vector<std::string>> addresses(const Target& target);
    [[nodiscard]] std::vector<std::string> validated(const Target& target);
    [[nodiscard]] std::optional<std::string> rewritten(const SpfRecord& record,
                                                       const std::string& domain);
    [[nodiscard]] std::string term(const Directive& directive, const std::string& domain);

    const Resolver& resolver_;
    const SpfQuestion& question_;
    Deadline deadline_;
    bool is_ip6_;
    std::optional<std::size_t> most_directives_;
    std::vector<Target> targets_;
    std::optional<std::vector<std::string>> validated_names_;
    std::optional<SpfAnswer> failure_;
    std::chrono::seconds ttl_;
    int terms_ = 0;
    int voids_ = 0;
    bool depends_on_local_part_ = false;
};

}  // namespace msa

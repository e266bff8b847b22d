#include "spf/spf_lookups.h"

#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace msa {
namespace {

constexpr int most_terms = 10;
constexpr int most_voids = 2;
constexpr std::size_t most_validated_names = 10;
constexpr std::size_t most_directives = 250;  // libspf2 counts them in an octet
constexpr std::chrono::seconds longest_ttl{86400};

/// RFC 7208, 4.3: no name of several labels, none that DNS could hold, or an address literal.
bool is_malformed(std::string_view domain) {
    const auto labels = split(domain, '.');
    return labels.size() < 2 || domain.front() == '[' ||
           std::any_of(labels.begin(), labels.end(),
                       [](const auto& label) { return label.empty() || label.size() > 63; });
}

std::vector<std::string> spf_records_in(const DnsAnswer& answer) {
    std::vector<std::string> records;
    for (const auto& each : answer.records) {
        if (is_spf_record(each.value)) {
            records.push_back(each.value);
        }
    }
    return records;
}

bool is_in(const std::string& name, const std::string& domain) {
    const auto lower = ascii_lower(domain);
    return name == lower || (name.size() > lower.size() && name.ends_with(lower) &&
                             name[name.size() - lower.size() - 1] == '.');
}

}  // namespace

SpfLookups::SpfLookups(const Resolver& resolver, const SpfQuestion& question, Deadline deadline,
                       const SpfStart& start)
    : resolver_(resolver),
      question_(question),
      deadline_(deadline),
      is_ip6_(question.address.find(':') != std::string::npos),
      most_directives_(start.most_directives),
      ttl_(longest_ttl) {
    targets_.push_back({.kind = Kind::record,
                        .macros = {},
                        .domain = start.domain.empty()
                                      ? question.sender.substr(question.sender.rfind('@') + 1)
                                      : start.domain});
}

void SpfLookups::fail(SpfResult result, std::string why) {
    if (!failure_) {
        failure_ = {result, std::move(why)};
    }
}

std::string SpfLookups::add(Target target) {
    targets_.push_back(std::move(target));
    return 'n' + std::to_string(targets_.size() - 1) + ".invalid";
}

const SpfLookups::Target* SpfLookups::target(std::string_view token) const {
    std::size_t number = targets_.size();
    if (token.size() > 1) {
        (void)std::from_chars(token.data() + 1, token.data() + token.size(), number);
    }
    return number < targets_.size() ? &targets_[number] : nullptr;
}

bool SpfLookups::count_term() {
    if (++terms_ > most_terms) {
        fail(SpfResult::permerror, "more than 10 terms ask DNS");
    }
    return !failure_;
}

bool SpfLookups::count_void(const DnsAnswer& answer) {
    if (answer.records.empty() && ++voids_ > most_voids) {
        fail(SpfResult::permerror, "more than 2 terms ask for what is not there");
    }
    return !failure_;
}

std::optional<DnsAnswer> SpfLookups::ask(const std::string& name, RecordType type) {
    auto answer = resolver_.ask(name, type, deadline_);
    if (!answer) {
        fail(SpfResult::temperror, answer.error().what);
        return std::nullopt;
    }
    ttl_ = std::min(ttl_, answer->ttl);
    return *std::move(answer);
}

std::string SpfLookups::name_of(const Target& target) {
    if (target.macros.empty()) {
        return target.domain;
    }
    depends_on_local_part_ = depends_on_local_part_ || msa::depends_on_local_part(target.macros);
    return expand(target.macros, {.sender = question_.sender,
                                  .domain = target.domain,
                                  .address = question_.address,
                                  .helo = question_.helo,
                                  .validated_name = [this, &target] {
                                      return best_validated_name(target.domain);
                                  }});
}

/// Names of the sending address that lead back to it (RFC 7208, 5.5). Errors make names fewer.
const std::vector<std::string>& SpfLookups::validated_names() {
    if (validated_names_) {
        return *validated_names_;
    }
    validated_names_.emplace();
    static const auto reverse_zone = parse_domain_spec("%{ir}.%{v}.arpa");
    const auto reverse = expand(*reverse_zone, {.sender = {},
                                                .domain = {},
                                                .address = question_.address,
                                                .helo = {},
                                                .validated_name = {}});
    const auto names = resolver_.ask(reverse, RecordType::ptr, deadline_);
    if (!names) {
        return *validated_names_;
    }
    ttl_ = std::min(ttl_, names->ttl);
    for (std::size_t i = 0; i < std::min(names->records.size(), most_validated_names); ++i) {
        const auto& name = names->records[i].value;
        const auto hosts =
            resolver_.ask(name, is_ip6_ ? RecordType::aaaa : RecordType::a, deadline_);
        const bool leads_back =
            hosts && std::any_of(hosts->records.begin(), hosts->records.end(),
                                 [&](const auto& host) { return host.value == question_.address; });
        if (leads_back) {
            ttl_ = std::min(ttl_, hosts->ttl);
            validated_names_->push_back(name);
        }
    }
    return *validated_names_;
}

std::string SpfLookups::best_validated_name(const std::string& domain) {
    const auto& names = validated_names();
    const auto itself = std::find(names.begin(), names.end(), ascii_lower(domain));
    if (itself != names.end()) {
        return *itself;
    }
    const auto within = std::find_if(names.begin(), names.end(),
                                     [&](const auto& name) { return is_in(name, domain); });
    if (within != names.end()) {
        return *within;
    }
    return names.empty() ? "unknown" : names.front();
}

std::optional<std::string> SpfLookups::record(std::string_view token) {
    const auto* found = target(token);
    const bool is_first = token == first_token();
    if (found == nullptr || failure_ || (!is_first && !count_term())) {
        return std::nullopt;
    }
    const auto domain = name_of(*found);
    if (is_first && is_malformed(domain)) {
        fail(SpfResult::none, "no domain that could have a record");
        return std::nullopt;
    }
    const auto answer = ask(domain, RecordType::txt);
    if (!answer) {
        return std::nullopt;
    }
    const auto records = spf_records_in(*answer);
    if (records.size() != 1) {
        const bool is_none = records.empty() && is_first;
        fail(is_none ? SpfResult::none : SpfResult::permerror,
             domain + (records.empty() ? " has no record" : " has several records"));
        return std::nullopt;
    }
    auto parsed = parse_spf_record(records.front());
    if (!parsed) {
        fail(SpfResult::permerror, "the record of " + domain + ": " + parsed.error().what);
        return std::nullopt;
    }
    if (is_first && most_directives_) {
        auto& directives = parsed->directives;
        directives.resize(std::min(directives.size(), *most_directives_));
        parsed->redirect.reset();
    }
    return rewritten(*parsed, domain);
}

std::optional<std::string> SpfLookups::rewritten(const SpfRecord& record,
                                                 const std::string& domain) {
    std::string text = "v=spf1";
    std::size_t directives = 0;
    for (const auto& directive : record.directives) {
        const auto rewritten_term = term(directive, domain);
        if (rewritten_term.empty()) {
            continue;
        }
        if (++directives > most_directives) {
            fail(SpfResult::permerror, "the record of " + domain + " is too long");
            return std::nullopt;
        }
        text += ' ';
        text += directive.qualifier;
        text += rewritten_term;
        if (rewritten_term == "all") {
            return text;  // what follows is never reached, and no redirect is (RFC 7208, 5.1)
        }
    }
    if (record.redirect) {
        text += " redirect=" +
                add({.kind = Kind::record, .macros = *record.redirect, .domain = domain});
    }
    return text;
}

/// As libspf2 may read it; empty where it never matches the sending address.
std::string SpfLookups::term(const Directive& directive, const std::string& domain) {
    const int prefix = is_ip6_ ? directive.ip6_prefix : directive.ip4_prefix;
    const auto hosts = [&](const std::string& name, Kind kind) {
        const auto token = add({.kind = kind,
                                .macros = directive.domain,
                                .domain = domain,
                                .any_address = prefix == 0});
        // libspf2 takes /0 for a mistake.
        return name + ':' + token +
               (prefix == 0 ? "" : (is_ip6_ ? "//" : "/") + std::to_string(prefix));
    };
    const auto named = [&](const std::string& name, Kind kind) {
        return name + add({.kind = kind, .macros = directive.domain, .domain = domain});
    };
    switch (directive.mechanism) {
        case Mechanism::all: return "all";
        case Mechanism::include: return named("include:", Kind::record);
        case Mechanism::a: return hosts("a", Kind::address);
        case Mechanism::mx: return hosts("mx", Kind::mx);
        case Mechanism::exists: return named("exists:", Kind::exists);
        case Mechanism::ptr: return named("exists:", Kind::validated);
        case Mechanism::ip4:
        case Mechanism::ip6: break;
    }
    if ((directive.mechanism == Mechanism::ip6) != is_ip6_) {
        return {};
    }
    return prefix == 0
               ? "all"
               : (is_ip6_ ? "ip6:" : "ip4:") + directive.address + '/' + std::to_string(prefix);
}

std::optional<std::vector<std::string>> SpfLookups::found(std::string_view token) {
    const auto* asked = target(token);
    if (asked == nullptr || failure_) {
        return std::nullopt;
    }
    const Target known = *asked;  // further targets may move it
    if (known.kind != Kind::exchange && !count_term()) {
        return std::nullopt;
    }
    switch (known.kind) {
        case Kind::mx: return exchanges(known);
        case Kind::validated: return validated(known);
        case Kind::record:
        case Kind::address:
        case Kind::exchange:
        case Kind::exists: break;
    }
    return addresses(known);
}

std::optional<std::vector<std::string>> SpfLookups::exchanges(const Target& target) {
    const auto answer = ask(name_of(target), RecordType::mx);
    if (!answer || !count_void(*answer)) {
        return std::nullopt;
    }
    std::vector<std::string> tokens;
    for (const auto& each : answer->records) {
        tokens.push_back(add({.kind = Kind::exchange,
                              .macros = {},
                              .domain = each.value,
                              .any_address = target.any_address}));
    }
    return tokens;
}

std::optional<std::vector<std::string>> SpfLookups::addresses(const Target& target) {
    // exists asks for an A record whatever the sending address is (RFC 7208, 5.7).
    const bool wants_ip6 = is_ip6_ && target.kind != Kind::exists;
    const auto answer = ask(name_of(target), wants_ip6 ? RecordType::aaaa : RecordType::a);
    if (!answer || (target.kind != Kind::exchange && !count_void(*answer))) {
        return std::nullopt;
    }
    if (target.any_address && !answer->records.empty()) {
        return std::vector{question_.address};
    }
    std::vector<std::string> result;
    for (const auto& each : answer->records) {
        result.push_back(each.value);
    }
    return result;
}

/// Something where a validated name lies in the domain.
std::vector<std::string> SpfLookups::validated(const Target& target) {
    const auto domain = name_of(target);
    const auto& names = validated_names();
    const bool matches = std::any_of(names.begin(), names.end(),
                                     [&](const auto& name) { return is_in(name, domain); });
    return matches ? std::vector<std::string>{"192.0.2.1"} : std::vector<std::string>();
}

}  // namespace msa

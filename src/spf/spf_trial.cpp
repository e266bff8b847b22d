#include "spf/spf_trial.h"

#include "spf/record.h"
#include "spf/spf_evaluation.h"

#include <algorithm>
#include <optional>
#include <utility>

namespace msa {
namespace {

constexpr int deepest = 10;
constexpr int most_counted = 50;

/// Absent: there is none, there are several, or it cannot be read.
Result<std::optional<SpfRecord>> record_of(const std::string& domain, const Resolver& resolver,
                                           Deadline deadline) {
    const auto answer = resolver.ask(domain, RecordType::txt, deadline);
    if (!answer) {
        return answer.error();
    }
    std::optional<SpfRecord> found;
    for (const auto& each : answer->records) {
        if (!is_spf_record(each.value)) {
            continue;
        }
        auto record = parse_spf_record(each.value);
        if (found || !record) {
            return std::optional<SpfRecord>();
        }
        found = *std::move(record);
    }
    return found;
}

/// Absent where it is another one for each sender or address.
std::optional<std::string> plain_name(const MacroString& macros) {
    const bool is_plain = std::all_of(macros.begin(), macros.end(),
                                      [](const MacroPart& part) { return part.letter == 0; });
    return is_plain ? std::optional(expand(macros, {})) : std::nullopt;
}

/// Whose mechanisms are looked at, one record after the other.
struct Search {
    const SpfQuestion& question;
    const Resolver& resolver;
    Deadline deadline;

    [[nodiscard]] bool matches_within(const std::string& domain, std::size_t directives) const {
        return evaluate_spf(question, resolver, deadline,
                            {.domain = domain, .most_directives = directives})
            .has_matched;
    }

    /// The first directive that matches; the number of all: none does.
    [[nodiscard]] std::size_t first_match(const std::string& domain, std::size_t all) const {
        std::size_t least = 0;  // so many do not suffice, unless it is the answer
        std::size_t most = all;
        while (least < most) {
            const auto middle = least + (most - least) / 2;
            if (matches_within(domain, middle + 1)) {
                most = middle;
            } else {
                least = middle + 1;
            }
        }
        return least;
    }

    [[nodiscard]] std::string term(const std::string& domain, int depth) const {
        const auto record = record_of(domain, resolver, deadline);
        if (!record || !*record || depth > deepest) {
            return {};
        }
        const auto& directives = (*record)->directives;
        const auto match = first_match(domain, directives.size());
        if (match == directives.size()) {
            return (*record)->redirect
                       ? followed((*record)->redirect_text, *(*record)->redirect, depth)
                       : std::string();
        }
        const auto& found = directives[match];
        return found.mechanism == Mechanism::include ? followed(found.text, found.domain, depth)
                                                     : found.text;
    }

    [[nodiscard]] std::string followed(const std::string& text, const MacroString& target,
                                       int depth) const {
        const auto name = plain_name(target);
        const auto inner = name ? term(*name, depth + 1) : std::string();
        return inner.empty() ? text : text + " -> " + inner;
    }
};

bool asks_dns(Mechanism mechanism) {
    return mechanism != Mechanism::all && mechanism != Mechanism::ip4 &&
           mechanism != Mechanism::ip6;
}

/// What a record costs by itself, and the names whose records it goes on with.
struct OwnCost {
    int lookups = 0;
    std::vector<const MacroString*> targets{};
};

OwnCost own_cost(const SpfRecord& record) {
    OwnCost cost;
    for (const auto& each : record.directives) {
        if (each.mechanism == Mechanism::all) {
            return cost;  // what follows is never reached, and no redirect is (RFC 7208, 5.1)
        }
        cost.lookups += asks_dns(each.mechanism) ? 1 : 0;
        if (each.mechanism == Mechanism::include) {
            cost.targets.push_back(&each.domain);
        }
    }
    if (record.redirect) {
        ++cost.lookups;
        cost.targets.push_back(&*record.redirect);
    }
    return cost;
}

/// Counts on in `count`.
Result<void> count_lookups(const std::string& domain, const Resolver& resolver, Deadline deadline,
                           int& count) {
    const auto record = record_of(domain, resolver, deadline);
    if (!record) {
        return record.error();
    }
    if (!*record) {
        return {};
    }
    const auto cost = own_cost(**record);
    count += cost.lookups;
    for (const auto* target : cost.targets) {
        const auto name = plain_name(*target);
        if (!name || count >= most_counted) {
            continue;
        }
        if (auto counted = count_lookups(*name, resolver, deadline, count); !counted) {
            return counted;
        }
    }
    return {};
}

}  // namespace

SpfTrial try_spf(const SpfQuestion& question, const Resolver& resolver, Deadline deadline) {
    const auto whole = evaluate_spf(question, resolver, deadline);
    SpfTrial trial{.answer = whole.answer, .lookups = whole.terms, .void_lookups = whole.voids};
    const bool is_error = whole.answer.result == SpfResult::temperror ||
                          whole.answer.result == SpfResult::permerror ||
                          whole.answer.result == SpfResult::none;
    if (!is_error) {
        trial.term = Search{question, resolver, deadline}.term(
            question.sender.substr(question.sender.rfind('@') + 1), 0);
    }
    return trial;
}

Result<int> most_spf_lookups(const std::string& domain, const Resolver& resolver,
                             Deadline deadline) {
    int count = 0;
    if (const auto counted = count_lookups(domain, resolver, deadline, count); !counted) {
        return counted.error();
    }
    return std::min(count, most_counted);
}

}  // namespace msa

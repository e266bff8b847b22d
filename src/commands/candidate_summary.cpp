#include "commands/candidate_summary.h"

#include "base/text.h"
#include "commands/rule_options.h"
#include "trail/trail_time.h"

#include <algorithm>
#include <utility>

#include <nlohmann/json.hpp>

namespace msa {
namespace {

using Json = nlohmann::ordered_json;
using Row = std::pair<CandidateTransition, CandidateCount>;

constexpr std::size_t most_logins = 5;
constexpr std::size_t seconds = 19;  // 2026-11-21T19:31:22

/// The most frequent first.
std::vector<Row> rows_of(const CandidateSum& sum) {
    std::vector<Row> rows(sum.transitions.begin(), sum.transitions.end());
    std::stable_sort(rows.begin(), rows.end(),
                     [](const Row& a, const Row& b) { return a.second.count > b.second.count; });
    return rows;
}

std::vector<std::pair<std::string, std::uint64_t>> logins_of(const CandidateCount& counted) {
    std::vector<std::pair<std::string, std::uint64_t>> logins(counted.logins.begin(),
                                                              counted.logins.end());
    std::stable_sort(logins.begin(), logins.end(),
                     [](const auto& a, const auto& b) { return a.second > b.second; });
    return logins;
}

std::string named(const std::string& login) {
    return login.empty() ? "nobody" : shown(login);
}

std::string login_words(const CandidateCount& counted) {
    const auto logins = logins_of(counted);
    std::vector<std::string> words;
    for (std::size_t i = 0; i < std::min(logins.size(), most_logins); ++i) {
        words.push_back(named(logins[i].first) + ' ' + std::to_string(logins[i].second));
    }
    return std::to_string(logins.size()) + (logins.size() == 1 ? " login: " : " logins: ") +
           join(words, ", ") + (logins.size() > most_logins ? ", ..." : "");
}

std::string rule_words(const CandidateTransition& transition) {
    if (!transition.rule.empty()) {
        return "  " + shown(transition.rule);
    }
    return transition.old_rule.empty() ? std::string() : "  was " + shown(transition.old_rule);
}

std::string text_of(const Row& row) {
    const auto& [transition, counted] = row;
    auto text = shown(transition.was) + " -> " + shown(transition.would_be) + "  " +
                std::to_string(counted.count) + rule_words(transition) + "  " +
                login_words(counted) + '\n';
    for (const auto& each : counted.examples) {
        text += "    " + shown(each.transaction) + "  " + trail_time(each.time).substr(0, seconds) +
                "  " + named(each.login) +
                (each.trouble.empty() ? "" : "  cannot tell: " + shown(each.trouble)) + '\n';
    }
    return text;
}

std::string text_of(const CandidateSum& sum) {
    auto text =
        "candidate " +
        (sum.file.empty() ? "" : shown(sum.file) + ", version " + shown(sum.version) + ", ") +
        shown(sum.hash) + '\n';
    text += std::to_string(sum.judged) + " transactions";
    if (sum.judged != 0) {
        text += ' ' + trail_time(sum.first).substr(0, seconds) + " .. " +
                trail_time(sum.last).substr(0, seconds);
    }
    text += ", of which " + std::to_string(sum.different) + " would be different\n";
    for (const auto& row : rows_of(sum)) {
        text += text_of(row);
    }
    return text;
}

Json json_of(const Row& row) {
    const auto& [transition, counted] = row;
    Json logins = Json::object();
    for (const auto& [login, count] : logins_of(counted)) {
        logins[login] = count;
    }
    Json examples = Json::array();
    for (const auto& each : counted.examples) {
        examples.push_back({{"transaction", each.transaction},
                            {"time", trail_time(each.time)},
                            {"login", each.login.empty() ? Json() : Json(each.login)},
                            {"trouble", each.trouble.empty() ? Json() : Json(each.trouble)}});
    }
    const auto or_null = [](const std::string& text) { return text.empty() ? Json() : Json(text); };
    return {{"was", transition.was},
            {"would_be", transition.would_be},
            {"rule", or_null(transition.rule)},
            {"old_rule", or_null(transition.old_rule)},
            {"count", counted.count},
            {"logins", std::move(logins)},
            {"examples", std::move(examples)}};
}

Json json_of(const CandidateSum& sum) {
    Json transitions = Json::array();
    for (const auto& row : rows_of(sum)) {
        transitions.push_back(json_of(row));
    }
    return {{"file", sum.file.empty() ? Json() : Json(sum.file)},
            {"version", sum.file.empty() ? Json() : Json(sum.version)},
            {"hash", sum.hash},
            {"transactions", sum.judged},
            {"different", sum.different},
            {"transitions", std::move(transitions)}};
}

}  // namespace

std::string candidate_text(const CandidateSums& sums) {
    std::string text;
    for (const auto& each : sums.candidates) {
        text += (text.empty() ? "" : "\n") + text_of(each);
    }
    return text.empty() ? "no candidate judged there\n" : text;
}

std::string candidate_json(const CandidateSums& sums) {
    Json all = Json::array();
    for (const auto& each : sums.candidates) {
        all.push_back(json_of(each));
    }
    return all.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace msa

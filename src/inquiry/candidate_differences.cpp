#include "inquiry/candidate_differences.h"

#include <algorithm>
#include <limits>
#include <string_view>
#include <utility>

namespace msa {
namespace {

/// What happened at a host, in the order of the trail: a candidate came or went, and so many
/// transactions behind that.
struct Step {
    std::string host;
    bool is_start = false;  // of a daemon, which tells anew of its candidate
    std::string file{};     // of a candidate of which is told; empty: of none
    std::string version{};
    std::string hash{};  // empty: it is there no more
    std::uint64_t transactions = 0;
    std::int64_t first = 0;
    std::int64_t last = 0;
};

struct Found {
    std::vector<Step> steps{};
    std::map<std::string, CandidateSum> differences{};  // by hash
};

std::string deciding_rule(const TransactionRecord& record) {
    const auto decides = [&record](const TransactionRecord::Finding& each) {
        return each.mode == "enforce" &&
               (record.disposition == "held" ? each.action == "hold"
                                             : !each.reply.empty() && each.stage == record.stage);
    };
    const auto& all = record.findings;
    const bool is_refused = record.disposition == "rejected" || record.disposition == "deferred";
    const auto found = std::find_if(all.rbegin(), all.rend(), decides);
    const bool has_one = found != all.rend() && (is_refused || record.disposition == "held");
    return has_one ? std::string(found->rule) : std::string();
}

std::string words_of(const CandidateRecord& candidate) {
    std::string words(candidate.disposition);
    if (candidate.recipients != 0) {
        words += ", other recipients";
    }
    if (candidate.edited) {
        words += ", edited otherwise";
    }
    if (candidate.is_signed) {
        words += *candidate.is_signed ? ", signed" : ", not signed";
    }
    return words;
}

void add_difference(Found& found, const RecordReader& reader) {
    const auto& record = reader.transaction();
    const auto& candidate = *record.candidate;
    auto& sum = found.differences[std::string(candidate.hash)];
    ++sum.different;
    auto& counted = sum.transitions[{std::string(record.disposition), words_of(candidate),
                                     std::string(candidate.rule), deciding_rule(record)}];
    const std::string login(record.identity ? record.identity->login : std::string_view());
    ++counted.count;
    ++counted.logins[login];
    if (counted.examples.size() < CandidateCount::most_examples) {
        counted.examples.push_back({std::string(record.transaction), login, reader.head().time,
                                    std::string(candidate.trouble)});
    }
}

void look(Found& found, const RecordReader& reader) {
    const auto& head = reader.head();
    if (head.kind != RecordKind::transaction) {
        const auto& record = reader.control();
        const bool is_over = record.text("event") == "ended";
        found.steps.push_back({.host = std::string(record.text("host")),
                               .is_start = head.kind == RecordKind::start,
                               .file = std::string(record.text("file")),
                               .version = std::string(record.text("version")),
                               .hash = is_over ? std::string() : std::string(record.text("hash"))});
        return;
    }
    const auto& record = reader.transaction();
    if (found.steps.empty() || found.steps.back().host != record.host) {
        found.steps.push_back({.host = std::string(record.host)});
    }
    auto& step = found.steps.back();
    ++step.transactions;
    step.first = step.first == 0 ? head.time : step.first;
    step.last = head.time;
    if (record.candidate) {
        add_difference(found, reader);
    }
}

class Summing {
public:
    void add(Found found) {
        for (const auto& step : found.steps) {
            take(step);
        }
        for (auto& [hash, more] : found.differences) {
            merge(sum_of(hash), more);
        }
    }
    [[nodiscard]] std::vector<CandidateSum> result() && { return std::move(sums_); }

private:
    CandidateSum& sum_of(const std::string& hash) {
        const auto known = std::find_if(sums_.begin(), sums_.end(),
                                        [&hash](const auto& each) { return each.hash == hash; });
        return known != sums_.end() ? *known : sums_.emplace_back(CandidateSum{.hash = hash});
    }

    void take(const Step& step) {
        auto& there = hosts_[step.host];
        if (step.is_start) {
            there.clear();
        } else if (!step.file.empty() && step.hash.empty()) {
            there.erase(step.file);
        } else if (!step.file.empty()) {
            there[step.file] = step.hash;
            auto& sum = sum_of(step.hash);
            sum.file = step.file;
            sum.version = step.version;
        }
        for (const auto& [file, hash] : there) {
            auto& sum = sum_of(hash);
            sum.judged += step.transactions;
            sum.first = sum.first == 0 ? step.first : sum.first;
            sum.last = std::max(sum.last, step.last);
        }
    }

    static void merge(CandidateSum& sum, CandidateSum& more) {
        sum.different += more.different;
        for (auto& [transition, counted] : more.transitions) {
            auto& all = sum.transitions[transition];
            all.count += counted.count;
            for (const auto& [login, count] : counted.logins) {
                all.logins[login] += count;
            }
            for (auto& example : counted.examples) {
                if (all.examples.size() < CandidateCount::most_examples) {
                    all.examples.push_back(std::move(example));
                }
            }
        }
    }

    std::vector<CandidateSum> sums_;
    std::map<std::string, std::map<std::string, std::string>> hosts_;  // file -> hash
};

}  // namespace

Result<CandidateSums> candidate_sums(
    const std::vector<TrailFile>& files, const TimeSpan& span,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress) {
    const RecordFilter all;
    Summing summing;
    auto damaged = search<Found>(
        files, progress,
        SearchScope{.span = span,
                    .transactions = &all,
                    .control =
                        [](RecordKind kind) {
                            return kind == RecordKind::start || kind == RecordKind::candidate;
                        },
                    // What came before still holds.
                    .control_span = TimeSpan{std::numeric_limits<std::int64_t>::min(), span.end}},
        [](Found& found, const RecordReader& reader, std::string_view /*line*/) {
            look(found, reader);
        },
        [&summing](Found found) { summing.add(std::move(found)); });
    if (!damaged) {
        return damaged.error();
    }
    return CandidateSums{std::move(summing).result(), *std::move(damaged)};
}

}  // namespace msa

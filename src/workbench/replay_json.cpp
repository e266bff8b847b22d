// A replay for programs. What a client said is spelled as printable() has it.
#include "base/text.h"
#include "trail/trail_time.h"
#include "workbench/replay_report.h"

#include <nlohmann/json.hpp>

namespace msa {
namespace {

using Json = nlohmann::ordered_json;

std::string shown(std::string_view value) {
    constexpr std::size_t longest = 8192;
    return printable(value, longest);
}

Json or_null(std::string_view value) {
    return value.empty() ? Json() : Json(shown(value));
}

Json counts(const std::map<std::string, std::uint64_t>& counts) {
    auto list = Json::array();
    for (const auto& [name, count] : counts) {
        list.push_back({{"name", or_null(name)}, {"count", count}});
    }
    return list;
}

Json examples(const std::vector<ReplayExample>& examples) {
    auto list = Json::array();
    for (const auto& each : examples) {
        list.push_back({{"time", trail_time(each.time)},
                        {"transaction", shown(each.transaction)},
                        {"login", or_null(each.login)},
                        {"what", or_null(each.what)}});
    }
    return list;
}

Json count(Json json, const ReplayCount& count) {
    json["count"] = count.count;
    json["rules"] = counts(count.rules);
    json["logins"] = counts(count.logins);
    json["examples"] = examples(count.examples);
    return json;
}

Json judges(const ReplayReport& report) {
    auto list = Json::array();
    for (std::size_t nth = 0; nth < report.files.size(); ++nth) {
        list.push_back({{"file", shown(report.files[nth])}, {"hash", report.hashes[nth]}});
    }
    return list;
}

}  // namespace

std::string replay_json(const ReplayReport& report) {
    const auto& sums = report.sums;
    auto transitions = Json::array();
    for (const auto& [transition, counted] : sums.transitions()) {
        transitions.push_back(count(
            {{"from", to_text(transition.first)}, {"to", to_text(transition.second)}}, counted));
    }
    auto alike = Json::array();
    for (const auto& [word, counted] : sums.alike()) {
        alike.push_back(count({{"other", word}}, counted));
    }
    auto doubts = Json::array();
    for (const auto& [why, counted] : sums.doubts()) {
        doubts.push_back(count({{"why", shown(why)}}, counted));
    }
    const Json json{{"transactions", sums.all()},
                    {"first", sums.all() == 0 ? Json() : Json(trail_time(sums.first()))},
                    {"last", sums.all() == 0 ? Json() : Json(trail_time(sums.last()))},
                    {"rules_before", sums.rules_before()},
                    {"rules", judges(report)},
                    {"transitions", transitions},
                    {"alike", alike},
                    {"same", sums.same()},
                    {"undecidable", sums.undecidable()},
                    {"doubts", doubts},
                    {"exceeded", report.exceeded}};
    return json.dump(2) + '\n';
}

}  // namespace msa

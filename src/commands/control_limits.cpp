// limit: what limits have counted, and beginning again; recorded. Parameters: {act, login?, most,
// caller, sudo_user?}; act: show, top or reset.
#include "audit/timestamp.h"
#include "commands/control_asker.h"
#include "commands/control_methods.h"
#include "commands/shown_rates.h"
#include "commands/suspension_json.h"
#include "ownership/groups.h"
#include "policy/limit.h"

#include <algorithm>
#include <chrono>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace msa {
namespace {

using Json = Method::Json;

constexpr std::size_t most_uses = 1000;
constexpr const char* nobody = "show";  // where others name their transaction

/// Its key is ID|EVENTS/SECONDS|KIND:WHOM, perhaps with +BURST behind the seconds.
Json json_of(const LimitUse& use) {
    const auto first = use.key.find('|');
    const auto second = use.key.find('|', first + 1);
    const auto slash = use.key.find('/', first + 1);
    const auto end = std::min(use.key.find('+', slash + 1), second);
    return {{"limit", use.key.substr(0, first)},
            {"whom", use.key.substr(second + 1)},
            {"used", use.used},
            {"events", use.key.substr(first + 1, slash - first - 1)},
            {"seconds", use.key.substr(slash + 1, end - slash - 1)},
            {"empty_at", timestamp(use.empty_at)}};
}

Result<void> record(Running& running, const Json& parameters, const std::string& act,
                    const std::string& login) {
    auto line = running.trail.control("limit");
    line.text("event", act);
    add_asker(line, parameters);
    line.text_or_null("login", login);
    return running.trail.write(line);
}

struct LimitOfLogin {
    const Limit* limit;
    Charge question;
};

std::vector<LimitOfLogin> limits_of(const RuleSets& sets, const std::string& login) {
    std::vector<LimitOfLogin> limits;
    for (const auto& set : sets.sets()) {
        for (const auto& rule : set->rules) {
            const auto* limit = rule.check->limit();
            if (limit == nullptr || rule.action == Action::off) {
                continue;
            }
            if (auto question = limit->question_of_login(login)) {
                limits.push_back({limit, *std::move(question)});
            }
        }
    }
    return limits;
}

std::vector<Charge> questions_in(const std::vector<LimitOfLogin>& limits) {
    std::vector<Charge> questions;
    questions.reserve(limits.size());
    for (const auto& each : limits) {
        questions.push_back(each.question);
    }
    return questions;
}

/// What message_rate has counted; of one login where it is not empty.
std::vector<ShownRate> rates_of(Running& running, const RuleSets& sets, const std::string& login) {
    constexpr std::string_view is_login = "login:";
    const auto now = std::chrono::system_clock::now();
    const auto& domain = sets.sets().front()->identity.login_domain;
    std::vector<ShownRate> rates;
    for (const auto& each : running.limits.counted_rates().counted()) {
        auto rate = shown_rate(each, now);
        const bool is_meant =
            rate && (login.empty() ||
                     (rate->whom.starts_with(is_login) &&
                      canonical_login(rate->whom.substr(is_login.size()), domain) == login));
        if (is_meant) {
            rates.push_back(*std::move(rate));
        }
    }
    return rates;
}

Result<Json> forget(Running& running, const RuleSets& sets, const std::string& login) {
    const auto forgotten = running.limits.store().forget(questions_in(limits_of(sets, login)));
    if (!forgotten) {
        return Json{{"unavailable", forgotten.error().what}};
    }
    const auto& domain = sets.sets().front()->identity.login_domain;
    const auto now = std::chrono::system_clock::now();
    const auto rates = running.limits.counted_rates().forget([&](const std::string& key) {
        const auto rate =
            shown_rate({.key = key, .empty_at = now + std::chrono::hours(1), .window = {}}, now);
        return rate && rate->whom.starts_with("login:") &&
               canonical_login(rate->whom.substr(rate->whom.find(':') + 1), domain) == login;
    });
    return Json{{"login", login}, {"forgotten", *forgotten + rates}};
}

Result<Json> show(Running& running, const RuleSets& sets, const std::string& login) {
    const auto limits = limits_of(sets, login);
    const auto answers = running.limits.store().reserve(nobody, questions_in(limits));
    running.limits.store().give_back(nobody);
    if (!answers) {
        return answers.error();
    }
    const auto suspended = running.limits.suspensions().known_of(login);
    Json list = Json::array();
    for (std::size_t i = 0; i < limits.size(); ++i) {
        const auto& answer = answers->at(i);
        list.push_back({{"limit", limits[i].limit->id},
                        {"allows", limits[i].limit->text()},
                        {"left", answer.left},
                        {"next_at", answer.is_within ? Json() : Json(timestamp(answer.next_at))},
                        {"is_local", answer.is_local}});
    }
    for (const auto& rate : rates_of(running, sets, login)) {
        list.push_back({{"limit", "message_rate"},
                        {"allows", std::to_string(rate.events) + " messages in " +
                                       std::to_string(rate.window.count()) + " s"},
                        {"left", rate.left()},
                        {"next_at", rate.left() > 0 ? Json() : Json(timestamp(rate.next_at))},
                        {"is_local", running.limits.shared() != nullptr}});
    }
    return Json{{"login", login},
                {"suspension", suspended ? suspension_json(*suspended) : Json()},
                {"limits", std::move(list)}};
}

Result<Json> top(Running& running, const RuleSets& sets, std::size_t most) {
    auto uses = running.limits.store().fullest(most);
    if (!uses) {
        return Json{{"unavailable", uses.error().what}};
    }
    for (const auto& rate : rates_of(running, sets, "")) {
        uses->push_back(rate.use());
    }
    std::stable_sort(uses->begin(), uses->end(), [](const LimitUse& one, const LimitUse& other) {
        return one.used > other.used;
    });
    uses->resize(std::min(most, uses->size()));
    Json list = Json::array();
    for (const auto& each : *uses) {
        list.push_back(json_of(each));
    }
    return Json{{"fullest", std::move(list)},
                {"is_of_all_hosts", running.limits.shared() != nullptr}};
}

Result<Json> limit(Running& running, const Json& parameters) {
    const auto act = text_of(parameters, "act");
    const auto typed = text_of(parameters, "login");
    const bool is_about_one = act && (*act == "show" || *act == "reset");
    const bool is_known = is_about_one || (act && *act == "top");
    if (!is_known || !typed || typed->empty() == is_about_one || !has_asker(parameters) ||
        !parameters.contains("most") || !parameters["most"].is_number_unsigned()) {
        return Error{"the parameters must be as `limit` sends them", ErrorKind::bad_input};
    }
    const auto sets = running.rules.store().current();
    const auto login = typed->empty()
                           ? std::string()
                           : canonical_login(*typed, sets->sets().front()->identity.login_domain);
    if (const auto written = record(running, parameters, *act, login); !written) {
        return written.error();
    }
    const auto most = std::min(parameters["most"].get<std::size_t>(), most_uses);
    return *act == "top"    ? top(running, *sets, most)
           : *act == "show" ? show(running, *sets, login)
                            : forget(running, *sets, login);
}

}  // namespace

Method limit_method(Running& running) {
    return {"limit", [&running](const Json& parameters) { return limit(running, parameters); }};
}

}  // namespace msa

// Limits that are half used, see full_limits.h.
#include "limits/full_limits.h"

#include <exception>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>

namespace msa {
namespace {

using Json = nlohmann::ordered_json;
using std::chrono::seconds;
using std::chrono::steady_clock;

constexpr std::chrono::milliseconds patience{1000};
constexpr std::chrono::hours told_again{24};
constexpr std::size_t most_noted = 20'000;
constexpr std::size_t most_waiting = 1000;

std::string text_of(const Charge& charge) {
    const auto& quota = charge.quota;
    return Json{{"key", charge.key},      {"counting", static_cast<int>(charge.counting)},
                {"events", quota.events}, {"window", quota.window.count()},
                {"burst", quota.burst},   {"memory", charge.memory.count()}}
        .dump(-1, ' ', false, Json::error_handler_t::replace);
}

std::optional<Charge> charge_in(const std::string& text) {
    try {
        const auto json = Json::parse(text);
        Charge charge;
        charge.key = json.at("key").get<std::string>();
        charge.counting = static_cast<Counting>(json.at("counting").get<int>());
        charge.quota = {.events = json.at("events").get<std::int64_t>(),
                        .window = seconds(json.at("window").get<std::int64_t>()),
                        .burst = json.at("burst").get<std::int64_t>()};
        charge.memory = seconds(json.at("memory").get<std::int64_t>());
        const bool is_one = charge.counting >= Counting::amount &&
                            charge.counting <= Counting::share && charge.quota.events > 0 &&
                            charge.quota.window > seconds(0) && charge.quota.burst > 0;
        return is_one ? std::optional(std::move(charge)) : std::nullopt;
    } catch (const Json::exception&) {
        return std::nullopt;
    }
}

}  // namespace

FullLimits::FullLimits(RedisCaller& caller, const LimitNames& names)
    : hash_(caller, names, "full", patience) {}

void FullLimits::note(const Charge& charge, const LimitAnswer& answer) {
    const auto whole_limit = whole(charge.quota, charge.counting);
    if (charge.is_question || answer.left > whole_limit / 2) {
        return;
    }
    const auto now = steady_clock::now();
    noted_.with([&](Noted& noted) {
        const auto known = noted.told.find(charge.key);
        if ((known != noted.told.end() && now - known->second < told_again) ||
            noted.waiting.size() >= most_waiting) {
            return;
        }
        if (noted.told.size() >= most_noted) {
            noted.told.clear();
        }
        noted.told[charge.key] = now;
        noted.waiting.push_back(charge);
    });
}

Result<void> FullLimits::forget(const SharedHash::Look& look) {
    SharedHash::Fields fields;
    if (const auto scanned = hash_.scan(fields); !scanned) {
        return scanned.error();
    }
    std::vector<std::string> words;
    for (const auto& [field, value] : fields) {
        if (value.is_useless(look.now)) {
            words.push_back(field);
            words.emplace_back();
        }
    }
    const auto put = hash_.put(words, look.stamp);
    return put ? Result<void>() : put.error();
}

Result<void> FullLimits::tell() {
    auto waiting = noted_.with([](Noted& noted) { return std::exchange(noted.waiting, {}); });
    if (waiting.empty()) {
        return {};
    }
    const auto look = hash_.look();
    Result<void> done = look ? Result<void>() : look.error();
    if (done && steady_clock::now() >= forgets_at_) {
        forgets_at_ = steady_clock::now() + std::chrono::hours(1);
        done = forget(*look);
    }
    if (done) {
        std::vector<std::string> words;
        for (const auto& each : waiting) {
            auto field = hash_.name(each.key);
            auto value = hash_.sealed_value(field, false, look->now + seconds(known_for).count(),
                                            text_of(each));
            words.push_back(std::move(field));
            words.push_back(std::move(value));
        }
        const auto put = hash_.put(words, look->stamp, most_known);
        done = put ? Result<void>() : put.error();
    }
    if (!done) {
        noted_.with([&waiting](Noted& noted) {  // the next message of theirs notes them again
            for (const auto& each : waiting) {
                noted.told.erase(each.key);
            }
        });
    }
    return done;
}

void FullLimits::tell_at(Instant now) {
    const std::lock_guard lock(telling_);
    if (now >= tells_at_) {
        tells_at_ = now + seconds(1);
        (void)tell();  // nobody waits for it, and it is tried again
    }
}

Result<std::vector<Charge>> FullLimits::all() {
    {
        const std::lock_guard lock(telling_);
        if (const auto told = tell(); !told) {
            return told.error();
        }
    }
    const auto look = hash_.look();
    if (!look) {
        return look.error();
    }
    SharedHash::Fields fields;
    if (const auto scanned = hash_.scan(fields); !scanned) {
        return scanned.error();
    }
    std::vector<Charge> charges;
    for (const auto& [field, value] : fields) {
        const auto text =
            value.is_useless(look->now) ? std::nullopt : hash_.unsealed_text(field, value);
        if (auto charge = text ? charge_in(*text) : std::nullopt) {
            charges.push_back(*std::move(charge));
        }
    }
    return charges;
}

}  // namespace msa

// Suspensions that hosts share, see shared_suspensions.h.
#include "limits/shared_suspensions.h"

#include "base/waiting.h"
#include "limits/suspension_text.h"

#include <cstdlib>
#include <exception>
#include <map>
#include <thread>
#include <utility>

namespace msa {

using std::chrono::steady_clock;

namespace {

using Json = nlohmann::ordered_json;

constexpr std::chrono::milliseconds between_tries{50};
constexpr std::size_t longest_text = 1000;  // of a reason, and of who gave it
constexpr std::int64_t clocks_agree = 2;    // seconds apart

std::int64_t seconds_of(Suspension::Instant time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

void shorten(std::string& text) {
    if (text.size() > longest_text) {
        text.resize(longest_text);
        text += "...";
    }
}

}  // namespace

SharedSuspensions::SharedSuspensions(Store store, KeptSuspensions& kept, const Settings& settings,
                                     Listeners listeners)
    : kept_(kept),
      settings_(settings),
      listeners_(std::move(listeners)),
      hash_(store.caller, store.names, "suspended", settings.patience) {}

void SharedSuspensions::begin() {
    {
        const std::lock_guard lock(exchanging_);
        const auto deadline = steady_clock::now() + settings_.patience;
        auto done = exchange_now();
        while (!done && steady_clock::now() < deadline) {
            std::this_thread::sleep_for(between_tries);
            done = exchange_now();
        }
        note(done);
    }
    looks_.emplace(settings_.interval, [this]() noexcept { look_after(); });
}

std::string SharedSuspensions::field_of(const KnownSuspension& known) const {
    return hash_.name(known.is.login) + ':' + known.id;
}

std::string SharedSuspensions::value_of(const std::string& field, KnownSuspension known) const {
    shorten(known.is.why);
    shorten(known.is.by);
    if (known.released) {
        shorten(known.released->why);
        shorten(known.released->by);
    }
    const auto useless = known.useless_at();
    return hash_.sealed_value(field, known.released.has_value(), useless ? seconds_of(*useless) : 0,
                              json_of(known).dump(-1, ' ', false, Json::error_handler_t::replace));
}

std::optional<KnownSuspension> SharedSuspensions::read(const std::string& field,
                                                       const SharedHash::Value& value) const {
    const auto text = hash_.unsealed_text(field, value);
    if (!text) {
        return std::nullopt;
    }
    try {
        auto known = known_suspension(Json::parse(*text));
        return field_of(known) == field ? std::optional(std::move(known)) : std::nullopt;
    } catch (const Json::exception&) {
        return std::nullopt;
    }
}

void SharedSuspensions::hear(const SharedHash::Fields& fields) {
    std::map<std::string, bool> here;  // whether it is released, by field
    for (const auto& each : kept_.known().all) {
        here[field_of(each)] = each.released.has_value();
    }
    std::vector<KnownSuspension> news;
    for (const auto& [field, value] : fields) {
        const auto known = here.find(field);
        if (value.is_useless(server_now_) ||
            (known != here.end() && (known->second || !value.is_over))) {
            continue;
        }
        if (auto told = read(field, value)) {
            news.push_back(*std::move(told));
        }
    }
    const auto changed = kept_.merge(news);
    for (const auto& each : changed.suspended) {
        listeners_.heard(each, false);
    }
    for (const auto& each : changed.released) {
        listeners_.heard(each, true);
    }
}

std::vector<std::string> SharedSuspensions::lacking(const SharedHash::Fields& fields,
                                                    const KeptSuspensions::Known& known) const {
    std::vector<std::string> words;
    const Suspension::Instant now(std::chrono::seconds{server_now_});
    for (auto each : known.all) {
        auto field = field_of(each);
        const auto found = fields.find(field);
        if (found != fields.end() && (found->second.is_over || !each.released)) {
            continue;
        }
        // A clock that was wrong must not have a release forgotten too early, or never.
        if (each.released && std::chrono::abs(each.released->at - now) > releases_are_kept / 2) {
            each.released->at = now;
        }
        if (const auto useless = each.useless_at(); !useless || *useless > now) {
            auto value = value_of(field, std::move(each));
            words.push_back(std::move(field));
            words.push_back(std::move(value));
        }
    }
    for (const auto& [field, value] : fields) {
        if (value.is_useless(server_now_)) {
            words.push_back(field);
            words.emplace_back();
        }
    }
    return words;
}

Result<void> SharedSuspensions::exchange_now() {
    const auto looked = hash_.look();
    if (!looked) {
        return looked.error();
    }
    server_now_ = looked->now;
    const auto ahead = server_now_ - seconds_of(kept_.own_now());
    kept_.correct_clock(std::chrono::seconds(std::abs(ahead) > clocks_agree ? ahead : 0));
    if (stamp_ == looked->stamp && kept_.changes() == told_) {
        return {};
    }
    SharedHash::Fields fields;
    const auto scanned = hash_.scan(fields);
    if (!scanned) {
        return scanned.error();
    }
    hear(fields);
    const auto known = kept_.known();
    const auto put = hash_.put(lacking(fields, known), *scanned);
    if (!put) {
        return put.error();
    }
    stamp_ = *put;
    told_ = known.changes;
    return {};
}

Result<void> SharedSuspensions::exchange() {
    const WhileWaiting waiting;
    const std::lock_guard lock(exchanging_);
    auto done = exchange_now();
    note(done);
    return done;
}

void SharedSuspensions::note(const Result<void>& done) {
    const auto was = standing_.with([&](Standing& standing) {
        if (done) {
            standing.heard_at = steady_clock::now();
        }
        return std::exchange(standing.trouble, done ? std::string() : done.error().what);
    });
    if (was.empty() != done.has_value()) {
        listeners_.trouble(
            done ? "hosts agree again on who is suspended"
                 : "this host and others may disagree on who is suspended: " + done.error().what,
            !done);
    }
    if (settings_.is_strict) {
        const auto since = age();
        const bool is_old = !since || *since >= settings_.oldest;
        kept_.doubt(is_old ? "the store that hosts share does not say who is suspended"
                           : std::string());
    }
}

void SharedSuspensions::look_after() noexcept {
    try {
        (void)exchange();              // what is wrong was noted
    } catch (const std::exception&) {  // NOLINT(bugprone-empty-catch): of memory; the next time
    }
}

std::string SharedSuspensions::trouble() const {
    return standing_.with([](const Standing& standing) { return standing.trouble; });
}

std::optional<std::chrono::seconds> SharedSuspensions::age() const {
    return standing_.with([](const Standing& standing) -> std::optional<std::chrono::seconds> {
        if (!standing.heard_at) {
            return std::nullopt;
        }
        return std::chrono::duration_cast<std::chrono::seconds>(steady_clock::now() -
                                                                *standing.heard_at);
    });
}

}  // namespace msa

#include "limits/kept_suspensions.h"

#include "base/file.h"
#include "base/replace_file.h"
#include "base/waiting.h"

#include <cstdint>
#include <exception>
#include <system_error>
#include <utility>

#include <nlohmann/json.hpp>
#include <sys/stat.h>

namespace msa {
namespace {

using Json = nlohmann::ordered_json;
using Instant = Suspension::Instant;

constexpr std::size_t most_octets = std::size_t{64} << 20U;
constexpr int version = 1;

std::int64_t seconds_of(Instant time) {
    return std::chrono::duration_cast<std::chrono::seconds>(time.time_since_epoch()).count();
}

/// Throws a Json::exception where it is none.
Instant instant_at(const Json& seconds) {
    constexpr auto last =
        std::chrono::duration_cast<std::chrono::seconds>(Instant::max().time_since_epoch());
    const auto count = seconds.get<std::int64_t>();
    if (count < 0 || count > last.count()) {
        throw Json::other_error::create(0, "no instant", &seconds);
    }
    return Instant(std::chrono::seconds(count));
}

bool is_over(const Suspension& suspension, Instant now) {
    return suspension.until && *suspension.until <= now;
}

Json json_of(const Suspension& suspension) {
    return {{"login", suspension.login},
            {"why", suspension.why},
            {"by", suspension.by},
            {"since", seconds_of(suspension.since)},
            {"until", suspension.until ? Json(seconds_of(*suspension.until)) : Json()}};
}

Suspension suspension_of(const Json& json) {
    Suspension read{.login = json.at("login").get<std::string>(),
                    .why = json.at("why").get<std::string>(),
                    .by = json.at("by").get<std::string>(),
                    .since = instant_at(json.at("since")),
                    .until = std::nullopt};
    if (const auto& until = json.at("until"); !until.is_null()) {
        read.until = instant_at(until);
    }
    return read;
}

template <class ByLogin>
std::string text_of(const ByLogin& suspended) {
    Json all = Json::array();
    for (const auto& [login, each] : suspended) {
        all.push_back(json_of(each));
    }
    return Json{{"version", version}, {"suspended", std::move(all)}}.dump(
               1, ' ', false, Json::error_handler_t::replace) +
           '\n';
}

bool is_there(const std::string& path) {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0 || errno != ENOENT;
}

}  // namespace

KeptSuspensions::KeptSuspensions(std::string path, Clock clock, ByLogin suspended)
    : path_(std::move(path)), clock_(std::move(clock)), state_({std::move(suspended), {}}) {}

Result<std::unique_ptr<KeptSuspensions>> KeptSuspensions::open(const std::string& path,
                                                               Clock clock) {
    ByLogin suspended;
    if (!path.empty() && is_there(path)) {
        const auto text = read_file(path, most_octets);
        if (!text) {
            return Error{text.error().what, ErrorKind::unavailable};
        }
        try {
            const auto json = Json::parse(*text);
            if (json.at("version").get<int>() != version) {
                return Error{path + ": another version of msa-milter wrote it",
                             ErrorKind::bad_input};
            }
            for (const auto& each : json.at("suspended")) {
                auto read = suspension_of(each);
                suspended.insert_or_assign(read.login, std::move(read));
            }
        } catch (const Json::exception&) {
            return Error{path +
                             ": is damaged, so that nobody knows which logins are suspended; "
                             "mend it, or remove it to release all of them",
                         ErrorKind::bad_input};
        }
    }
    return std::unique_ptr<KeptSuspensions>(
        new KeptSuspensions(path, std::move(clock), std::move(suspended)));
}

Result<std::optional<Suspension>> KeptSuspensions::of(std::string_view login) {
    return state_.with([&](State& state) -> Result<std::optional<Suspension>> {
        const auto found = state.suspended.find(login);
        if (found == state.suspended.end() || is_over(found->second, clock_())) {
            return std::optional<Suspension>();
        }
        return std::optional(found->second);
    });
}

void KeptSuspensions::write(State& state) const {
    if (path_.empty()) {
        return;
    }
    constexpr mode_t mode = 0600;
    const auto now = clock_();
    std::erase_if(state.suspended, [now](const auto& each) { return is_over(each.second, now); });
    const auto written = replace_file(path_, text_of(state.suspended), mode);
    state.trouble = written ? std::string() : written.error().what;
}

void KeptSuspensions::suspend(const Suspension& suspension) noexcept {
    try {
        const WhileWaiting for_the_disk;
        const bool is_new = state_.with([&](State& state) {
            const auto found = state.suspended.find(suspension.login);
            if (found != state.suspended.end() && !is_over(found->second, clock_())) {
                return false;
            }
            state.suspended.insert_or_assign(suspension.login, suspension);
            write(state);
            return true;
        });
        if (is_new && listener_) {
            listener_(suspension);
        }
    } catch (const std::exception&) {
        // No memory. The message is refused either way, and so is the next one that shows the same.
    }
}

std::optional<Suspension> KeptSuspensions::release(std::string_view login) {
    return state_.with([&](State& state) -> std::optional<Suspension> {
        const auto found = state.suspended.find(login);
        if (found == state.suspended.end()) {
            return std::nullopt;
        }
        auto lifted = std::move(found->second);
        state.suspended.erase(found);
        write(state);
        return is_over(lifted, clock_()) ? std::nullopt : std::optional(std::move(lifted));
    });
}

std::vector<Suspension> KeptSuspensions::all() const {
    return state_.with([&](const State& state) {
        std::vector<Suspension> all;
        for (const auto& [login, each] : state.suspended) {
            if (!is_over(each, clock_())) {
                all.push_back(each);
            }
        }
        return all;
    });
}

void KeptSuspensions::write_again() {
    state_.with([this](State& state) {
        if (!state.trouble.empty()) {
            write(state);
        }
    });
}

void KeptSuspensions::begin() {
    if (!path_.empty()) {
        writing_.emplace(std::chrono::seconds(1), [this]() noexcept { write_again(); });
    }
}

}  // namespace msa

#include "limits/kept_suspensions.h"

#include "base/file.h"
#include "base/replace_file.h"
#include "base/waiting.h"
#include "limits/limit_keys.h"
#include "limits/suspension_text.h"

#include <exception>
#include <utility>

#include <sys/stat.h>

namespace msa {
namespace {

using Json = nlohmann::ordered_json;

constexpr std::size_t most_octets = std::size_t{64} << 20U;
constexpr int version = 1;

/// Released ones stand apart, so that whoever reads only the others knows who is suspended.
std::string text_of(const SuspensionSet& set) {
    Json suspended = Json::array();
    Json released = Json::array();
    for (const auto& each : set.known()) {
        (each.released ? released : suspended).push_back(json_of(each));
    }
    return Json{{"version", version},
                {"suspended", std::move(suspended)},
                {"released", std::move(released)}}
               .dump(1, ' ', false, Json::error_handler_t::replace) +
           '\n';
}

/// Throws a Json::exception where it is none.
SuspensionSet set_of(const Json& json, Suspension::Instant now) {
    SuspensionSet set;
    for (const auto& each : json.at("suspended")) {
        set.merge(known_suspension(each), now);
    }
    for (const auto& each : json.value("released", Json::array())) {
        set.merge(known_suspension(each), now);
    }
    return set;
}

bool is_there(const std::string& path) {
    struct stat status {};
    return ::lstat(path.c_str(), &status) == 0 || errno != ENOENT;
}

}  // namespace

KeptSuspensions::KeptSuspensions(std::string path, Clock clock, std::string host, SuspensionSet set)
    : path_(std::move(path)),
      clock_(std::move(clock)),
      host_(std::move(host)),
      state_({std::move(set), {}, {}}) {}

Result<std::unique_ptr<KeptSuspensions>> KeptSuspensions::open(const std::string& path, Clock clock,
                                                               std::string host) {
    SuspensionSet set;
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
            set = set_of(json, clock());
        } catch (const Json::exception&) {
            return Error{path +
                             ": is damaged, so that nobody knows which logins are suspended; "
                             "mend it, or remove it to release all of them",
                         ErrorKind::bad_input};
        }
    }
    return std::unique_ptr<KeptSuspensions>(
        new KeptSuspensions(path, std::move(clock), std::move(host), std::move(set)));
}

Suspension KeptSuspensions::shown(const KnownSuspension& known) const {
    auto suspension = known.is;
    if (!known.host.empty() && known.host != host_) {
        suspension.by += ", on " + known.host;
    }
    return suspension;
}

std::optional<Suspension> KeptSuspensions::known_of(std::string_view login) const {
    return state_.with([&](const State& state) {
        const auto* found = state.set.of(login, now());
        return found == nullptr ? std::nullopt : std::optional(shown(*found));
    });
}

Result<std::optional<Suspension>> KeptSuspensions::of(std::string_view login) {
    return state_.with([&](State& state) -> Result<std::optional<Suspension>> {
        if (const auto* found = state.set.of(login, now())) {
            return std::optional(shown(*found));
        }
        if (!state.doubt.empty()) {
            return Error{state.doubt};
        }
        return std::optional<Suspension>();
    });
}

void KeptSuspensions::doubt(const std::string& why) {
    state_.with([&](State& state) { state.doubt = why; });
}

void KeptSuspensions::write(State& state) const {
    state.set.forget(now());
    if (path_.empty()) {
        return;
    }
    constexpr mode_t mode = 0600;
    const auto written = replace_file(path_, text_of(state.set), mode);
    state.trouble = written ? std::string() : written.error().what;
}

void KeptSuspensions::add(const Suspension& suspension) noexcept {
    try {
        const WhileWaiting for_the_disk;
        const bool is_new = state_.with([&](State& state) {
            if (state.set.of(suspension.login, now()) != nullptr) {
                return false;
            }
            state.set.merge({.id = fresh_name(), .host = host_, .is = suspension}, now());
            ++changes_;
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

void KeptSuspensions::suspend(const Suspension& suspension) noexcept {
    auto corrected = suspension;
    if (corrected.until) {
        *corrected.until += ahead_.load();
    }
    suspend_until(corrected);
}

void KeptSuspensions::suspend_until(const Suspension& suspension) noexcept {
    auto corrected = suspension;
    corrected.since += ahead_.load();
    add(corrected);
}

std::optional<Suspension> KeptSuspensions::release(std::string_view login, const std::string& by,
                                                   const std::string& why) {
    return state_.with([&](State& state) -> std::optional<Suspension> {
        const auto* found = state.set.of(login, now());
        if (found == nullptr) {
            return std::nullopt;
        }
        auto lifted = shown(*found);
        state.set.release(login, {.by = by, .why = why, .at = now()}, now());
        ++changes_;
        write(state);
        return lifted;
    });
}

std::vector<Suspension> KeptSuspensions::all() const {
    return state_.with([&](const State& state) {
        std::vector<Suspension> all;
        for (const auto& each : state.set.in_force(now())) {
            all.push_back(shown(each));
        }
        return all;
    });
}

KeptSuspensions::Known KeptSuspensions::known() const {
    return state_.with(
        [&](const State& state) { return Known{.all = state.set.known(), .changes = changes_}; });
}

KeptSuspensions::News KeptSuspensions::merge(const std::vector<KnownSuspension>& known) {
    return state_.with([&](State& state) {
        const auto at = now();
        News news;
        for (const auto& each : known) {
            switch (state.set.merge(each, at)) {
                case SuspensionSet::News::suspends: news.suspended.push_back(each); break;
                case SuspensionSet::News::releases: news.released.push_back(each); break;
                case SuspensionSet::News::none: break;
            }
        }
        if (!known.empty()) {
            write(state);
        }
        return news;
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

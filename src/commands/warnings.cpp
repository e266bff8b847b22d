#include "commands/warnings.h"

#include "base/text.h"
#include "commands/suspension_gaps.h"
#include "config/summary.h"

#include <filesystem>
#include <map>
#include <string_view>

#include <sys/stat.h>
#include <sys/statvfs.h>

namespace msa {
namespace {

using Instant = std::chrono::system_clock::time_point;
using Lines = std::vector<std::string>;

constexpr std::chrono::days soon{14};

bool is_soon(const std::optional<Instant>& end, Instant now) {
    return end && *end > now && *end <= now + soon;
}

void add_of_reload(const Running& running, Lines& lines) {
    if (const auto last = running.rules.last_reload(); last && !last->errors.empty()) {
        lines.push_back("the last reload failed, and older rules are in force: " +
                        last->errors.front());
    }
}

void add_of_candidate(const Running& running, Lines& lines) {
    if (const auto errors = running.rules.candidate().errors; !errors.empty()) {
        lines.push_back("the candidate does not load, and judges nothing: " + errors.front());
    }
}

void add_of_trail(const Running& running, Lines& lines) {
    const auto space = trail_space(running.settings.audit);
    if (!space.octets) {
        lines.push_back("the trail's file is not there: " + running.settings.audit);
    }
    if (space.free && *space.free < low_water) {
        lines.push_back("the trail has " + std::to_string(*space.free >> 20U) +
                        " MiB left; when it is full, all mail is put off (451)");
    }
    if (running.trail.standing().is_checkpoint_failing) {
        lines.emplace_back("checkpoints of the trail cannot be made; the log says why");
    }
    if (const auto failures = running.records.failures(); failures > 0) {
        lines.push_back("records could not be written: " + std::to_string(failures) +
                        "; the log says why");
    }
}

void add_of_limits(const Running& running, Lines& lines) {
    if (running.limits.kept() != nullptr) {
        if (const auto trouble = running.limits.kept()->trouble(); !trouble.empty()) {
            lines.push_back("a restart would forget what limits have counted: " + trouble);
        }
    }
}

void add_of_shared_limits(const Running& running, Lines& lines) {
    if (const auto* shared = running.limits.shared()) {
        if (const auto trouble = shared->trouble(); !trouble.empty()) {
            lines.push_back("limits that hosts share: " + trouble);
        } else if (const auto refusal = shared->refusal(); !refusal.empty()) {
            lines.push_back("limits that hosts share: the server refused a call: " + refusal);
        }
    }
}

void add_of_suspensions(const Running& running, Instant now, Lines& lines) {
    if (const auto trouble = running.limits.suspensions().trouble(); !trouble.empty()) {
        lines.push_back("a restart would not know which logins are suspended: " + trouble);
    }
    if (auto* shared = running.limits.shared_suspensions()) {
        if (const auto trouble = shared->trouble(); !trouble.empty()) {
            const auto age = shared->age();
            lines.push_back(
                "this host and others may disagree on who is suspended: it last heard "
                "from them " +
                (age ? std::to_string(age->count()) + " s ago" : "before its start") + ": " +
                trouble);
        }
    }
    constexpr std::size_t most_named = 3;
    const auto suspended = running.limits.suspensions().all();
    std::string names;
    for (std::size_t i = 0; i < suspended.size() && i < most_named; ++i) {
        names += (i == 0 ? "" : ", ") + printable(suspended[i].login);
    }
    if (suspended.size() > most_named) {
        names += " and " + std::to_string(suspended.size() - most_named) + " more";
    }
    if (!suspended.empty()) {
        lines.push_back("suspended logins: " + names + " (msa-milter limit show LOGIN says why)");
        for (const auto& file : suspension_gaps(*running.rules.store().current(), {now})) {
            lines.push_back("suspended logins can still send where " + file +
                            " rules: account_state refuses nobody there");
        }
    }
}

void add_of_tables(const Running& running, Lines& lines) {
    for (const auto& table : running.rules.tables()) {
        if (const auto trouble = table->last_error();
            trouble && trouble->at + std::chrono::minutes(5) > std::chrono::system_clock::now()) {
            lines.push_back("table " + table->name() + " could not tell: " + trouble->what);
        }
    }
}

void add_of_sight(const std::string& name, const std::optional<KeySight>& seen, Lines& lines) {
    if (seen && seen->fits == false) {
        lines.push_back(
            "key " + name + ": " + seen->why +
            "; its signatures do not verify; `msa-milter key dns` prints what to publish");
    }
}

void add_of_keys(const Running& running, Instant now, Lines& lines) {
    for (const auto& key : running.rules.keys()) {
        const auto name = key.domain + '/' + key.selector;
        if (key_state(key, now) == std::string_view("active")) {
            add_of_sight(name, running.keys.sight(key), lines);
        }
        if (is_soon(key.retire, now)) {
            lines.push_back("key " + name + " retires after " + last_day(*key.retire));
        }
    }
    for (const auto& domain : unsigned_domains(running.rules.keys(), now)) {
        lines.push_back("no key of " + domain + " is active: its mail is not signed");
    }
}

void add_of_rotation(const Running& running, Lines& lines) {
    const auto last = running.rotation.last();
    for (const auto& each : last.to_do) {
        lines.push_back("key records to publish in DNS: " + each);
    }
    for (const auto& each : last.troubles) {
        lines.push_back("key " + each);
    }
}

void add_of_samples(const Running& running, Lines& lines) {
    if (const auto count = running.samples.mismatches(); count > 0) {
        lines.push_back("signatures of messages that have left do not verify: " +
                        std::to_string(count) + "; the log says which (event=sample)");
    }
}

void add_of_exceptions(const RuleSet& rules, Instant now, Lines& lines) {
    for (const auto& exception : rules.exceptions) {
        if (is_soon(exception.until, now)) {
            lines.push_back("exception " + exception.id + " ends after " +
                            last_day(exception.until));
        }
    }
}

}  // namespace

const char* key_state(const SigningKeySettings& key, Instant now) {
    if (key.retire && *key.retire <= now) {
        return "retired";
    }
    return key.activate && now < *key.activate ? "waiting" : "active";
}

Lines unsigned_domains(const std::vector<SigningKeySettings>& keys, Instant now) {
    std::map<std::string, bool> is_signed;
    for (const auto& key : keys) {
        is_signed[key.domain] |= key_state(key, now) == std::string_view("active");
    }
    Lines domains;
    for (const auto& [domain, has_key] : is_signed) {
        if (!has_key) {
            domains.push_back(domain);
        }
    }
    return domains;
}

TrailSpace trail_space(const std::string& file) {
    TrailSpace space;
    struct stat status {};
    if (::stat(file.c_str(), &status) == 0) {
        space.octets = static_cast<std::uint64_t>(status.st_size);
    }
    struct statvfs system {};
    const auto folder = std::filesystem::path(file).parent_path();
    if (::statvfs(folder.empty() ? "." : folder.c_str(), &system) == 0) {
        space.free = std::uint64_t{system.f_bavail} * system.f_frsize;
    }
    return space;
}

Lines warnings(const Running& running, Instant now) {
    Lines lines;
    add_of_reload(running, lines);
    add_of_candidate(running, lines);
    add_of_trail(running, lines);
    add_of_limits(running, lines);
    add_of_shared_limits(running, lines);
    add_of_suspensions(running, now, lines);
    add_of_tables(running, lines);
    add_of_keys(running, now, lines);
    add_of_rotation(running, lines);
    add_of_samples(running, lines);
    const auto sets = running.rules.store().current();
    for (const auto& rules : sets->sets()) {
        add_of_exceptions(*rules, now, lines);
    }
    for (auto& each : running.rules.warnings()) {
        lines.push_back(std::move(each));
    }
    return lines;
}

}  // namespace msa

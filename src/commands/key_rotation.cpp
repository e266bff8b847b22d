#include "commands/key_rotation.h"

#include "base/text.h"
#include "commands/record_proofs.h"
#include "crypto/digest.h"
#include "crypto/key_file.h"
#include "crypto/new_key.h"
#include "dkim/key_record.h"

#include <algorithm>
#include <exception>
#include <iterator>
#include <map>
#include <utility>

namespace msa {
namespace {

constexpr std::chrono::hours interval{1};
constexpr std::chrono::minutes soon{1};
constexpr std::chrono::seconds patience{5};     // for one answer of DNS
constexpr std::chrono::seconds publishing{30};  // one record
constexpr int least_rsa_bits = 2048;            // of a key that follows a shorter one

std::string new_key(KeyAlgorithm algorithm, int bits) {
    return algorithm == KeyAlgorithm::ed25519_sha256
               ? new_ed25519_key()
               : new_rsa_key(static_cast<unsigned>(std::max(bits, least_rsa_bits)));
}

/// Each server by a resolver of its own, which knows nothing from before.
ZoneLookParts asked_directly() {
    return {
        .resolver = nullptr,
        .name_servers = {},
        .ask_server = [](const std::string& server) -> Result<std::unique_ptr<const Resolver>> {
            auto resolver = make_unbound_resolver({.servers = {server}});
            if (!resolver) {
                return resolver.error();
            }
            return std::unique_ptr<const Resolver>(*std::move(resolver));
        },
        .alias_at = [](const std::string& server, const std::string& name) -> Result<std::string> {
            const auto resolver = make_unbound_resolver({.servers = {server}});
            return resolver ? (*resolver)->alias(name, std::chrono::steady_clock::now() + patience)
                            : resolver.error();
        }};
}

/// Of libopendkim.
Result<std::string> objection_to(const FolderKey& key, const std::string& record) {
    const auto half = load_private_key(key.file, {.minimum_rsa_bits = 1024, .require_safe = false});
    return half ? record_objection({.domain = key.domain,
                                    .selector = key.selector,
                                    .file = key.file,
                                    .author_domains = {key.domain},
                                    .activate = std::nullopt,
                                    .retire = std::nullopt},
                                   *half, record)
                : half.error();
}

void add(RotationReport more, RotationReport& all) {
    const auto move = [](auto& from, auto& to) {
        std::move(from.begin(), from.end(), std::back_inserter(to));
    };
    move(more.changes, all.changes);
    move(more.to_do, all.to_do);
    move(more.troubles, all.troubles);
    move(more.keys, all.keys);
    all.is_put_off = all.is_put_off || more.is_put_off;
}

bool is_coming(const FolderKey& key) {
    return key.life.state == KeyState::generated || key.life.state == KeyState::published;
}

/// Of domains that somebody named, those that no folder knows.
void complain_of_unknown(const std::set<std::string>& due, RotationReport& report) {
    for (const auto& domain : due) {
        if (std::none_of(report.keys.begin(), report.keys.end(), [&domain](const auto& key) {
                return key.domain == domain &&
                       (is_coming(key) || key.life.state == KeyState::active);
            })) {
            auto trouble = domain + ": no key in a folder of keys signs for it: make one with ";
            trouble.append("`msa-milter key new ").append(domain).append("`");
            report.troubles.push_back(std::move(trouble));
        }
    }
}

}  // namespace

KeyRotation::KeyRotation(RulesInForce& rules, AuditTrail& audit, const NamesResolver* resolver,
                         const Log& log)
    : rules_(rules), audit_(audit), resolver_(resolver), log_(log) {}

void KeyRotation::begin() {
    looking_.emplace(std::chrono::seconds(1), [this] { look_if_due(); });
}

void KeyRotation::end() {
    is_over_ = true;
    if (looking_) {
        looking_->end();
    }
}

void KeyRotation::look_if_due() {
    const auto since = rules_.in_force_since();
    if (seen_ == since && again_.with([](const auto& again) { return Steady::now() < again; })) {
        return;
    }
    seen_ = since;
    try {
        (void)look({});  // what came of it is logged
    } catch (const std::exception& error) {
        log_.error(LogLine("key").add("error", error.what()));
        again_.with([](auto& again) { again = Steady::now() + soon; });
    }
}

Result<RotationReport> KeyRotation::look_now(const std::set<std::string>& due) {
    if (is_asked_.exchange(true)) {
        return Error{"another `key rotate` waits for the keys to be looked at: try again later"};
    }
    struct Asked {
        explicit Asked(std::atomic<bool>& flag) : flag_(flag) {}
        Asked(const Asked&) = delete;
        Asked& operator=(const Asked&) = delete;
        ~Asked() { flag_ = false; }
        std::atomic<bool>& flag_;
    } const asked(is_asked_);
    return look(due);
}

RotationReport KeyRotation::look(const std::set<std::string>& due) {
    const std::lock_guard lock(looking_now_);
    RotationReport all;
    const auto used = in_use();
    for (const auto& folder : rules_.key_folders()) {
        const auto dns = look_at_zones(folder);
        const auto publisher =
            make_publisher(folder, publishing, [this] { return is_over_.load(); });
        Rotation rotation(folder,
                          {.dns = *dns,
                           .publisher = *publisher,
                           .make_key = new_key,
                           .announce = [this](const KeyChange& change) { return announce(change); },
                           .objection = objection_to,
                           .is_over = [this] { return is_over_.load(); }});
        add(rotation.step(std::chrono::system_clock::now(), used, due), all);
    }
    note_others(all);
    complain_of_unknown(due, all);
    tell_troubles(all);
    await(all);
    last_.with([&all](auto& last) { last = all; });
    const bool is_well = renew_where_needed(all);
    again_.with([is_well](auto& again) {
        again = Steady::now() + (is_well ? Steady::duration(interval) : Steady::duration(soon));
    });
    return all;
}

std::unique_ptr<ZoneLook> KeyRotation::look_at_zones(const KeyFolderSettings& folder) const {
    auto parts = asked_directly();
    parts.resolver = resolver_;
    if (resolver_ != nullptr) {
        parts.name_servers = [this](std::string_view zone) {
            return resolver_->name_servers(zone, Steady::now() + patience);
        };
    }
    return make_zone_look(folder.servers, std::move(parts));
}

std::set<std::string> KeyRotation::signing() const {
    std::set<std::string> names;
    for (const auto& key : rules_.keys()) {
        names.insert(key.domain + '/' + key.selector);
    }
    return names;
}

/// What signs; and where the clock was set forward, what is retired: its week begins anew.
std::set<std::string> KeyRotation::in_use() {
    auto names = signing();
    if (clock_.was_set_forward(ClockWatch::read())) {
        for (const auto& key : last().keys) {
            if (key.life.state == KeyState::retired) {
                names.insert(key.name());
            }
        }
        log_.warning(LogLine("key").add(
            "error", "the clock was set forward: records of retired keys stay for another week"));
    }
    return names;
}

/// What commands and other daemons did to the keys since the last look is recorded, too.
void KeyRotation::note_others(RotationReport& report) {
    std::map<std::string, KeyState> known;
    for (const auto& key : last().keys) {
        known[key.name()] = key.life.state;
    }
    std::set<std::string> own;
    for (const auto& change : report.changes) {
        own.insert(change.key.name());
    }
    for (const auto& key : report.keys) {
        const auto before = known.find(key.name());
        const bool is_as_it_was = before != known.end() && before->second == key.life.state;
        if (!has_looked_ || is_as_it_was || own.contains(key.name())) {
            continue;
        }
        const auto* const from = before == known.end() ? "" : to_text(before->second);
        const KeyChange change{.key = key, .from = from, .why = "by a command or another daemon"};
        if (const auto told = announce(change); !told) {
            report.troubles.push_back(key.name() + ": " + told.error().what);
        }
    }
    has_looked_ = true;
}

/// Keys that are to sign now, whoever has brought them there.
void KeyRotation::await(const RotationReport& report) {
    std::set<std::string> coming;
    for (const auto& key : last().keys) {
        if (is_coming(key)) {
            coming.insert(key.name());
        }
    }
    for (const auto& change : report.changes) {
        coming.insert(change.key.name());
    }
    for (const auto& key : report.keys) {
        if (key.life.state == KeyState::active && coming.contains(key.name())) {
            awaited_.insert(key.name());
        }
    }
}

/// What signs and should not, and what should and does not.
std::set<std::string> KeyRotation::differences(const RotationReport& report) const {
    const auto names = signing();
    std::set<std::string> found;
    for (const auto& key : report.keys) {
        const bool is_active = key.life.state == KeyState::active;
        const bool signs = names.contains(key.name());
        if ((is_active && !signs && awaited_.contains(key.name())) || (!is_active && signs)) {
            found.insert(key.name());
        }
    }
    return found;
}

/// A key of the folder does not sign where the rules name another, and signs on where they name it:
/// so there is an end to attempts, unless it is the rules that do not load. Whether all is as it
/// should be, as far as that can be.
bool KeyRotation::renew_where_needed(const RotationReport& report) {
    constexpr int most_attempts = 5;
    auto now = differences(report);
    attempts_ = now == differences_ ? attempts_ : 0;
    if (!now.empty() && (attempts_ < most_attempts || has_failed_)) {
        ++attempts_;
        has_failed_ = !rules_.renew("rotation").errors.empty();  // it logs them
        now = differences(report);
    }
    differences_ = now;
    if (now.empty()) {
        awaited_.clear();
    }
    return !report.is_put_off && (now.empty() || attempts_ >= most_attempts);
}

Result<void> KeyRotation::announce(const KeyChange& change) {
    const auto& key = change.key;
    auto line = audit_.control("dkim_key");
    const auto record = parse_key_record(key.life.record);
    line.text("event", "state")
        .text("domain", key.domain)
        .text("selector", key.selector)
        .text("algorithm", key.life.algorithm)
        .text_or_null("fingerprint", record ? "sha256:" + hex(sha256(record->public_key)) : "")
        .text_or_null("from", change.from)
        .text("to", to_text(key.life.state))
        .text("why", change.why);
    if (auto written = audit_.write(line); !written) {
        return written;
    }
    changes_.add({to_text(key.life.state)});
    log_.info(LogLine("key")
                  .add("domain", key.domain)
                  .add("selector", key.selector)
                  .add("from", change.from.empty() ? "none" : change.from)
                  .add("to", to_text(key.life.state))
                  .add("why", change.why));
    return {};
}

/// Each once, until it is over.
void KeyRotation::tell_troubles(const RotationReport& report) {
    std::set<std::string> now;
    for (const auto& each : report.troubles) {
        now.insert(each);
        if (!told_.contains(each)) {
            log_.warning(LogLine("key").add("error", each));
        }
    }
    for (const auto& each : report.to_do) {
        now.insert(each);
        if (!told_.contains(each)) {
            log_.warning(LogLine("key").add("to_do", each));
        }
    }
    told_ = std::move(now);
}

RotationReport KeyRotation::last() const {
    return last_.with([](const auto& last) { return last; });
}

}  // namespace msa

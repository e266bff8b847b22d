#include "rotation/rotation.h"

#include "crypto/key_file.h"
#include "dkim/key_record.h"
#include "rotation/record_forms.h"

#include <algorithm>
#include <filesystem>
#include <optional>
#include <utility>

namespace msa {
namespace {

constexpr KeyDemands any_key{.minimum_rsa_bits = 1024, .require_safe = false};

std::string record_name(const FolderKey& key) {
    return key_record_name(key.selector, key.domain);
}

bool is_same_line(const FolderKey& a, const FolderKey& b) {
    return a.domain == b.domain && a.life.algorithm == b.life.algorithm;
}

bool is_coming(const FolderKey& key) {
    return key.life.state == KeyState::generated || key.life.state == KeyState::published;
}

/// Somebody may have put another file in its place since its record was written down.
Result<void> check_file(const FolderKey& key) {
    const auto read = load_private_key(key.file, any_key);
    if (!read) {
        return read.error();
    }
    return key_record(*read) == key.life.record
               ? Result<void>()
               : Error{key.file + ": is not the key whose record is in " + state_file(key) +
                       ": put it back, or remove both and make a new one"};
}

}  // namespace

/// One look at the keys of a folder.
class Rotation::Step {
public:
    Step(const KeyFolderSettings& settings, RotationParts& parts, Instant now,
         const std::set<std::string>& signing, const std::set<std::string>& due)
        : settings_(settings), parts_(parts), now_(now), signing_(signing), due_(due) {}

    RotationReport take(std::vector<FolderKey> keys) {
        report_.keys = std::move(keys);
        std::erase_if(report_.keys, drop_unborn);
        // By place: new keys come at the end, and are looked at next time.
        const auto is_over = [this] { return parts_.is_over && parts_.is_over(); };
        for (std::size_t i = 0, count = report_.keys.size(); i < count && !is_over(); ++i) {
            look_at(i);
        }
        for (std::size_t i = 0, count = report_.keys.size(); i < count && !is_over(); ++i) {
            renew(i);
        }
        return std::move(report_);
    }

private:
    [[nodiscard]] FolderKey& key(std::size_t place) { return report_.keys[place]; }

    void check_clock(FolderKey& key);
    void look_at(std::size_t place);
    void adopt(FolderKey& key);
    void look_at_coming(std::size_t place);
    void keep(const FolderKey& key);
    [[nodiscard]] Result<std::string> objection(const FolderKey& key, const std::string& record);
    [[nodiscard]] bool is_accepted(const FolderKey& each, const std::string& record, bool is_first);
    void activate(std::size_t place);
    void look_at_retired(FolderKey& key);
    void look_at_revoked(FolderKey& key);
    void renew(std::size_t place);
    bool change(FolderKey& key, KeyState to, const std::string& why);
    void put(const FolderKey& key, bool is_revoked);
    void tell_doubt(const FolderKey& key, const ZoneSight& sight);
    void tell_delay(const FolderKey& key, const ZoneSight& sight);
    void trouble(const FolderKey& key, const Error& error) {
        report_.troubles.push_back(key.name() + ": " + error.what);
    }

    const KeyFolderSettings& settings_;
    RotationParts& parts_;
    Instant now_;
    const std::set<std::string>& signing_;
    const std::set<std::string>& due_;
    RotationReport report_;
    std::optional<Error> untold_;  // why verifiers are not asked any more
};

/// A date that the clock has not reached would hold a key where it is. What only waits for DNS
/// waits anew; of others nobody knows whether the clock is wrong now or was wrong then.
void Rotation::Step::check_clock(FolderKey& each) {
    constexpr std::chrono::hours tolerance{1};
    const bool has_dates = each.life.state == KeyState::retired ||
                           (each.life.state == KeyState::active && settings_.rotate);
    if (each.life.since <= now_ + tolerance) {
        return;
    }
    if (is_coming(each)) {
        each.life.since = now_;
        keep(each);
    } else if (has_dates) {
        const auto command = each.life.state == KeyState::active
                                 ? "rotate " + each.domain
                                 : "retire " + each.domain + ' ' + each.selector + " --compromised";
        trouble(
            each,
            {std::string(to_text(each.life.state)) + " since " + day_text(each.life.since, "-") +
             ", but the clock says " + day_text(now_, "-") +
             ": set the clock right; if it is, end this with `msa-milter key " + command + '`'});
    }
}

void Rotation::Step::keep(const FolderKey& each) {
    if (const auto kept = keep_state(each); !kept) {
        trouble(each, kept.error());
    }
}

void Rotation::Step::look_at(std::size_t place) {
    auto& each = key(place);
    if (!each.has_state) {
        adopt(each);
        return;
    }
    check_clock(each);
    switch (each.life.state) {
        case KeyState::generated:
        case KeyState::published: look_at_coming(place); break;
        case KeyState::active: activate(place); break;
        case KeyState::retired: look_at_retired(each); break;
        case KeyState::revoked: look_at_revoked(each); break;
    }
}

/// A key that somebody put there. It has a state from now on where it is to be followed.
void Rotation::Step::adopt(FolderKey& each) {
    const auto read = load_private_key(each.file, any_key);
    if (!read) {
        trouble(each, read.error());
        return;
    }
    each.life.algorithm = to_text(read->algorithm);
    each.life.bits = read->bits;
    each.life.record = key_record(*read);
    if (!settings_.rotate && !due_.contains(each.domain)) {
        return;
    }
    if (const auto kept = keep_state(each); !kept) {
        trouble(each, kept.error());
        return;
    }
    each.has_state = true;
}

/// Announced, then on disk, then so.
bool Rotation::Step::change(FolderKey& each, KeyState to, const std::string& why) {
    KeyChange change{.key = each, .from = to_text(each.life.state), .why = why};
    change.key.life.state = to;
    change.key.life.since = now_;
    auto done = parts_.announce(change);
    if (done) {
        done = keep_state(change.key);
    }
    if (!done) {
        trouble(each, done.error());
        return false;
    }
    each = change.key;
    report_.changes.push_back(std::move(change));
    return true;
}

void Rotation::Step::put(const FolderKey& each, bool is_revoked) {
    const auto name = record_name(each);
    const auto record = is_revoked ? revoked_record(each.life.record) : each.life.record;
    const auto done = parts_.publisher.put(name, record, is_revoked);
    if (!done) {
        trouble(each, done.error());
    } else if (!*done) {
        report_.to_do.push_back((is_revoked ? "revoke: " : "publish: ") + zone_line(name, record));
    }
}

void Rotation::Step::tell_doubt(const FolderKey& each, const ZoneSight& sight) {
    if (!sight.can_tell) {
        report_.troubles.push_back(each.name() + ": DNS: " + sight.why);
    }
}

/// Servers were asked to change their records, and do not: where people change them, these know
/// what is to do, but not that a server lags.
void Rotation::Step::tell_delay(const FolderKey& each, const ZoneSight& sight) {
    const bool is_new = is_coming(each);
    const bool is_part = is_new && sight.with > 0;
    const auto patience = is_part ? lagging : std::chrono::hours(1);
    if (sight.can_tell && each.life.since + patience <= now_ &&
        (is_part || settings_.publish != KeyFolderSettings::Publish::manual)) {
        trouble(each, {"DNS: " + (is_new ? sight.why : "a server still has its record")});
    }
}

void Rotation::Step::look_at_coming(std::size_t place) {
    auto& each = key(place);
    if (const auto fits = check_file(each); !fits) {
        trouble(each, fits.error());
        return;
    }
    const auto sight = parts_.dns.look(record_name(each), each.life.record);
    tell_doubt(each, sight);
    if (sight.is_nowhere() && each.life.state == KeyState::published) {
        (void)change(each, KeyState::generated, "DNS no longer has it");  // else it is a trouble
    }
    if (sight.with == 0 && sight.without > 0) {  // others may not answer: this one lacks it
        put(each, false);
    }
    if (!sight.is_everywhere()) {
        tell_delay(each, sight);
        return;
    }
    if (each.life.state == KeyState::generated &&
        !change(each, KeyState::published, "all servers of the zone have it")) {
        return;
    }
    const bool is_first = signs_now(report_.keys, each.domain, each.life.algorithm).empty();
    if (!is_first && each.life.since + settling > now_) {
        return;
    }
    if (is_accepted(each, sight.record, is_first) &&
        change(each, KeyState::active,
               is_first ? "nothing signed before it" : "it is everywhere")) {
        activate(place);
    }
}

/// Who could not tell of one key is not waited for again.
Result<std::string> Rotation::Step::objection(const FolderKey& each, const std::string& record) {
    if (untold_) {
        return *untold_;
    }
    auto told = parts_.objection ? parts_.objection(each, record) : std::string();
    if (!told && told.error().kind == ErrorKind::unavailable) {
        untold_ = told.error();
    }
    return told;
}

/// Whether verifiers take what it signs. If nobody can tell, the one before it signs on.
bool Rotation::Step::is_accepted(const FolderKey& each, const std::string& record, bool is_first) {
    const auto told = objection(each, record);
    if (!told) {
        if (!is_first) {
            trouble(each, told.error());
        }
        return is_first;
    }
    if (!told->empty()) {
        trouble(each, Error{*told});
    }
    return told->empty();
}

/// The one that it follows signs no more.
void Rotation::Step::activate(std::size_t place) {
    for (auto& other : report_.keys) {
        const auto& each = key(place);
        if (!each.life.follows.empty() && other.selector == each.life.follows &&
            is_same_line(other, each) && other.life.state == KeyState::active) {
            (void)change(other, KeyState::retired, "followed by " + each.selector);
        }
    }
}

void Rotation::Step::look_at_retired(FolderKey& each) {
    if (signing_.contains(each.name())) {  // those who sign were not told yet
        each.life.since = now_;
        keep(each);
        return;
    }
    if (each.life.since + grace <= now_ &&
        change(each, KeyState::revoked, "its last signature is a week old")) {
        look_at_revoked(each);
    }
}

void Rotation::Step::look_at_revoked(FolderKey& each) {
    std::error_code failure;
    std::filesystem::remove(each.file, failure);  // where it stays it is tried again
    if (failure) {
        trouble(each,
                {"its private key " + each.file + " cannot be deleted: " + failure.message()});
    }
    each.has_file = static_cast<bool>(failure);
    if (each.life.is_gone) {
        return;
    }
    const auto sight = parts_.dns.look(record_name(each), each.life.record);
    tell_doubt(each, sight);
    if (sight.with > 0) {
        tell_delay(each, sight);
        put(each, true);
    } else if (sight.is_nowhere()) {
        auto gone = each;
        gone.life.is_gone = true;
        if (const auto kept = keep_state(gone); !kept) {
            trouble(each, kept.error());
        } else {
            each = gone;
        }
    }
}

void Rotation::Step::renew(std::size_t place) {
    const auto each = key(place);
    const bool is_due = due_.contains(each.domain) ||
                        (settings_.rotate && each.life.since + *settings_.rotate <= now_);
    const bool is_followed = std::any_of(
        report_.keys.begin(), report_.keys.end(),
        [&each](const FolderKey& other) { return is_same_line(other, each) && is_coming(other); });
    if (each.life.state != KeyState::active || !each.has_state || !is_due || is_followed ||
        each.selector != signs_now(report_.keys, each.domain, each.life.algorithm)) {
        return;
    }
    const auto algorithm = each.life.algorithm == to_text(KeyAlgorithm::rsa_sha256)
                               ? KeyAlgorithm::rsa_sha256
                               : KeyAlgorithm::ed25519_sha256;
    const auto pem = parts_.make_key(algorithm, each.life.bits);
    const auto parsed = parse_private_key(pem, any_key.minimum_rsa_bits);
    if (!parsed) {
        trouble(each, parsed.error());
        return;
    }
    auto made = new_folder_key(settings_.path, each.domain,
                               next_selector(report_.keys, each.domain, algorithm, now_), *parsed,
                               report_.keys, now_);
    KeyChange change{.key = made, .from = "", .why = "to follow " + each.selector};
    auto done = parts_.announce(change);
    if (done) {
        done = keep_new_key(made, pem);
    }
    if (!done) {
        trouble(each, done.error());
        return;
    }
    report_.changes.push_back(std::move(change));
    put(made, false);
    report_.keys.push_back(std::move(made));
}

RotationReport Rotation::step(Instant now, const std::set<std::string>& signing,
                              const std::set<std::string>& due) {
    RotationReport report;
    auto keys = keys_in(settings_.path);
    const bool has_life =
        keys && (settings_.rotate || !due.empty() ||
                 std::any_of(keys->begin(), keys->end(),
                             [](const FolderKey& each) { return each.has_state; }));
    if (keys && !has_life) {  // nobody wants anything of it, and it may be read only
        report.keys = *std::move(keys);
        return report;
    }
    const auto lock = KeyFolderLock::take(settings_.path);
    if (lock) {
        keys = keys_in(settings_.path);  // nobody else changes it now
    }
    if (!keys) {
        report.troubles.push_back(keys.error().what);
        return report;
    }
    if (!lock) {
        report.troubles.push_back(lock.error().what);
        report.is_put_off = lock.error().kind == ErrorKind::unavailable;
        report.keys = *std::move(keys);
        return report;
    }
    return Step(settings_, parts_, now, signing, due).take(*std::move(keys));
}

}  // namespace msa

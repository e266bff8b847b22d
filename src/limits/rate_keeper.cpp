#include "limits/rate_keeper.h"

#include <cstdio>
#include <exception>
#include <utility>

#include <unistd.h>

namespace msa {
namespace {

using SystemClock = std::chrono::system_clock;

constexpr std::chrono::seconds between_writes{1};
constexpr std::chrono::minutes between_cleanings{10};

}  // namespace

RateKeeper::RateKeeper(RecentEvents& rates, std::string path, Say say, MemoryLimits* limits)
    : rates_(rates), limits_(limits), path_(std::move(path)), say_(std::move(say)) {
    keep();
}

RateKeeper::~RateKeeper() {
    writing_.reset();
    keep();
}

void RateKeeper::begin() {
    writing_.emplace(between_writes, [this] { keep(); });
}

std::string RateKeeper::trouble() const {
    return trouble_.with([](const std::string& text) { return text; });
}

void RateKeeper::keep() noexcept {
    try {
        write_changes();
    } catch (const std::exception&) {
        file_.reset();  // memory ran out: all is written later
        has_lost_changes_ = true;
    }
}

void RateKeeper::write_changes() {
    auto limits = limits_ == nullptr ? KeptLimits() : limits_->take_changes();
    for (auto& change : rates_.take_changes()) {
        auto& place = unwritten_[change.key];
        place = std::move(change);
    }
    if (const auto ready = make_ready(); !ready) {
        has_lost_changes_ = true;
        note(ready);
        return;
    }
    if (std::exchange(has_lost_changes_, true)) {
        limits = limits_ == nullptr ? KeptLimits() : limits_->all();
        for (auto& each : rates_.take_all()) {
            unwritten_.insert_or_assign(each.key, each);
        }
    }
    note(write(limits));
}

/// Opens it, and after trouble looks whether it takes a little, before all is made ready for it.
Result<void> RateKeeper::make_ready() {
    auto ready = file_ ? Result<void>() : open();
    if (ready && has_lost_changes_) {
        ready = file_->write_a_little();
        if (!ready) {
            close(ready.error());
        }
    }
    return ready;
}

Result<void> RateKeeper::write(const KeptLimits& limits) {
    std::vector<KeptRate> rates;
    for (const auto& each : unwritten_) {
        rates.push_back(each.second);
    }
    const auto now = SystemClock::now();
    const bool is_nothing = rates.empty() && limits.limits.empty() && limits.members.empty();
    auto done = is_nothing ? Result<void>() : file_->save(rates, limits);
    if (done && now >= forget_at_) {
        done = file_->forget(now);
        forget_at_ = now + between_cleanings;
    }
    if (!done) {
        close(done.error());
        return done;
    }
    unwritten_.clear();
    has_lost_changes_ = false;
    return {};
}

void RateKeeper::close(const Error& why) {
    file_.reset();
    if (why.kind == ErrorKind::bad_input) {
        begin_anew(why.what);
    }
}

/// What it has is restored, once: when it is opened again that is in memory, or was forgotten on
/// purpose.
Result<void> RateKeeper::open() {
    auto file = opened_or_begun_anew();
    if (!file) {
        return file.error();
    }
    auto restored = is_restored_ ? Result<void>() : restore(*file);
    if (!restored && restored.error().kind == ErrorKind::bad_input) {
        begin_anew(restored.error().what);
        file = RateFile::open(path_);
        restored = file ? restore(*file) : file.error();
    }
    if (restored) {
        is_restored_ = true;
        file_.emplace(*std::move(file));
    }
    return restored;
}

/// All of it, or after an error nothing.
Result<void> RateKeeper::restore(RateFile& file) {
    const auto rates = file.load(SystemClock::now());
    if (!rates) {
        return rates.error();
    }
    const auto limits = limits_ == nullptr ? Result<KeptLimits>(KeptLimits()) : file.limits();
    if (!limits) {
        return limits.error();
    }
    rates_.restore(*rates);
    if (limits_ != nullptr) {
        limits_->restore(*limits);
    }
    return {};
}

Result<RateFile> RateKeeper::opened_or_begun_anew() {
    auto file = RateFile::open(path_);
    if (!file && file.error().kind == ErrorKind::bad_input) {
        begin_anew(file.error().what);
        file = RateFile::open(path_);
    }
    return file;
}

void RateKeeper::begin_anew(const std::string& why) {
    const auto aside = path_ + ".damaged";
    if (std::rename(path_.c_str(), aside.c_str()) != 0) {
        return;  // the next attempt says why it cannot be read
    }
    for (const char* beside : {"-wal", "-shm"}) {
        (void)::unlink((path_ + beside).c_str());  // belongs to what was moved, if it is there
    }
    say_(why + "; it is now " + aside + ", and a new file is begun", true);
}

void RateKeeper::note(const Result<void>& done) {
    const std::string now = done ? std::string() : done.error().what;
    const auto before =
        trouble_.with([&now](std::string& text) { return std::exchange(text, now); });
    if (!now.empty() && now != before) {
        say_(now + "; until this is over, a restart forgets what limits have counted", true);
    } else if (now.empty() && !before.empty()) {
        say_("what limits count is kept again in " + path_, false);
    }
}

}  // namespace msa

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
        file_.reset();  // memory ran out: what is opened again is written whole
    }
}

void RateKeeper::write_changes() {
    for (auto& change : rates_.take_changes(SystemClock::now())) {
        auto& place = unwritten_[change.key];
        place = std::move(change);
    }
    if (limits_ != nullptr) {
        unwritten_limits_ =
            std::exchange(has_lost_changes_, true) ? limits_->all() : limits_->take_changes();
    }
    note(write());
}

Result<void> RateKeeper::write() {
    if (!file_) {
        if (auto ready = open(); !ready) {
            return ready;
        }
    }
    std::vector<KeptRate> rates;
    for (const auto& each : unwritten_) {
        rates.push_back(each.second);
    }
    const auto now = SystemClock::now();
    const bool is_nothing =
        rates.empty() && unwritten_limits_.limits.empty() && unwritten_limits_.members.empty();
    auto done = is_nothing ? Result<void>() : file_->save(rates, unwritten_limits_);
    if (done && now >= forget_at_) {
        done = file_->forget(now);
        forget_at_ = now + between_cleanings;
    }
    if (!done) {
        file_.reset();
        if (done.error().kind == ErrorKind::bad_input) {
            begin_anew(done.error().what);
        }
        return done;
    }
    unwritten_.clear();
    unwritten_limits_ = {};
    has_lost_changes_ = false;
    return {};
}

/// What it has is restored, and what was counted before it could be opened goes into it.
Result<void> RateKeeper::open() {
    auto file = opened_or_begun_anew();
    if (!file) {
        return file.error();
    }
    auto kept = file->load(SystemClock::now());
    if (!kept && kept.error().kind == ErrorKind::bad_input) {
        begin_anew(kept.error().what);
        file = RateFile::open(path_);
        kept = file ? file->load(SystemClock::now()) : file.error();
    }
    if (!kept) {
        return kept.error();
    }
    if (limits_ != nullptr) {
        if (auto limits = file->limits(); limits) {
            limits_->restore(*limits);
        } else {
            return limits.error();
        }
        unwritten_limits_ = limits_->all();
    }
    rates_.restore(*kept, SystemClock::now());
    file_.emplace(*std::move(file));
    for (auto& each : rates_.all(SystemClock::now())) {
        unwritten_.insert_or_assign(each.key, each);
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

#include "tables/asked_table.h"

#include "tables/table_listener.h"

#include <utility>
#include <vector>

namespace msa {
namespace {

void count(std::atomic<std::uint64_t>& counter) {
    counter.fetch_add(1, std::memory_order_relaxed);
}

/// What matters while it is opened only.
void forget_texts(TableSettings& settings) {
    settings.entries.clear();
    settings.places.clear();
    settings.doubts.reset();
}

}  // namespace

AskedTable::AskedTable(TableSettings settings, std::shared_ptr<const Table> table, Now now)
    : settings_(std::move(settings)),
      table_(std::move(table)),
      now_(std::move(now)),
      is_checked_(settings_.is_read_whole()),
      cache_(AnswerCache(settings_.cache)) {
    forget_texts(settings_);
}

bool AskedTable::is_opened_for(TableSettings settings) const {
    forget_texts(settings);
    return !settings.is_in_rules() && settings == settings_;
}

Result<LookupAnswer> AskedTable::timed_answer(std::string_view key) const {
    const Stopwatch watch(times_);
    return table_->lookup(key);
}

Result<LookupAnswer> AskedTable::ask(std::string_view key) const {
    auto answer = timed_answer(key);
    if (answer && answer->found && !is_checked_) {
        const std::vector<std::string_view> values(answer->values.begin(), answer->values.end());
        if (const auto allowed = settings_.allows(key, values); !allowed) {
            answer = Error{allowed.error().what};
        }
    }
    is_failing_.store(!answer, std::memory_order_relaxed);
    if (!answer) {
        count(errors_);
        last_error_.with([&answer](auto& last) {
            last = TableTrouble{std::chrono::system_clock::now(), answer.error().what};
        });
        return answer;
    }
    count(answer->found ? found_ : missing_);
    return answer;
}

Result<LookupAnswer> AskedTable::ask_or_remember(std::string_view key) const {
    const auto known =
        cache_.with([&](const AnswerCache& cache) { return cache.fresh(key, now_()); });
    if (known) {
        count(cached_);
        return *known;
    }
    auto answer = ask(key);
    if (answer) {
        cache_.with([&](AnswerCache& cache) { cache.put(key, *answer, now_()); });
        return answer;
    }
    const auto old =
        cache_.with([&](const AnswerCache& cache) { return cache.stale(key, now_()); });
    if (!old) {
        return answer;
    }
    count(stale_);
    return *old;
}

Result<LookupAnswer> AskedTable::lookup(std::string_view key) const {
    const auto& cache = settings_.cache;
    const bool keeps = cache.found.count() > 0 || cache.missing.count() > 0;
    auto answer = keeps ? ask_or_remember(key) : ask(key);
    tell_listener(*this, key, answer);
    return answer;
}

std::optional<TableTrouble> AskedTable::last_error() const {
    return last_error_.with([](const auto& last) { return last; });
}

TableCounts AskedTable::counts() const {
    return {.found = found_,
            .missing = missing_,
            .errors = errors_,
            .cached = cached_,
            .stale = stale_};
}

}  // namespace msa

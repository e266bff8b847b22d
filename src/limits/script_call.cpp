// Calls of the script, see script_call.h. Numbers go both ways as doubles of eight octets, the
// lowest first, whatever the hosts are.
#include "limits/script_call.h"

#include <algorithm>
#include <bit>
#include <cmath>
#include <utility>

namespace msa {

namespace {

using std::chrono::microseconds;

// The numbers of Lua are doubles: whole up to 2^53. What is larger is as good as this.
constexpr std::int64_t longest = std::int64_t{1} << 51U;  // microseconds: 71 years
constexpr std::int64_t latest = std::int64_t{1} << 53U;
constexpr std::int64_t most_events = std::int64_t{1} << 40U;
constexpr std::size_t in_a_double = 8;
constexpr unsigned octet_bits = 8;

template <class Number>
void put(std::string& text, Number number, std::size_t octets) {
    auto rest = static_cast<std::uint64_t>(number);
    for (std::size_t i = 0; i < octets; ++i) {
        text += static_cast<char>(rest & 0xffU);
        rest >>= octet_bits;
    }
}

void put_double(std::string& text, std::int64_t number) {
    put(text, std::bit_cast<std::uint64_t>(static_cast<double>(number)), in_a_double);
}

std::int64_t micro(std::chrono::seconds time) {
    constexpr std::int64_t in_a_second = 1'000'000;
    return std::min<std::int64_t>(time.count(), longest / in_a_second) * in_a_second;
}

/// Microseconds between two events, rounded down, but at least one.
std::int64_t interval_of(const Quota& quota) {
    return std::max<std::int64_t>(micro(quota.window) / std::max<std::int64_t>(quota.events, 1), 1);
}

/// Such a burst that its length stays whole.
std::int64_t burst_of(const Quota& quota) {
    return std::clamp<std::int64_t>(quota.burst, 1, longest / interval_of(quota));
}

int number_of(Counting counting) {
    switch (counting) {
        case Counting::amount: return 1;
        case Counting::newcomers: return 2;
        case Counting::distinct: return 3;
        case Counting::share: return 4;
    }
    return 1;
}

/// A whole number from 0 to 2^53.
std::optional<std::int64_t> take_double(std::string_view& octets) {
    if (octets.size() < in_a_double) {
        return std::nullopt;
    }
    std::uint64_t bits = 0;
    for (std::size_t i = in_a_double; i > 0; --i) {
        bits = bits << octet_bits | static_cast<unsigned char>(octets[i - 1]);
    }
    octets.remove_prefix(in_a_double);
    const auto number = std::bit_cast<double>(bits);
    return number >= 0 && number <= static_cast<double>(latest) && std::floor(number) == number
               ? std::optional(static_cast<std::int64_t>(number))
               : std::nullopt;
}

/// False: no answer.
bool take_answer(std::string_view& octets, Judged& judged) {
    constexpr unsigned within = 1;
    constexpr unsigned too_much = 2;
    constexpr unsigned charged = 4;
    if (octets.empty()) {
        return false;
    }
    const auto said = static_cast<unsigned>(static_cast<unsigned char>(octets.front()));
    octets.remove_prefix(1);
    const auto left = take_double(octets);
    const auto next = take_double(octets);
    if (said > (within | too_much | charged) || !left || !next) {
        return false;
    }
    LimitAnswer answer;
    answer.is_within = (said & within) != 0;
    answer.is_too_much = (said & too_much) != 0;
    answer.left = *left;
    answer.next_at = LimitAnswer::Instant(microseconds(*next));
    judged.answers.push_back(answer);
    judged.is_charged.push_back((said & charged) != 0);
    return true;
}

}  // namespace

ScriptCall ScriptCall::begun(std::string_view what, std::string_view tag, std::string_view id,
                             std::string number, microseconds lapse) {
    ScriptCall call;
    call.tag_ = tag;
    call.keys_.push_back(tagged_key(tag, 't' + std::string(id)));
    call.arguments_ = {std::string(what), std::string(id), std::move(number),
                       std::to_string(lapse.count())};
    return call;
}

ScriptCall ScriptCall::reserve(std::string_view tag, std::string_view id, unsigned number,
                               microseconds lapse) {
    return begun("reserve", tag, id, std::to_string(number), lapse);
}

ScriptCall ScriptCall::end(std::string_view tag, std::string_view id, HoldEnd ending, bool is_late,
                           microseconds lapse) {
    return begun(ending == HoldEnd::commit ? "commit" : "free", tag, id, is_late ? "late" : "",
                 lapse);
}

ScriptCall ScriptCall::sights(std::string_view tag) {
    return begun("see", tag, "see", "", std::chrono::hours(1));
}

ScriptCall ScriptCall::forgetting(std::string_view tag) {
    return begun("forget", tag, "forget", "", std::chrono::hours(1));
}

std::uint16_t ScriptCall::place_of(const std::string& key) {
    const auto known = std::find(keys_.begin(), keys_.end(), key);
    const auto place = known - keys_.begin() + 1;  // as Lua counts
    if (known == keys_.end()) {
        keys_.push_back(key);
    }
    return static_cast<std::uint16_t>(place);
}

void ScriptCall::add(const Charge& charge, const LimitKeys& keys, std::string_view member,
                     bool is_question, bool is_paid) {
    const auto& quota = charge.quota;
    const bool has_members = charge.counting == Counting::newcomers;
    const bool is_rate = has_members || charge.counting == Counting::amount;
    const auto place = place_of(is_rate ? keys.rates : keys.key);
    for (const int octet : {number_of(charge.counting), charge.is_final ? 1 : 0,
                            charge.is_enforced ? 0 : 1, is_question ? 1 : 0, is_paid ? 1 : 0}) {
        put(charges_, octet, 1);
    }
    put(charges_, place, 2);
    put(charges_, has_members ? place_of(keys.key) : 0, 2);
    charges_ += keys.name;
    const auto burst = burst_of(quota);
    for (const auto number :
         {micro(quota.window), micro(charge.memory), std::min(quota.events, most_events), burst,
          interval_of(quota), std::clamp<std::int64_t>(charge.cost, 0, burst + 1)}) {
        put_double(charges_, number);
    }
    put(charges_, member.size(), 1);
    charges_ += member;
}

void ScriptCall::add_end(Counting counting, std::uint16_t place, std::chrono::seconds span,
                         std::string_view list) {
    put(ends_, number_of(counting), 1);
    put(ends_, place, 2);
    put_double(ends_, micro(span));
    put(ends_, list.size(), 4);
    ends_ += list;
}

void ScriptCall::add(const Held& held) {
    add_end(held.counting, place_of(held.key), held.span, held.members);
}

void ScriptCall::forget(const LimitKeys& keys, Counting counting) {
    const bool is_rate = counting == Counting::amount || counting == Counting::newcomers;
    add_end(is_rate ? Counting::amount : counting, place_of(is_rate ? keys.rates : keys.key), {},
            is_rate ? std::string_view(keys.name) : std::string_view());
}

ScriptCall ScriptCall::of(const RedisScript& script, std::string_view tag,
                          std::vector<std::string> keys, std::vector<std::string> arguments) {
    ScriptCall call;
    call.script_ = &script;
    call.tag_ = tag;
    call.keys_ = std::move(keys);
    call.arguments_ = std::move(arguments);
    return call;
}

std::vector<std::string_view> ScriptCall::words(bool is_whole) {
    key_count_ = std::to_string(keys_.size());
    std::vector<std::string_view> all{is_whole ? "EVAL" : "EVALSHA",
                                      is_whole ? script_->text : script_->name, key_count_};
    all.reserve(all.size() + keys_.size() + arguments_.size() + 2);
    all.insert(all.end(), keys_.begin(), keys_.end());
    all.insert(all.end(), arguments_.begin(), arguments_.end());
    if (script_ == &limit_script()) {
        all.insert(all.end(), {charges_, ends_});
    }
    return all;
}

std::optional<Judged> parse_judged(std::string_view octets, std::size_t charges) {
    Judged judged;
    const auto now = take_double(octets);
    if (!now) {
        return std::nullopt;
    }
    judged.now = microseconds(*now);
    while (!octets.empty()) {
        if (!take_answer(octets, judged)) {
            return std::nullopt;
        }
    }
    return judged.answers.size() == charges ? std::optional(std::move(judged)) : std::nullopt;
}

std::optional<std::size_t> parse_forgotten(std::string_view octets) {
    const auto count = take_double(octets);
    return count && octets.empty() ? std::optional(static_cast<std::size_t>(*count)) : std::nullopt;
}

}  // namespace msa

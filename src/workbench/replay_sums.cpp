// Sums of a replay, see replay_sums.h.
#include "workbench/replay_sums.h"

#include "base/text.h"

#include <algorithm>
#include <iterator>

namespace msa {
namespace {

std::string rule_text(const Ending& ending) {
    return ending.rule.empty() || ending.where.empty() ? ending.rule
                                                       : ending.rule + " (" + ending.where + ')';
}

/// Who decided what is different: now, or else then.
std::string decider(const Ending& before, const Ending& after) {
    return after.rule.empty() ? rule_text(before) : rule_text(after);
}

/// Of edits that are the same but for what they give, the first: `change Cc 1 gives "b", not "a"`.
std::string value_change(const std::vector<EndingEdit>& before,
                         const std::vector<EndingEdit>& after) {
    constexpr std::size_t longest = 100;
    const auto quoted = [](const std::optional<std::string>& value) {
        return '"' + printable(trimmed(value.value_or("")), longest) + '"';
    };
    const auto other =
        std::mismatch(before.begin(), before.end(), after.begin(), after.end(), are_alike);
    return other.first == before.end() || other.second == after.end() ||
                   other.first->what != other.second->what
               ? std::string()
               : other.second->what + " gives " + quoted(other.second->value) + ", not " +
                     quoted(other.first->value);
}

std::vector<std::string> names_of(const std::vector<EndingEdit>& edits) {
    std::vector<std::string> names;
    std::transform(edits.begin(), edits.end(), std::back_inserter(names),
                   [](const EndingEdit& each) { return each.what; });
    return names;
}

/// What is in one list and not in the other: `+change Subject 1`.
std::string changes(std::vector<std::string> before, std::vector<std::string> after) {
    std::sort(before.begin(), before.end());
    std::sort(after.begin(), after.end());
    std::vector<std::string> gone;
    std::vector<std::string> come;
    std::set_difference(before.begin(), before.end(), after.begin(), after.end(),
                        std::back_inserter(gone));
    std::set_difference(after.begin(), after.end(), before.begin(), before.end(),
                        std::back_inserter(come));
    std::string text;
    for (const auto& each : gone) {
        text += (text.empty() ? "-" : ", -") + each;
    }
    for (const auto& each : come) {
        text += (text.empty() ? "+" : ", +") + each;
    }
    return text.empty() ? "another order" : text;
}

std::string edit_changes(const Ending& before, const Ending& after) {
    auto change = value_change(before.edits, after.edits);
    return change.empty() ? changes(names_of(before.edits), names_of(after.edits))
                          : std::move(change);
}

std::string recipient_changes(const Ending& before, const Ending& after) {
    std::size_t gained = 0;
    std::size_t lost = 0;
    for (std::size_t place = 0; place < before.recipients.size(); ++place) {
        gained += !before.recipients[place] && after.recipients[place] ? 1 : 0;
        lost += before.recipients[place] && !after.recipients[place] ? 1 : 0;
    }
    return std::to_string(lost) + " refused, " + std::to_string(gained) + " accepted";
}

ReplayExample example_of(const RecordedMail& mail, std::string what) {
    return {.time = mail.time,
            .transaction = mail.transaction,
            .login = mail.login,
            .what = std::move(what)};
}

}  // namespace

const std::vector<std::string_view>& difference_words() {
    static const std::vector<std::string_view> words{"recipients", "rule", "edits", "signatures"};
    return words;
}

std::string to_text(ReplaySums::Transition transition) {
    return std::string(to_text(transition.first)) + "->" + std::string(to_text(transition.second));
}

void ReplayCount::add(const std::string& rule, ReplayExample example, std::size_t most_examples) {
    ++count;
    ++logins[example.login];
    if (!rule.empty()) {
        ++rules[rule];
    }
    if (examples.size() < most_examples) {
        examples.push_back(std::move(example));
    }
}

void ReplayCount::merge(ReplayCount more, std::size_t most_examples) {
    count += more.count;
    for (const auto& [rule, times] : more.rules) {
        rules[rule] += times;
    }
    for (const auto& [login, times] : more.logins) {
        logins[login] += times;
    }
    for (auto& example : more.examples) {
        if (examples.size() < most_examples) {
            examples.push_back(std::move(example));
        }
    }
}

void ReplaySums::see(std::int64_t time) {
    first_ = all_ == 0 ? time : std::min(first_, time);
    last_ = all_ == 0 ? time : std::max(last_, time);
    ++all_;
}

void ReplaySums::add(const RecordedMail& mail, const Replayed& replayed) {
    see(mail.time);
    rules_before_.insert(mail.rules_hash);
    if (!replayed.doubts.empty()) {
        const auto& doubt = replayed.doubts.front();
        ++undecidable_;
        doubts_[doubt.why].add({}, example_of(mail, doubt.detail), most_examples_);
        return;
    }
    const auto& before = mail.ending;
    const auto& after = replayed.after;
    if (before.disposition != after.disposition) {
        transitions_[{before.disposition, after.disposition}].add(
            decider(before, after),
            example_of(mail, after.reply.empty() ? before.reply : after.reply), most_examples_);
        return;
    }
    const auto alike = compared(before, after);
    if (!alike.recipients) {
        alike_["recipients"].add(decider(before, after),
                                 example_of(mail, recipient_changes(before, after)),
                                 most_examples_);
    }
    if (!alike.rule) {
        alike_["rule"].add(decider(before, after), example_of(mail, after.reply), most_examples_);
    }
    if (!alike.edits) {
        alike_["edits"].add({}, example_of(mail, edit_changes(before, after)), most_examples_);
    }
    if (!alike.signatures) {
        alike_["signatures"].add({}, example_of(mail, changes(before.signatures, after.signatures)),
                                 most_examples_);
    }
    same_ += alike.recipients && alike.rule && alike.edits && alike.signatures ? 1 : 0;
}

void ReplaySums::add_unreadable(const std::string& why, ReplayExample example) {
    see(example.time);
    ++undecidable_;
    ++unreadable_;
    doubts_[why].add({}, std::move(example), most_examples_);
}

void ReplaySums::merge(ReplaySums more) {
    if (more.all_ == 0) {
        return;
    }
    first_ = all_ == 0 ? more.first_ : std::min(first_, more.first_);
    last_ = all_ == 0 ? more.last_ : std::max(last_, more.last_);
    all_ += more.all_;
    same_ += more.same_;
    undecidable_ += more.undecidable_;
    unreadable_ += more.unreadable_;
    const auto merge_all = [this](auto& to, auto& from) {
        for (auto& [key, count] : from) {
            to[key].merge(std::move(count), most_examples_);
        }
    };
    merge_all(transitions_, more.transitions_);
    merge_all(alike_, more.alike_);
    merge_all(doubts_, more.doubts_);
    rules_before_.merge(more.rules_before_);
}

}  // namespace msa

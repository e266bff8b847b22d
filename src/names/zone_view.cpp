#include "names/zone_view.h"

#include "base/text.h"
#include "rotation/zone_servers.h"

#include <algorithm>
#include <chrono>

namespace msa {
namespace {

constexpr std::chrono::seconds patience{5};  // for one answer
constexpr std::size_t most_servers = 32;
constexpr std::size_t most_kept = 32;  // each has a thread and a cache of its own
constexpr std::size_t most_shown = 3;
constexpr int most_failures = 3;         // of a server, in a row
constexpr int most_untold_domains = 10;  // of the resolver, in a row

Deadline soon() {
    return std::chrono::steady_clock::now() + patience;
}

/// Servers give records in any order.
std::vector<std::string> sorted_texts(const DnsAnswer& answer) {
    std::vector<std::string> texts;
    for (const auto& each : answer.records) {
        texts.push_back(std::to_string(each.preference) + ' ' + each.value);
    }
    std::sort(texts.begin(), texts.end());
    return texts;
}

bool same_records(const DnsAnswer& a, const DnsAnswer& b) {
    return sorted_texts(a) == sorted_texts(b);
}

std::string what_it_has(const std::string& server, const DnsAnswer& answer) {
    return server + " has " + shown_answer(answer);
}

}  // namespace

std::string shown_answer(const DnsAnswer& answer) {
    if (answer.records.empty()) {
        return "nothing";
    }
    std::string text;
    for (std::size_t i = 0; i < std::min(answer.records.size(), most_shown); ++i) {
        const auto& record = answer.records[i];
        text += (i == 0 ? "\"" : ", \"") + printable(record.value, 100) + '"';
    }
    const auto more = answer.records.size() - std::min(answer.records.size(), most_shown);
    return more == 0 ? text : text + " and " + std::to_string(more) + " more";
}

/// The resolver's failures may be those of a zone: only where it tells nothing of many domains is
/// it not waited for any more.
template <class Asked>
auto ZoneView::ask_resolver(const Asked& question) const
    -> decltype(question(std::declval<const NamesResolver&>())) {
    auto& state = resolver_state_;
    if (state.domains_in_a_row >= most_untold_domains) {
        return Error{state.why};
    }
    auto answer = question(resolver_);
    if (answer) {
        state.has_answered = true;
    } else {
        state.why = answer.error().what;
    }
    return answer;
}

void ZoneView::forget() {
    known_.clear();
    auto& state = resolver_state_;
    state.domains_in_a_row =
        state.has_answered || state.why.empty() ? 0 : state.domains_in_a_row + 1;
    state.has_answered = false;
}

Result<std::vector<std::string>> ZoneView::servers_of(const std::string& name) const {
    return servers_.empty() ? zone_servers(name, resolver_,
                                           [this](std::string_view zone) {
                                               return ask_resolver([zone](const auto& resolver) {
                                                   return resolver.name_servers(zone, soon());
                                               });
                                           })
                            : servers_;
}

Result<DnsAnswer> ZoneView::ask_server(const std::string& server, const Question& question) {
    if (silent_.contains(server)) {
        return Error{silent_[server]};
    }
    auto asked = asked_.find(server);
    if (asked == asked_.end()) {
        if (asked_.size() == most_kept) {
            asked_.clear();
        }
        met_.insert(server);
        asked = asked_.emplace(server, one_server_(server)).first;
    }
    auto answer =
        asked->second ? question(**asked->second) : Result<DnsAnswer>(asked->second.error());
    if (answer) {
        trusted_.insert(server);
        in_a_row_.erase(server);
    } else {
        note_failure(server, answer.error().what);
    }
    return answer;
}

/// A server that answers is not judged by one name of which it cannot tell; one that is silent
/// costs seconds each time.
void ZoneView::note_failure(const std::string& server, const std::string& why) {
    const bool is_known = trusted_.contains(server);
    const bool is_late = why.ends_with("no answer in time");
    const int most = is_known || !is_late ? most_failures : 1;
    if (++in_a_row_[server] >= most && (is_late || !is_known)) {
        silent_[server] = why;
    }
}

ZoneAnswer ZoneView::compared(const std::string& name, const Question& question) {
    const auto servers = servers_of(name);
    if (!servers) {
        return {.why = servers.error().what};
    }
    ZoneAnswer seen;
    std::string first;
    for (std::size_t i = 0; i < std::min(servers->size(), most_servers); ++i) {
        const auto& server = servers->at(i);
        const auto answer = ask_server(server, question);
        if (!answer) {
            seen.why = server + ": " + answer.error().what;
        } else if (!seen.answer) {
            seen.answer = *answer;
            first = server;
        } else if (!same_records(*seen.answer, *answer)) {
            return {.differs = true,
                    .why = "the name servers differ: " + what_it_has(first, *seen.answer) + ", " +
                           what_it_has(server, *answer)};
        }
    }
    if (!seen.answer) {
        return seen;
    }
    const auto cached = ask_resolver(question);
    if (!cached) {
        seen.note = "; the resolver cannot tell: " + cached.error().what;
    } else if (!same_records(*seen.answer, *cached)) {
        seen.note = "; the resolver still has " + shown_answer(*cached) + ", for " +
                    std::to_string(cached->ttl.count()) + " s at most";
    }
    return seen;
}

const ZoneAnswer& ZoneView::known(const Key& key, const Question& question) {
    const auto found = known_.find(key);
    return found != known_.end() ? found->second
                                 : known_.emplace(key, compared(key.first, question)).first->second;
}

const ZoneAnswer& ZoneView::look(const std::string& name, RecordType type) {
    return known({name, to_text(type)},
                 [&](const NamesResolver& server) { return server.ask(name, type, soon()); });
}

const ZoneAnswer& ZoneView::look_for_services(const std::string& name) {
    return known({name, "SRV"},
                 [&](const NamesResolver& server) { return server.services(name, soon()); });
}

Result<DnsAnswer> ZoneView::ask(std::string_view name, RecordType type, Deadline deadline) const {
    const auto found = known_.find(Key(ascii_lower(name), to_text(type)));
    return found != known_.end() && found->second.answer
               ? *found->second.answer
               : ask_resolver([&](const NamesResolver& resolver) {
                     return resolver.ask(name, type, deadline);
                 });
}

}  // namespace msa

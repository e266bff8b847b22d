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

Result<std::vector<std::string>> ZoneView::servers_of(const std::string& name) const {
    return servers_.empty() ? zone_servers(name, resolver_,
                                           [this](std::string_view zone) {
                                               return resolver_.name_servers(zone, soon());
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
    if (!answer) {
        silent_[server] = answer.error().what;
    }
    return answer;
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
    const auto cached = question(resolver_);
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
    return found != known_.end() && found->second.answer ? *found->second.answer
                                                         : resolver_.ask(name, type, deadline);
}

}  // namespace msa

// Calls of the script, see redis_caller.h.
#include "limits/redis_caller.h"

#include "base/text.h"
#include "limits/redis_places.h"

#include <algorithm>
#include <array>
#include <thread>
#include <utility>

namespace msa {

namespace {

constexpr int most_turns = 5;
constexpr std::chrono::milliseconds between_tries{2};
constexpr std::chrono::minutes between_refusals{1};

/// The script itself says that a key is not ours.
bool is_of_the_script(const ServerReply& reply) {
    return reply.text.find("MSA ") != std::string::npos;
}

/// Of one key or one call, not of the server.
bool is_of_the_call(const ServerReply& reply) {
    static constexpr std::array<std::string_view, 3> codes{"WRONGTYPE", "CROSSSLOT", "ERR"};
    return is_of_the_script(reply) ||
           std::any_of(codes.begin(), codes.end(),
                       [&reply](std::string_view code) { return reply.is_error(code); });
}

/// What the server said, and where one of the keys may be to blame, which.
std::string words_of(const ServerReply& reply, const std::vector<std::string>& keys) {
    auto words = printable(std::string(reply.error_text()));
    if (!reply.is_error("WRONGTYPE") && !is_of_the_script(reply)) {
        return words;
    }
    constexpr std::size_t most_named = 8;
    const std::size_t first = keys.size() > 1 ? 1 : 0;  // that of the call itself is nobody else's
    const auto last = std::min(keys.size(), first + most_named);
    for (auto i = first; i < last; ++i) {
        words += (i == first ? "; it is one of these: " : ", ") + keys[i];
    }
    return words + (last < keys.size() ? ", ..." : "");
}

/// Gives a failure the words of the server, if it has any, and its place.
void name_failure(const std::string& place, const ScriptCall& script, RedisOutcome& outcome) {
    auto& error = outcome.failure.error;
    if (outcome.reply && outcome.reply->kind == ServerReply::Kind::error) {
        error = {place + ": " + words_of(*outcome.reply, script.keys())};
    } else if (!outcome.reply && !error.what.starts_with(place)) {
        error = within(place, error);
    }
}

}  // namespace

RedisCaller::RedisCaller(Servers servers, RedisAccess access, Say say)
    : access_(std::move(access)),
      topology_(servers.kind, std::move(servers.urls), std::move(servers.master), access_),
      say_(std::move(say)) {}

bool RedisCaller::turn(const ServerReply& error, std::string_view tag, Instant deadline, Way& way) {
    if (is_cluster() && error.is_error("TRYAGAIN")) {
        // Of a slot that moves some keys are here and some there: that is over in a moment.
        way = {.node = topology_.node_for(tag), .is_whole = way.is_whole};
        std::this_thread::sleep_for(between_tries);
        return std::chrono::steady_clock::now() < deadline;
    }
    if (++way.turns > most_turns) {
        return false;
    }
    if (error.is_error("NOSCRIPT")) {
        return !std::exchange(way.is_whole, true);
    }
    if (error.is_error("READONLY")) {
        topology_.doubt(way.node);
        return way.node != std::exchange(way.node, topology_.node_for(tag)) && way.node != nullptr;
    }
    if (!is_cluster()) {
        return false;
    }
    way.is_asking = error.is_error("ASK");
    if (way.is_asking || error.is_error("MOVED")) {
        way.node = topology_.named(moved_place(error.text), way.node);
        if (way.node != nullptr && !way.is_asking) {
            topology_.note_moved(tag, way.node);
        }
        return way.node != nullptr;
    }
    return false;
}

RedisOutcome RedisCaller::call(ScriptCall& script, Instant deadline) {
    Way way{.node = topology_.node_for(script.tag())};
    for (;;) {
        if (way.node == nullptr) {
            return {.failure = {{"nobody has named the server yet"}}};
        }
        if (way.node->breaker().is_open()) {
            topology_.doubt(way.node);
            return {.failure = {
                        {way.node->url().text() + ": it failed, and is left alone for a moment"}}};
        }
        auto outcome = way.node->ask(script.words(way.is_whole), deadline, way.is_asking);
        const auto asked = way.node;
        const bool is_error = outcome.reply && outcome.reply->kind == ServerReply::Kind::error;
        if (is_error && turn(*outcome.reply, script.tag(), deadline, way)) {
            continue;
        }
        name_failure(asked->url().text(), script, outcome);
        note(asked, outcome);
        if (is_error) {
            outcome.reply.reset();
        }
        return outcome;
    }
}

bool RedisCaller::tell(ScriptCall& script, RedisTeller::Heard heard) {
    const auto node = topology_.node_for(script.tag());
    return node != nullptr && !node->breaker().is_open() &&
           node->teller().tell(script.words(false), std::move(heard));
}

void RedisCaller::settle(Instant deadline) {
    for (const auto& node : topology_.nodes()) {
        node->teller().settle(deadline);
    }
}

void RedisCaller::note(const RedisTopology::Node& node, const RedisOutcome& outcome) {
    const bool is_error = !outcome.reply || outcome.reply->kind == ServerReply::Kind::error;
    if (!is_error) {
        if (node->breaker().note_success()) {
            update_trouble({});
        }
    } else if (!outcome.reply || !is_of_the_call(*outcome.reply)) {
        topology_.doubt(node);
        if (node->breaker().note_failure()) {
            update_trouble(outcome.failure.error.what);
        }
    } else {
        note_refusal(outcome.failure.error.what);
    }
}

void RedisCaller::note_refusal(const std::string& why) {
    const auto now = std::chrono::steady_clock::now();
    const bool is_news = refusal_.with([&](Refusal& last) {
        const bool was_silent = now - last.said_at >= between_refusals;
        last = {.why = why, .at = now, .said_at = was_silent ? now : last.said_at};
        return was_silent;
    });
    if (is_news) {
        say_(why, true);
    }
}

void RedisCaller::update_trouble(const std::string& why) {
    const auto nodes = topology_.nodes();
    const bool is_trouble =
        std::any_of(nodes.begin(), nodes.end(),
                    [](const RedisTopology::Node& node) { return node->breaker().is_open(); });
    const bool is_news = trouble_.with([&](std::string& trouble) {
        const bool was_trouble = !trouble.empty();
        if (!is_trouble || !why.empty()) {
            trouble = is_trouble ? why : std::string();
        }
        return was_trouble != !trouble.empty();
    });
    if (is_news) {
        say_(is_trouble ? why : "limits are counted in the server again", is_trouble);
    }
}

void RedisCaller::look_after() {
    // One that is late writes something, so that neither a replica nor a full server takes it.
    auto probe = ScriptCall::end("probe", "probe", HoldEnd::free, true, std::chrono::seconds(1));
    topology_.look_after(probe.words(true));
    if (!trouble().empty()) {
        update_trouble({});
    }
}

std::string RedisCaller::trouble() const {
    return trouble_.with([](const std::string& text) { return text; });
}

std::string RedisCaller::refusal() const {
    const auto since = std::chrono::steady_clock::now() - between_refusals;
    return refusal_.with(
        [since](const Refusal& last) { return last.at > since ? last.why : std::string(); });
}

}  // namespace msa

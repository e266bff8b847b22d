// What a server says that limits are counted in: replies are the same however the network cuts
// them, read the same when they are written again, and name only places and numbers that can be.
#include "fuzz/require.h"
#include "limits/redis_places.h"
#include "limits/redis_reply.h"
#include "limits/redis_url.h"
#include "limits/script_call.h"

#include <algorithm>
#include <chrono>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

using msa::RedisReader;
using msa::require;
using msa::ServerReply;

namespace {

using Kind = ServerReply::Kind;

struct Heard {
    std::vector<ServerReply> replies{};
    bool is_broken = false;
};

bool is_same(const ServerReply& one, const ServerReply& other) {
    return one.kind == other.kind && one.text == other.text && one.number == other.number &&
           std::equal(one.list.begin(), one.list.end(), other.list.begin(), other.list.end(),
                      is_same);
}

Heard heard(std::string_view octets, std::size_t piece) {
    RedisReader reader;
    Heard all;
    while (!octets.empty() && !all.is_broken) {
        all.is_broken = !reader.add(octets.substr(0, piece));
        octets.remove_prefix(std::min(piece, octets.size()));
        while (!all.is_broken) {
            auto reply = reader.next();
            all.is_broken = !reply;
            if (!reply || !*reply) {
                break;
            }
            all.replies.push_back(**std::move(reply));
        }
    }
    return all;
}

std::string written(const ServerReply& reply) {
    switch (reply.kind) {
        case Kind::nothing: return "$-1\r\n";
        case Kind::status: return '+' + reply.text + "\r\n";
        case Kind::error: return '-' + reply.text + "\r\n";
        case Kind::number: return ':' + std::to_string(reply.number) + "\r\n";
        case Kind::text:
            return '$' + std::to_string(reply.text.size()) + "\r\n" + reply.text + "\r\n";
        case Kind::list: break;
    }
    std::string text = '*' + std::to_string(reply.list.size()) + "\r\n";
    for (const auto& each : reply.list) {
        text += written(each);
    }
    return text;
}

std::size_t octets_in(const ServerReply& reply) {
    std::size_t sum = reply.text.size() + 1;  // each takes a letter at least
    for (const auto& each : reply.list) {
        sum += octets_in(each);
    }
    return sum;
}

void must_be_a_place_or_none(std::string_view place) {
    const auto url = msa::parse_redis_node(place);
    require(!url || (url->port > 0 && url->port <= 65535 && url->host.size() < place.size()),
            "a place has a port, and its host is part of it");
}

void must_name_slots_once(const ServerReply& reply) {
    std::vector<bool> taken(msa::cluster_slots, false);
    for (const auto& each : msa::slot_ranges(reply)) {
        require(each.first <= each.last && each.last < msa::cluster_slots, "these are slots");
        for (auto slot = each.first; slot <= each.last; ++slot) {
            require(!taken[slot], "a slot has one master");
            taken[slot] = true;
        }
        must_be_a_place_or_none(each.place);
    }
}

/// As many charges as it could be about: the answer is used only where the number is right.
void must_judge_in_bounds(const std::string& text) {
    (void)msa::parse_forgotten(text);
    constexpr std::size_t of_a_time = 8;
    constexpr std::size_t of_a_charge = 17;
    for (const auto charges :
         {std::size_t{0}, (std::max(text.size(), of_a_time) - of_a_time) / of_a_charge}) {
        const auto judged = msa::parse_judged(text, charges);
        if (!judged) {
            continue;
        }
        require(judged->answers.size() == charges && judged->is_charged.size() == charges,
                "one answer a charge");
        require(judged->now.count() >= 0, "a time of the server");
        for (const auto& each : judged->answers) {
            require(each.left >= 0, "nobody can have less than nothing left");
            require(each.next_at.time_since_epoch().count() >= 0, "a time that the clock has");
        }
    }
}

void examine(const ServerReply& reply) {
    must_name_slots_once(reply);
    must_be_a_place_or_none(msa::sentinel_master(reply));
    must_be_a_place_or_none(msa::moved_place(reply.text));
    must_judge_in_bounds(reply.text);
    const auto again = heard(written(reply), std::string::npos);
    require(!again.is_broken && again.replies.size() == 1 && is_same(again.replies.front(), reply),
            "written and read it is the same");
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view octets(reinterpret_cast<const char*>(data), size);
    const auto whole = heard(octets, size);
    std::size_t sum = 0;
    for (const auto& each : whole.replies) {
        examine(each);
        sum += octets_in(each);
    }
    require(sum <= size, "replies are made of what came");
    for (const std::size_t piece : {std::size_t{1}, std::size_t{7}}) {
        const auto cut = heard(octets, piece);
        require(cut.is_broken == whole.is_broken &&
                    std::equal(cut.replies.begin(), cut.replies.end(), whole.replies.begin(),
                               whole.replies.end(), is_same),
                "pieces say what the whole says");
    }
    return 0;
}

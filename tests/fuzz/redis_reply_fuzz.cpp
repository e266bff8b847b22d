// Replies of Redis: strings are bounded by what came, a whole reply has no whole beginning, and
// what was understood reads the same when it is written again.
#include "fuzz/require.h"
#include "tables/redis_table.h"

#include <cstddef>
#include <cstdint>

using msa::RedisReply;

namespace {

std::string bulk(const std::string& text) {
    return '$' + std::to_string(text.size()) + "\r\n" + text + "\r\n";
}

std::string written(const RedisReply& reply) {
    if (reply.kind == RedisReply::Kind::status) {
        return '+' + reply.strings.front() + "\r\n";
    }
    if (reply.kind == RedisReply::Kind::string) {
        return reply.strings.empty() ? "$-1\r\n" : bulk(reply.strings.front());
    }
    std::string text = '*' + std::to_string(reply.strings.size()) + "\r\n";
    for (const auto& each : reply.strings) {
        text += bulk(each);
    }
    return text;
}

}  // namespace

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    const std::string_view received(reinterpret_cast<const char*>(data), size);
    const auto reply = msa::redis_reply(received);
    if (!reply) {
        msa::require(!reply.error().what.empty(), "a reason");
        return 0;
    }
    if (!*reply) {
        return 0;
    }
    std::size_t octets = 0;
    for (const auto& each : (*reply)->strings) {
        octets += each.size();
    }
    msa::require(octets < size, "strings come from the reply");
    msa::require((*reply)->kind == RedisReply::Kind::list || (*reply)->strings.size() <= 1,
                 "one string or none");
    for (std::size_t part = 0; part < size; ++part) {
        const auto beginning = msa::redis_reply(received.substr(0, part));
        msa::require(beginning && !*beginning, "a part is not complete");
    }
    const auto again = msa::redis_reply(written(**reply));
    msa::require(again && *again && **again == **reply, "written and read it is the same");
    return 0;
}

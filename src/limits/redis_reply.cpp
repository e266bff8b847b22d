// Replies of Redis, see redis_reply.h. hiredis asks us for each object as it reads: nothing is made
// of what is too large, and there is no second form to copy from.
#include "limits/redis_reply.h"

#include <algorithm>
#include <new>

#include <hiredis/hiredis.h>
#include <hiredis/read.h>

namespace msa {

namespace {

constexpr std::size_t most_octets = std::size_t{1} << 20U;
constexpr int most_elements = 20000;

Error malformed() {
    return {"malformed reply"};
}

ServerReply::Kind kind_of(int type) {
    switch (type) {
        case REDIS_REPLY_STATUS: return ServerReply::Kind::status;
        case REDIS_REPLY_ERROR: return ServerReply::Kind::error;
        case REDIS_REPLY_STRING: return ServerReply::Kind::text;
        case REDIS_REPLY_INTEGER: return ServerReply::Kind::number;
        case REDIS_REPLY_ARRAY: return ServerReply::Kind::list;
        default: return ServerReply::Kind::nothing;
    }
}

/// Into the list that it is of, or on its own. Null, which hiredis takes for want of memory, where
/// there is no room.
void* placed(const redisReadTask* task, ServerReply reply, int room = 0) noexcept {
    try {
        reply.list.reserve(static_cast<std::size_t>(room));  // what is in it is not moved any more
        if (task->parent == nullptr) {
            return new ServerReply(std::move(reply));
        }
        auto& list = static_cast<ServerReply*>(task->parent->obj)->list;
        list.push_back(std::move(reply));
        return &list.back();
    } catch (const std::bad_alloc&) {
        return nullptr;
    }
}

void* make_text(const redisReadTask* task, char* text, std::size_t size) {
    return placed(task, {.kind = kind_of(task->type), .text = {text, size}});
}

void* make_list(const redisReadTask* task, int count) {
    const bool is_bearable = count >= 0 && count <= most_elements;
    return is_bearable ? placed(task, {.kind = ServerReply::Kind::list}, count) : nullptr;
}

void* make_number(const redisReadTask* task, long long number) {
    return placed(task, {.kind = ServerReply::Kind::number, .number = number});
}

void* make_nothing(const redisReadTask* task) {
    return placed(task, {});
}

void free_reply(void* reply) {
    delete static_cast<ServerReply*>(reply);
}

redisReplyObjectFunctions* functions() {
    static redisReplyObjectFunctions all{make_text, make_list, make_number, make_nothing,
                                         free_reply};
    return &all;
}

struct FreeReader {
    void operator()(redisReader* reader) const { redisReaderFree(reader); }
};

}  // namespace

struct RedisReader::Parser {
    std::unique_ptr<redisReader, FreeReader> reader{redisReaderCreateWithFunctions(functions())};
    std::size_t octets = 0;  // since the last reply
};

bool ServerReply::is_error(std::string_view code) const {
    const auto said = error_text();
    return kind == Kind::error && said.starts_with(code) &&
           (said.size() == code.size() || said[code.size()] == ' ');
}

std::string_view ServerReply::error_text() const {
    constexpr std::string_view of_old_servers = "ERR Error running script";
    constexpr std::string_view of_a_command = ": -";
    std::string_view said = text;
    if (const auto at = said.find(of_a_command);
        said.starts_with(of_old_servers) && at != std::string_view::npos) {
        return said.substr(at + of_a_command.size());
    }
    return said.substr(0, said.find(" script: "));  // and its SHA-1, since Redis 7
}

RedisReader::RedisReader() : parser_(std::make_unique<Parser>()) {
    if (parser_->reader == nullptr) {
        throw std::bad_alloc();
    }
}

RedisReader::~RedisReader() = default;

Result<void> RedisReader::add(std::string_view octets) {
    parser_->octets += octets.size();
    const bool is_kept =
        parser_->octets <= most_octets &&
        redisReaderFeed(parser_->reader.get(), octets.data(), octets.size()) == REDIS_OK;
    return is_kept ? Result<void>() : malformed();
}

Result<std::optional<ServerReply>> RedisReader::next() {
    void* made = nullptr;
    if (redisReaderGetReply(parser_->reader.get(), &made) != REDIS_OK) {
        return malformed();
    }
    if (made == nullptr) {
        return std::optional<ServerReply>();
    }
    const std::unique_ptr<ServerReply> reply(static_cast<ServerReply*>(made));
    parser_->octets = 0;
    return std::optional(std::move(*reply));
}

bool RedisReader::is_empty() const {
    return parser_->reader->pos == parser_->reader->len;
}

std::string redis_words(const std::vector<std::string_view>& words) {
    std::vector<const char*> texts;
    std::vector<std::size_t> sizes;
    for (const auto word : words) {
        texts.push_back(word.data());
        sizes.push_back(word.size());
    }
    char* made = nullptr;
    const int size =
        redisFormatCommandArgv(&made, static_cast<int>(words.size()), texts.data(), sizes.data());
    if (size < 0) {
        throw std::bad_alloc();
    }
    std::string text(made, static_cast<std::size_t>(size));
    redisFreeCommand(made);
    return text;
}

}  // namespace msa

// A hash that hosts share, see shared_hash.h.
#include "limits/shared_hash.h"

#include "crypto/sealed_text.h"
#include "limits/hash_script.h"

#include <algorithm>
#include <charconv>
#include <utility>

namespace msa {
namespace {

using std::chrono::steady_clock;

constexpr const char* page_size = "50";  // so that a page of long values is a small reply
constexpr std::size_t most_words = 60;   // of one put

std::optional<std::int64_t> number_in(std::string_view text) {
    std::int64_t number = 0;
    const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
    return error == std::errc() && end == text.data() + text.size() && number >= 0
               ? std::optional(number)
               : std::nullopt;
}

std::optional<SharedHash::Value> value_in(const std::string& text) {
    const auto space = text.find(' ');
    if (space == std::string::npos || space < 2 || (text[0] != 's' && text[0] != 'r')) {
        return std::nullopt;
    }
    const auto useless = number_in(std::string_view(text).substr(1, space - 1));
    return useless ? std::optional(SharedHash::Value{.is_over = text[0] == 'r',
                                                     .useless_at = *useless,
                                                     .sealed = text.substr(space + 1)})
                   : std::nullopt;
}

Error no_answer() {
    return Error{"the server of [limits] answers with something else than what hosts share"};
}

/// A list that begins with two texts.
bool is_answer(const ServerReply& reply) {
    return reply.kind == ServerReply::Kind::list && reply.list.size() >= 2 &&
           reply.list[0].kind == ServerReply::Kind::text &&
           reply.list[1].kind == ServerReply::Kind::text;
}

}  // namespace

SharedHash::SharedHash(RedisCaller& caller, const LimitNames& names, const std::string& purpose,
                       std::chrono::milliseconds patience)
    : caller_(caller),
      names_(names),
      purpose_(purpose),
      patience_(patience),
      seal_(names.key_for(purpose)),
      key_(tagged_key(purpose, names.member(purpose))) {}

Result<ServerReply> SharedHash::ask(std::vector<std::string> words) {
    auto call = ScriptCall::of(hash_script(), purpose_, {key_}, std::move(words));
    auto outcome = caller_.call(call, steady_clock::now() + patience_);
    if (!outcome.reply) {
        return outcome.failure.error;
    }
    return is_answer(*outcome.reply) ? Result<ServerReply>(*std::move(outcome.reply)) : no_answer();
}

Result<SharedHash::Look> SharedHash::look() {
    const auto reply = ask({"look"});
    if (!reply) {
        return reply.error();
    }
    const auto now = number_in(reply->list[1].text);
    return now ? Result<Look>(Look{reply->list[0].text, *now}) : no_answer();
}

Result<std::string> SharedHash::scan(Fields& fields) {
    std::string cursor = "0";
    std::string stamp;
    do {
        const auto page = ask({"scan", cursor, page_size});
        if (!page) {
            return page.error();
        }
        if (page->list.size() != 3 || page->list[2].list.size() % 2 != 0) {
            return no_answer();
        }
        // Where it changed in between, nobody knows which state this is.
        const bool is_first = cursor == "0";
        stamp = is_first || stamp == page->list[0].text ? page->list[0].text
                                                        : std::string(unknown_stamp);
        cursor = page->list[1].text;
        const auto& list = page->list[2].list;
        for (std::size_t i = 0; i < list.size(); i += 2) {
            if (auto value = value_in(list[i + 1].text)) {
                fields.insert_or_assign(list[i].text, *std::move(value));
            }
        }
    } while (cursor != "0");
    return stamp;
}

Result<std::string> SharedHash::put(const std::vector<std::string>& words, std::string stamp,
                                    std::size_t most) {
    for (std::size_t i = 0; i < words.size(); i += most_words) {
        const auto end = std::min(i + most_words, words.size());
        std::vector<std::string> some{"put", fresh_name(), std::to_string(most)};
        some.insert(some.end(), words.begin() + static_cast<std::ptrdiff_t>(i),
                    words.begin() + static_cast<std::ptrdiff_t>(end));
        const auto reply = ask(std::move(some));
        if (!reply) {
            return reply.error();
        }
        stamp = reply->list[0].text == stamp ? reply->list[1].text : std::string(unknown_stamp);
    }
    return stamp;
}

std::string SharedHash::name(std::string_view of) const {
    return names_.member(purpose_ + '|' + std::string(of));
}

std::string SharedHash::sealed_value(const std::string& field, bool is_over,
                                     std::int64_t useless_at, std::string_view text) const {
    const char letter = is_over ? 'r' : 's';
    return letter + std::to_string(useless_at) + ' ' + base64(sealed(seal_, field + letter, text));
}

std::optional<std::string> SharedHash::unsealed_text(const std::string& field,
                                                     const Value& value) const {
    const auto octets = from_base64(value.sealed);
    return octets ? unsealed(seal_, field + (value.is_over ? 'r' : 's'), *octets) : std::nullopt;
}

}  // namespace msa

#include "names/web_reply.h"

#include "base/text.h"

#include <algorithm>
#include <charconv>
#include <optional>

namespace msa {
namespace {

constexpr std::size_t longest_head = 16384;
constexpr std::size_t longest_body = 65536;

template <class Number>
std::optional<Number> number(std::string_view text, int base) {
    Number value{};
    const auto* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, value, base);
    return error == std::errc() && rest == end && !text.empty() ? std::optional(value)
                                                                : std::nullopt;
}

Error too_large() {
    return {"the reply is larger than 64 kilobytes"};
}

/// Takes octets from the front of what comes.
class Reader {
public:
    explicit Reader(const MorePieces& more) : more_(more) {}

    /// Without its end. All lines together may have as many octets as a head.
    Result<std::string> line() {
        for (;;) {
            if (const auto end = octets_.find('\n'); end != std::string::npos && end <= left_) {
                left_ -= end;
                auto found = taken(end + 1);
                found.pop_back();
                if (found.ends_with('\r')) {
                    found.pop_back();
                }
                return found;
            }
            if (octets_.size() > left_) {
                return Error{"the head of the reply is larger than 16 kilobytes"};
            }
            if (const auto came = wait(); !came) {
                return came.error();
            } else if (!*came) {
                return Error{"the reply ends in its head"};
            }
        }
    }

    Result<std::string> exactly(std::size_t count) {
        while (octets_.size() < count) {
            if (const auto came = wait(); !came) {
                return came.error();
            } else if (!*came) {
                return Error{"the reply ends before its end"};
            }
        }
        return taken(count);
    }

    Result<std::string> rest() {
        for (;;) {
            if (octets_.size() > longest_body) {
                return too_large();
            }
            if (const auto came = wait(); !came) {
                return came.error();
            } else if (!*came) {
                return std::move(octets_);
            }
        }
    }

private:
    /// False: the end.
    Result<bool> wait() {
        const auto further = more_();
        if (!further) {
            return further.error();
        }
        octets_ += *further;
        return !further->empty();
    }
    std::string taken(std::size_t count) {
        auto front = octets_.substr(0, count);
        octets_.erase(0, count);
        return front;
    }

    const MorePieces& more_;
    std::string octets_;
    std::size_t left_ = longest_head;
};

struct Head {
    int status = 0;
    std::string media_type;
    std::optional<std::string> length;
    bool is_chunked = false;
};

/// "HTTP/1.1 200 OK"
std::optional<int> status_of(std::string_view line) {
    constexpr std::size_t version_size = 9;
    constexpr std::size_t code_size = 3;
    if (!line.starts_with("HTTP/1.") || line.size() < version_size + code_size) {
        return std::nullopt;
    }
    const auto status = number<unsigned>(line.substr(version_size, code_size), 10);
    return status ? std::optional(static_cast<int>(*status)) : std::nullopt;
}

void take_field(std::string_view line, Head& head) {
    const auto colon = std::min(line.find(':'), line.size());
    const auto name = ascii_lower(line.substr(0, colon));
    const auto value = trimmed(line.substr(std::min(colon + 1, line.size())));
    if (name == "content-type") {
        head.media_type = ascii_lower(trimmed(value.substr(0, value.find(';'))));
    } else if (name == "content-length") {
        head.length = std::string(value);
    } else if (name == "transfer-encoding") {
        head.is_chunked = ascii_lower(value).ends_with("chunked");
    }
}

Result<Head> read_head(Reader& reader) {
    constexpr int first_final = 200;
    for (;;) {
        const auto start = reader.line();
        if (!start) {
            return start.error();
        }
        const auto status = status_of(*start);
        if (!status) {
            return Error{"no reply of HTTP: \"" + printable(*start, 80) + '"'};
        }
        Head head{.status = *status, .media_type = {}, .length = {}};
        for (;;) {
            const auto field = reader.line();
            if (!field) {
                return field.error();
            }
            if (field->empty()) {
                break;
            }
            take_field(*field, head);
        }
        if (head.status >= first_final) {  // others only announce it
            return head;
        }
    }
}

Result<std::string> read_chunks(Reader& reader) {
    std::string body;
    for (;;) {
        const auto line = reader.line();
        if (!line) {
            return line.error();
        }
        const auto size =
            number<std::size_t>(trimmed(std::string_view(*line).substr(0, line->find(';'))), 16);
        if (!size) {
            return Error{"no chunk of HTTP: \"" + printable(*line, 80) + '"'};
        }
        if (*size > longest_body - body.size()) {
            return too_large();
        }
        if (*size == 0) {
            return body;
        }
        const auto chunk = reader.exactly(*size);
        if (!chunk) {
            return chunk.error();
        }
        body += *chunk;
        if (const auto end = reader.line(); !end || !end->empty()) {
            return end ? Error{"a chunk is longer than it says"} : end.error();
        }
    }
}

Result<std::string> read_body(Reader& reader, const Head& head) {
    if (head.is_chunked) {
        return read_chunks(reader);
    }
    if (!head.length) {
        return reader.rest();
    }
    const auto length = number<std::size_t>(*head.length, 10);
    if (!length) {
        return Error{"no Content-Length: \"" + printable(*head.length, 80) + '"'};
    }
    return *length > longest_body ? Result<std::string>(too_large()) : reader.exactly(*length);
}

}  // namespace

Result<WebReply> read_web_reply(const MorePieces& more) {
    Reader reader(more);
    auto head = read_head(reader);
    if (!head) {
        return head.error();
    }
    auto body = read_body(reader, *head);
    if (!body) {
        return body.error();
    }
    return WebReply{.status = head->status,
                    .media_type = std::move(head->media_type),
                    .body = *std::move(body)};
}

}  // namespace msa

// Answers GET on a socket, by libmicrohttpd and a thread of its own. Connections, their memory and
// their time are bounded, so that whoever asks, and however, cannot take anything from the mail.
#pragma once

#include "base/file.h"
#include "base/guarded.h"
#include "base/repeated.h"
#include "base/result.h"

#include <chrono>
#include <cstddef>
#include <functional>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

struct MHD_Daemon;  // NOLINT(readability-identifier-naming): the library's name

namespace msa {

struct HttpAnswer {
    unsigned status = 200;
    std::string type = "text/plain; charset=utf-8";
    std::string text;
};

struct HttpLimits {
    unsigned most_connections = 16;
    std::size_t head = 32768;                  // of a request, in octets
    std::chrono::seconds silence{5};           // in which nothing moves
    std::chrono::milliseconds request{10000};  // to come whole, and for its answer to be taken
};

class HttpServer {
public:
    /// For a path and the Accept field; called by one thread.
    using Answer = std::function<HttpAnswer(std::string_view path, std::string_view accept)>;

    /// Serves on `listening` from now on. Error: there is no thread, or no memory.
    [[nodiscard]] static Result<std::unique_ptr<HttpServer>> start(FileDescriptor listening,
                                                                   Answer answer,
                                                                   HttpLimits limits = {});
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;
    /// Waits for the answer in the making.
    ~HttpServer();

    [[nodiscard]] HttpAnswer answer(std::string_view path, std::string_view accept) const;

    /// `socket` is that of a connection. If there is no room for another, the one that has had the
    /// most time gives way: whoever only holds connections keeps nobody out.
    void note_connection(int socket);
    /// Its time begins anew.
    void note_request(int socket);
    void forget(int socket);

private:
    using Clock = std::chrono::steady_clock;

    HttpServer(Answer answer, HttpLimits limits) : answer_(std::move(answer)), limits_(limits) {}
    void end_slow_ones();

    Answer answer_;
    HttpLimits limits_;
    Guarded<std::map<int, Clock::time_point>> begun_;  // by socket
    std::optional<Repeated> looking_;
    MHD_Daemon* daemon_ = nullptr;
};

}  // namespace msa

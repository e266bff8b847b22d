// Answers GET on a socket, by libmicrohttpd and a thread of its own. Connections, their memory and
// their time are bounded, so that whoever asks, and however, cannot take anything from the mail.
#pragma once

#include "base/file.h"
#include "base/result.h"

#include <functional>
#include <memory>
#include <string>
#include <string_view>

struct MHD_Daemon;  // NOLINT(readability-identifier-naming): the library's name

namespace msa {

struct HttpAnswer {
    unsigned status = 200;
    std::string type = "text/plain; charset=utf-8";
    std::string text;
};

class HttpServer {
public:
    /// For a path and the Accept field; called by one thread.
    using Answer = std::function<HttpAnswer(std::string_view path, std::string_view accept)>;

    /// Serves on `listening` from now on. Error: there is no thread, or no memory.
    [[nodiscard]] static Result<std::unique_ptr<HttpServer>> start(FileDescriptor listening,
                                                                   Answer answer);
    HttpServer(const HttpServer&) = delete;
    HttpServer& operator=(const HttpServer&) = delete;
    /// Waits for the answer in the making.
    ~HttpServer();

    [[nodiscard]] HttpAnswer answer(std::string_view path, std::string_view accept) const;

private:
    explicit HttpServer(Answer answer) : answer_(std::move(answer)) {}

    Answer answer_;
    MHD_Daemon* daemon_ = nullptr;
};

}  // namespace msa

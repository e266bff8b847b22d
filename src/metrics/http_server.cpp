#include "metrics/http_server.h"

#include <cerrno>
#include <exception>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <microhttpd.h>
#include <sys/socket.h>

namespace msa {

namespace {

constexpr unsigned most_connections = 16;
constexpr std::size_t connection_memory = 32768;  // of a request's head, in octets
constexpr unsigned patience = 5;                  // seconds in which nothing moves

const char* text_of(const char* value) {
    return value == nullptr ? "" : value;
}

MHD_Result respond(MHD_Connection* connection, const HttpAnswer& answer) {
    auto* const response =
        MHD_create_response_from_buffer(answer.text.size(), const_cast<char*>(answer.text.data()),
                                        MHD_RESPMEM_MUST_COPY);  // it only reads
    if (response == nullptr) {
        return MHD_NO;
    }
    auto result =
        MHD_add_response_header(response, MHD_HTTP_HEADER_CONTENT_TYPE, answer.type.c_str());
    if (result == MHD_YES && answer.status == MHD_HTTP_METHOD_NOT_ALLOWED) {
        result = MHD_add_response_header(response, MHD_HTTP_HEADER_ALLOW, "GET, HEAD");
    }
    if (result == MHD_YES) {
        result = MHD_queue_response(connection, answer.status, response);
    }
    MHD_destroy_response(response);
    return result;
}

// NOLINTNEXTLINE(readability-function-size): the parameters are the library's
MHD_Result handle(void* self, MHD_Connection* connection, const char* path, const char* method,
                  const char* /*version*/, const char* /*body*/, std::size_t* /*body_size*/,
                  void** /*state*/) {
    try {
        const std::string_view word = method;
        if (word != MHD_HTTP_METHOD_GET && word != MHD_HTTP_METHOD_HEAD) {
            // Answered before its body is read, after which the connection is closed.
            return respond(connection,
                           {.status = MHD_HTTP_METHOD_NOT_ALLOWED, .text = "only GET and HEAD\n"});
        }
        const auto* const accept =
            MHD_lookup_connection_value(connection, MHD_HEADER_KIND, MHD_HTTP_HEADER_ACCEPT);
        return respond(connection,
                       static_cast<const HttpServer*>(self)->answer(path, text_of(accept)));
    } catch (const std::exception&) {
        return MHD_NO;  // closes the connection
    }
}

}  // namespace

Result<std::unique_ptr<HttpServer>> HttpServer::start(FileDescriptor listening, Answer answer) {
    // accept() must not wait for a client that has gone.
    const int flags = ::fcntl(listening.get(), F_GETFL);
    if (flags < 0 || ::fcntl(listening.get(), F_SETFL, flags | O_NONBLOCK) != 0) {
        return Error{std::generic_category().message(errno)};
    }
    std::unique_ptr<HttpServer> server(new HttpServer(std::move(answer)));
    server->daemon_ = MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL, 0, nullptr, nullptr, handle, server.get(),
        MHD_OPTION_LISTEN_SOCKET, listening.get(), MHD_OPTION_CONNECTION_LIMIT, most_connections,
        MHD_OPTION_CONNECTION_MEMORY_LIMIT, connection_memory, MHD_OPTION_CONNECTION_TIMEOUT,
        patience, MHD_OPTION_END);
    if (server->daemon_ == nullptr) {
        return Error{"the HTTP server does not start"};
    }
    (void)listening.release();  // closed by the library
    return server;
}

HttpServer::~HttpServer() {
    if (daemon_ != nullptr) {
        MHD_stop_daemon(daemon_);
    }
}

HttpAnswer HttpServer::answer(std::string_view path, std::string_view accept) const {
    return answer_(path, accept);
}

}  // namespace msa

#include "metrics/http_server.h"

#include <algorithm>
#include <cerrno>
#include <exception>
#include <system_error>
#include <utility>

#include <fcntl.h>
#include <microhttpd.h>
#include <sys/socket.h>

namespace msa {

namespace {

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

int socket_of(MHD_Connection* connection) {
    return MHD_get_connection_info(connection, MHD_CONNECTION_INFO_CONNECTION_FD)->connect_fd;
}

/// The library sees that, and closes the connection.
void cut_off(int socket) {
    (void)::shutdown(socket, SHUT_RDWR);  // nothing is lost where it has gone
}

/// The library calls it before it closes the socket.
void notice(void* self, MHD_Connection* connection, void** /*state*/,
            MHD_ConnectionNotificationCode code) {
    auto& server = *static_cast<HttpServer*>(self);
    if (code == MHD_CONNECTION_NOTIFY_STARTED) {
        server.note_connection(socket_of(connection));
    } else {
        server.forget(socket_of(connection));
    }
}

// NOLINTNEXTLINE(readability-function-size): the parameters are the library's
MHD_Result handle(void* self, MHD_Connection* connection, const char* path, const char* method,
                  const char* /*version*/, const char* /*body*/, std::size_t* body_size,
                  void** state) {
    try {
        const std::string_view word = method;
        if (word != MHD_HTTP_METHOD_GET && word != MHD_HTTP_METHOD_HEAD) {
            // Answered before its body is read, after which the connection is closed.
            return respond(connection,
                           {.status = MHD_HTTP_METHOD_NOT_ALLOWED, .text = "only GET and HEAD\n"});
        }
        if (*state == nullptr) {  // its head came; an answer now would end the connection
            *state = self;
            static_cast<HttpServer*>(self)->note_request(socket_of(connection));
            return MHD_YES;
        }
        if (*body_size != 0) {  // nobody reads that
            *body_size = 0;
            return MHD_YES;
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

Result<std::unique_ptr<HttpServer>> HttpServer::start(FileDescriptor listening, Answer answer,
                                                      HttpLimits limits) {
    // accept() must not wait for a client that has gone.
    const int flags = ::fcntl(listening.get(), F_GETFL);
    if (flags < 0 || ::fcntl(listening.get(), F_SETFL, flags | O_NONBLOCK) != 0) {
        return Error{std::generic_category().message(errno)};
    }
    std::unique_ptr<HttpServer> server(new HttpServer(std::move(answer), limits));
    server->daemon_ = MHD_start_daemon(
        MHD_USE_INTERNAL_POLLING_THREAD | MHD_USE_POLL, 0, nullptr, nullptr, handle, server.get(),
        MHD_OPTION_LISTEN_SOCKET, listening.get(), MHD_OPTION_CONNECTION_LIMIT,
        limits.most_connections, MHD_OPTION_CONNECTION_MEMORY_LIMIT, limits.head,
        MHD_OPTION_CONNECTION_TIMEOUT, static_cast<unsigned>(limits.silence.count()),
        MHD_OPTION_NOTIFY_CONNECTION, notice, server.get(), MHD_OPTION_END);
    if (server->daemon_ == nullptr) {
        return Error{"the HTTP server does not start"};
    }
    (void)listening.release();  // closed by the library
    auto& itself = *server;
    server->looking_.emplace(limits.request / 4, [&itself] { itself.end_slow_ones(); });
    return server;
}

HttpServer::~HttpServer() {
    looking_.reset();
    if (daemon_ != nullptr) {
        MHD_stop_daemon(daemon_);
    }
}

void HttpServer::note_connection(int socket) {
    begun_.with([this, socket](auto& begun) {
        const auto oldest =
            std::min_element(begun.begin(), begun.end(),
                             [](const auto& a, const auto& b) { return a.second < b.second; });
        if (oldest != begun.end() && begun.size() + 1 >= limits_.most_connections) {
            cut_off(oldest->first);
            begun.erase(oldest);
        }
        begun[socket] = Clock::now();
    });
}

void HttpServer::note_request(int socket) {
    begun_.with([socket](auto& begun) { begun[socket] = Clock::now(); });
}

void HttpServer::forget(int socket) {
    begun_.with([socket](auto& begun) { begun.erase(socket); });
}

/// Who says or takes an octet now and then is never silent.
void HttpServer::end_slow_ones() {
    begun_.with([this](const auto& begun) {
        for (const auto& [socket, since] : begun) {
            if (Clock::now() - since > limits_.request) {
                cut_off(socket);
            }
        }
    });
}

HttpAnswer HttpServer::answer(std::string_view path, std::string_view accept) const {
    return answer_(path, accept);
}

}  // namespace msa

// A web server with one certificate and one reply, whatever it is asked, octet by octet as a test
// wants it.
#pragma once

#include "fakes/temporary_folder.h"
#include "wire/certificates.h"
#include "wire/server_process.h"

#include <string>

namespace msa::wire {

struct WebServerPlace {
    std::string certified;  // as Authority::sign() has it
    int port = 0;           // 0: a free one
    bool is_mute = false;   // takes connections, and says nothing
    int days = 2;           // that the certificate holds
    std::string address = "127.0.0.1";
};

class WebServer {
public:
    WebServer(const Authority& authority, const std::string& reply, const WebServerPlace& place);

    [[nodiscard]] int port() const { return port_; }
    /// What it was asked last.
    [[nodiscard]] std::string request() const;

private:
    TemporaryFolder folder_;
    int port_;
    ServerProcess process_;
};

/// A reply of HTTP with this text, and its length.
[[nodiscard]] std::string web_reply(const std::string& text, const std::string& status = "200 OK",
                                    const std::string& media_type = "text/plain");

}  // namespace msa::wire

#include "wire/web_server.h"

#include "base/file.h"
#include "wire/daemon.h"

#include <csignal>

namespace msa::wire {
namespace {

// Python knows TLS without a line of ours.
constexpr const char* script = R"(
import socket, ssl, sys
port, address, certificate, key, reply, request, mute = int(sys.argv[1]), *sys.argv[2:8]
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
family = socket.AF_INET6 if ":" in address else socket.AF_INET
listener = socket.create_server((address, port), family=family)
octets = open(reply, "rb").read()
while True:
    client, _ = listener.accept()
    try:
        with client:
            client.settimeout(30)
            if mute:
                client.recv(1 << 16)
                client.recv(1)
                continue
            with context.wrap_socket(client, server_side=True) as tls:
                asked = tls.recv(1 << 16)
                open(request, "wb").write(asked)
                if asked:
                    tls.sendall(octets)
                    tls.unwrap()
    except (OSError, ValueError):
        pass
)";

}  // namespace

WebServer::WebServer(const Authority& authority, const std::string& reply,
                     const WebServerPlace& place)
    : port_(place.port == 0 ? free_port() : place.port),
      process_(
          {"/usr/bin/python3", "-c", script, std::to_string(port_), place.address,
           folder_.path_of("server.pem"), folder_.path_of("server.key"),
           folder_.write("reply", reply), folder_.path_of("request"), place.is_mute ? "mute" : ""},
          folder_.path_of("output"),
          [this, address = place.address] { return listens(port_, address); }) {
    authority.sign(place.certified, folder_.path_of("server"), place.days);
    process_.end_by(SIGTERM);
    process_.start();
}

std::string WebServer::request() const {
    constexpr std::size_t most = 65536;
    const auto text = read_file(folder_.path_of("request"), most);
    return text ? *text : text.error().what;
}

std::string web_reply(const std::string& text, const std::string& status,
                      const std::string& media_type) {
    return "HTTP/1.1 " + status + "\r\nContent-Type: " + media_type +
           "\r\nContent-Length: " + std::to_string(text.size()) + "\r\n\r\n" + text;
}

}  // namespace msa::wire

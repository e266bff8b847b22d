// A submission service with mistakes, see mail_server.h.
#include "wire/mail_server.h"

#include "wire/daemon.h"

#include <csignal>

namespace msa::wire {
namespace {

// Python knows TLS without a line of ours.
constexpr const char* script = R"(
import socket, ssl, sys
port, certificate, key, faults = int(sys.argv[1]), sys.argv[2], sys.argv[3], sys.argv[4].split()
context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
context.load_cert_chain(certificate, key)
if "ipv6" in faults:
    listener = socket.create_server(("::1", port), family=socket.AF_INET6)
else:
    listener = socket.create_server(("127.0.0.1", port))

def extensions(is_secure):
    if not is_secure and "no-starttls" not in faults:
        yield "STARTTLS"
    if "no-auth" not in faults if is_secure else "clear-auth" in faults:
        yield "AUTH PLAIN"
    yield "8BITMIME"

def talk(client, is_secure):
    file = client.makefile("rwb", buffering=0)
    for line in file:
        word = line.split()[0].upper() if line.split() else b""
        if word == b"EHLO":
            if "endless" in faults:
                while True:
                    file.write(b"250-more\r\n" * 1000)
            words = list(extensions(is_secure))
            answer = "".join(f"250-{each}\r\n" for each in ["mail.example"] + words[:-1])
            file.write(f"{answer}250 {words[-1]}\r\n".encode())
        elif word == b"STARTTLS":
            file.write(b"220 ready\r\n" + (b"250 more\r\n" if "inject" in faults else b""))
            return True
        elif word == b"QUIT":
            file.write(b"221 bye\r\n")
            return False
        else:
            file.write(b"500 what?\r\n")
    return False

def serve(client):
    if "silent" in faults:
        client.recv(1)
        return
    is_secure = "implicit" in faults
    if is_secure:
        client = context.wrap_socket(client, server_side=True)
    client.sendall(b"HTTP/1.1 400 Bad Request\r\n" if "http" in faults
                   else b"421 busy\r\n" if "busy" in faults else b"220 mail.example ESMTP\r\n")
    if talk(client, is_secure) and not is_secure:
        talk(context.wrap_socket(client, server_side=True), True)

while True:
    client, _ = listener.accept()
    try:
        with client:
            serve(client)
    except (OSError, ValueError):
        pass
)";

bool has(const std::string& faults, const std::string& word) {
    return faults.find(word) != std::string::npos;
}

}  // namespace

MailServer::MailServer(const Authority& authority, const std::string& certified,
                       const std::string& faults)
    : port_(free_port()),
      process_({"/usr/bin/python3", "-c", script, std::to_string(port_),
                folder_.path_of("server.pem"), folder_.path_of("server.key"), faults},
               folder_.path_of("output"),
               [this, address = has(faults, "ipv6") ? "::1" : "127.0.0.1"] {
                   return listens(port_, address);
               }) {
    authority.sign(certified, folder_.path_of("server"), has(faults, "expired") ? -1 : 2);
    process_.end_by(SIGTERM);
    process_.start();
}

}  // namespace msa::wire

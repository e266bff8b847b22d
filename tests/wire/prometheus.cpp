#include "wire/prometheus.h"

#include "base/file.h"
#include "base/socket_address.h"
#include "wire/daemon.h"

#include <array>
#include <cctype>
#include <stdexcept>

#include <sys/socket.h>

namespace msa::wire {

namespace {

std::string percent_encoded(const std::string& text) {
    constexpr const char* digits = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        const auto octet = static_cast<unsigned char>(c);
        if (std::isalnum(octet) != 0) {
            result += c;
        } else {
            result += {'%', digits[octet >> 4U], digits[octet & 15U]};
        }
    }
    return result;
}

std::string configuration(int port, const std::string& rules) {
    return "global: {scrape_interval: 200ms, scrape_timeout: 200ms, evaluation_interval: 200ms}\n"
           "rule_files: [" +
           rules +
           "]\n"
           "scrape_configs:\n"
           "  - job_name: msa-milter\n"
           "    static_configs: [{targets: [\"127.0.0.1:" +
           std::to_string(port) + "\"]}]\n";
}

}  // namespace

std::string http_body(int port, const std::string& path) {
    const auto address = parse_socket_address("inet:" + std::to_string(port) + "@127.0.0.1");
    const FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
    if (!address || ::connect(socket.get(), address->get(), address->length) != 0) {
        return {};
    }
    const std::string request = "GET " + path + " HTTP/1.0\r\nHost: 127.0.0.1\r\n\r\n";
    if (::send(socket.get(), request.data(), request.size(), MSG_NOSIGNAL) < 0) {
        return {};
    }
    std::string all;
    std::array<char, 65536> octets{};
    for (ssize_t count = 0; (count = ::recv(socket.get(), octets.data(), octets.size(), 0)) > 0;) {
        all.append(octets.data(), static_cast<std::size_t>(count));
    }
    const auto end = all.find("\r\n\r\n");
    return end == std::string::npos ? std::string() : all.substr(end + 4);
}

Prometheus::Prometheus(int port, const std::string& rules)
    : port_(free_port()),
      process_({"prometheus",
                "--config.file=" + folder_.write("prometheus.yml", configuration(port, rules)),
                "--storage.tsdb.path=" + folder_.path_of("data"),
                "--web.listen-address=127.0.0.1:" + std::to_string(port_), "--log.level=warn"},
               folder_.path_of("log"), [this] {
                   return http_body(port_, "/-/ready").find("is Ready") != std::string::npos;
               }) {
    process_.start();
}

nlohmann::json Prometheus::get(const std::string& path) const {
    const auto body = http_body(port_, path);
    auto answer = nlohmann::json::parse(body, nullptr, false);
    if (!answer.is_object() || answer.value("status", "") != "success") {
        throw std::runtime_error("prometheus: " + path + ": " + body);
    }
    return answer.at("data");
}

nlohmann::json Prometheus::query(const std::string& expression) const {
    return get("/api/v1/query?query=" + percent_encoded(expression)).at("result");
}

}  // namespace msa::wire

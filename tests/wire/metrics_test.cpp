// /metrics and the two questions about health, as Prometheus and strangers ask them.
#include "base/file.h"
#include "base/socket_address.h"
#include "wire/daemon.h"
#include "wire/key_site.h"
#include "wire/milter_client.h"
#include "wire/patience.h"
#include "wire/program.h"

#include <array>
#include <cstdlib>
#include <fstream>
#include <regex>
#include <sstream>
#include <string>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <sys/socket.h>
#include <sys/stat.h>

using namespace msa::wire;

namespace {

/// A daemon with its metrics on a port of its own.
struct Measured {
    int port = free_port();
    Daemon daemon;

    explicit Measured(const std::string& rules = staff_rules())
        : daemon({.settings = "metrics = \"inet:" + std::to_string(port) + "@127.0.0.1\"\n",
                  .rules = rules}) {}

    [[nodiscard]] msa::FileDescriptor visitor() const {
        const auto address =
            msa::parse_socket_address("inet:" + std::to_string(port) + "@127.0.0.1");
        BOOST_REQUIRE(address.has_value());
        msa::FileDescriptor socket(::socket(AF_INET, SOCK_STREAM | SOCK_CLOEXEC, 0));
        (void)::connect(socket.get(), address->get(), address->length);
        return socket;
    }
    /// All that comes until the daemon closes.
    [[nodiscard]] std::string answer(const std::string& request) const {
        const auto socket = visitor();
        for (std::size_t sent = 0; sent < request.size();) {
            const auto count =
                ::send(socket.get(), request.data() + sent, request.size() - sent, MSG_NOSIGNAL);
            if (count <= 0) {
                break;
            }
            sent += static_cast<std::size_t>(count);
        }
        std::string all;
        std::array<char, 65536> octets{};
        for (;;) {
            const auto count = ::recv(socket.get(), octets.data(), octets.size(), 0);
            if (count <= 0) {
                return all;
            }
            all.append(octets.data(), static_cast<std::size_t>(count));
        }
    }
    [[nodiscard]] std::string get(const std::string& path,
                                  const std::string& accept = "*/*") const {
        const auto all = answer("GET " + path + " HTTP/1.1\r\nHost: x\r\nAccept: " + accept +
                                "\r\nConnection: close\r\n\r\n");
        const auto end = all.find("\r\n\r\n");
        return all.substr(0, 12) + '\n' +
               (end == std::string::npos ? std::string() : all.substr(end + 4));
    }
};

bool has(const std::string& text, const std::string& part) {
    return text.find(part) != std::string::npos;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(metrics)

BOOST_AUTO_TEST_CASE(are_what_promtool_finds_nothing_wrong_with) {
    const Measured measured;
    const auto text = measured.get("/metrics");
    BOOST_TEST(has(text, "HTTP/1.1 200"));
    BOOST_TEST(has(text, "msa_milter_build_info{version=\""));
    BOOST_TEST(
        has(text, "msa_milter_transactions_total{verdict=\"accepted\",stage=\"message\"} 0"));
    std::ofstream(measured.daemon.path("metrics")) << text.substr(text.find('\n') + 1);
    const std::string command =
        "promtool check metrics <" + measured.daemon.path("metrics") + " >&2";
    BOOST_TEST(std::system(command.c_str()) == 0);  // NOLINT(concurrency-mt-unsafe,cert-env33-c)
}

BOOST_AUTO_TEST_CASE(are_open_metrics_for_those_who_want_them) {
    const Measured measured;
    const auto text = measured.get("/metrics", "application/openmetrics-text; version=1.0.0");
    BOOST_TEST(text.ends_with("# EOF\n"));
    BOOST_TEST(has(text, "# TYPE msa_milter_connections counter\n"));
}

BOOST_AUTO_TEST_CASE(say_whether_the_daemon_is_fit) {
    const Measured measured;
    BOOST_TEST(measured.get("/livez") == "HTTP/1.1 200\nalive\n");
    BOOST_TEST(measured.get("/readyz") == "HTTP/1.1 200\nready\n");
    BOOST_TEST(::rename(measured.daemon.path("audit.jsonl").c_str(),
                        measured.daemon.path("gone").c_str()) == 0);
    BOOST_TEST(measured.get("/readyz") == "HTTP/1.1 503\nthe trail's file is not there\n");
    BOOST_TEST(has(measured.get("/etc/passwd"), "HTTP/1.1 404"));
}

BOOST_AUTO_TEST_CASE(count_samples_that_libopendkim_verified) {
    const KeySite site;
    auto rules = KeySite::rules(site.key("ed") + site.key("rsa"));
    rules.replace(rules.find("[dkim]\n"), 7, "[dkim]\nverify_sample = 1\n");
    const Measured measured(rules);
    auto mail = honest_mail();
    mail.sender = "<alice@mail.example>";
    for (auto& field : mail.header) {
        field.value = field.name == "From" ? " alice@mail.example" : field.value;
    }
    MilterClient client(measured.daemon.socket());
    client.greet();
    BOOST_TEST(client.submit(mail).is_accepted());
    BOOST_TEST(comes_true([&measured] {
        return has(measured.get("/metrics"), "msa_milter_dkim_samples_total{result=\"passed\"} 1");
    }));
}

BOOST_AUTO_TEST_CASE(tell_what_messages_took) {
    const Measured measured;
    MilterClient client(measured.daemon.socket());
    client.greet();
    BOOST_TEST(client.submit(honest_mail()).is_accepted());
    const auto text = measured.get("/metrics");
    for (const std::string line :
         {"msa_milter_stage_duration_seconds_count{stage=\"mail\"} 1",
          "msa_milter_stage_duration_seconds_count{stage=\"recipient\"} 1",
          "msa_milter_stage_duration_seconds_count{stage=\"headers\"} 1",
          "msa_milter_stage_duration_seconds_count{stage=\"message\"} 1",
          "msa_milter_stage_duration_seconds_bucket{stage=\"message\",le=\"+Inf\"} 1",
          "msa_milter_message_size_bytes_bucket{le=\"1024.0\"} 1",
          "msa_milter_audit_write_duration_seconds_count 1",
          "msa_milter_audit_records_total{action=\"accepted\"} 1",
          "msa_milter_dkim_unsigned_total{reason=\"not_signed\"} 1",
          "msa_milter_table_lookup_duration_seconds_count{table=\"staff\"} ",
          "msa_milter_table_up{table=\"staff\"} 1", "msa_milter_audit_sequence ",
          "msa_milter_worker_threads ", "msa_milter_worker_threads_busy 0"}) {
        BOOST_TEST(has(text, '\n' + line), line);
    }
}

BOOST_AUTO_TEST_CASE(name_limits_and_never_whom_they_limit) {
    const Measured measured(staff_rules() +
                            "[check.message_rate]\naction = \"defer\"\nmessages = 1\nper = 60\n");
    MilterClient client(measured.daemon.socket());
    client.greet();
    BOOST_TEST(client.submit(honest_mail()).is_accepted());
    BOOST_TEST(!client.submit(honest_mail()).is_accepted());
    const auto text = measured.get("/metrics");
    BOOST_TEST(
        has(text, "msa_milter_limit_decisions_total{limit=\"1/60s\",decision=\"admitted\"} 1\n"));
    BOOST_TEST(
        has(text, "msa_milter_limit_decisions_total{limit=\"1/60s\",decision=\"refused\"} 1\n"));
    BOOST_TEST(has(text, "msa_milter_limit_backend_errors_total 0\n"));
    BOOST_TEST(!has(text, "alice"));
}

BOOST_AUTO_TEST_CASE(are_only_read) {
    const Measured measured;
    BOOST_TEST(has(measured.answer("POST /metrics HTTP/1.1\r\nHost: x\r\nContent-Length: "
                                   "1000000000\r\n\r\n"),
                   "HTTP/1.1 405"));
    BOOST_TEST(has(measured.answer("DELETE /metrics HTTP/1.0\r\n\r\n"), " 405 "));
}

BOOST_AUTO_TEST_CASE(take_no_memory_for_huge_requests) {
    const Measured measured;
    BOOST_TEST(has(measured.get("/metrics"), "200"));
    const auto before = measured.daemon.resident();
    for (int count = 0; count < 5; ++count) {
        (void)measured.answer("GET /" + std::string(4'000'000, 'x'));
        (void)measured.answer("GET / HTTP/1.1\r\nX: " + std::string(4'000'000, 'x'));
    }
    BOOST_TEST(measured.daemon.resident() < before + 8192);
    BOOST_TEST(answers(measured.daemon.socket()));
}

BOOST_AUTO_TEST_CASE(take_no_memory_for_those_who_do_not_read) {
    const Measured measured;
    BOOST_TEST(has(measured.get("/metrics"), "200"));
    const auto before = measured.daemon.resident();
    std::string requests;
    for (int count = 0; count < 200; ++count) {
        requests += "GET /metrics HTTP/1.1\r\nHost: x\r\n\r\n";
    }
    std::vector<msa::FileDescriptor> crowd;
    for (int count = 0; count < 60; ++count) {
        crowd.push_back(measured.visitor());
        (void)::send(crowd.back().get(), requests.data(), requests.size(),
                     MSG_NOSIGNAL | MSG_DONTWAIT);
    }
    BOOST_TEST(answers(measured.daemon.socket()));
    BOOST_TEST(measured.daemon.resident() < before + 8192);
    crowd.clear();
    BOOST_TEST(comes_true([&] { return has(measured.get("/metrics"), "200"); }));
}

BOOST_AUTO_TEST_CASE(are_what_their_manual_lists) {
    const Measured measured;
    MilterClient client(measured.daemon.socket());
    client.greet();
    BOOST_TEST(client.submit(honest_mail()).is_accepted());
    const auto manual = run({"reference", "--format", "metrics"}).out;
    std::istringstream lines(measured.get("/metrics"));
    std::size_t samples = 0;
    for (std::string line; std::getline(lines, line);) {
        static const std::regex sample(R"(([a-z_]+)(?:\{(.*)\})? \S+)");
        std::smatch parts;
        if (line.starts_with('#') || !std::regex_match(line, parts, sample)) {
            continue;
        }
        std::string names;
        static const std::regex label(R"re(([a-z]+)="(?:[^"\\]|\\.)*")re");
        const std::string labels = parts[2];
        for (std::sregex_iterator each(labels.begin(), labels.end(), label), end; each != end;
             ++each) {
            if ((*each)[1] != "le") {
                names += (names.empty() ? "" : ", ") + (*each)[1].str();
            }
        }
        static const std::regex part("_(bucket|sum|count)$");
        const auto is_told = [&](const std::string& name) {
            return has(manual, ".BR " + name + " \" (counter" + (names.empty() ? "" : "; ") +
                                   names + ')') ||
                   has(manual,
                       ".BR " + name + " \" (gauge" + (names.empty() ? "" : "; ") + names + ')') ||
                   has(manual, ".BR " + name + " \" (histogram" + (names.empty() ? "" : "; ") +
                                   names + ')');
        };
        BOOST_TEST((is_told(parts[1]) || is_told(std::regex_replace(parts[1].str(), part, ""))),
                   line);
        ++samples;
    }
    BOOST_TEST(samples > 100U);
}

BOOST_AUTO_TEST_CASE(do_not_keep_the_mail_waiting) {
    const Measured measured;
    std::vector<msa::FileDescriptor> crowd;
    const auto before = measured.daemon.descriptors();
    for (int count = 0; count < 500; ++count) {  // that read nothing and say nothing whole
        crowd.push_back(measured.visitor());
        (void)::send(crowd.back().get(), "GET /metrics HT", 15, MSG_NOSIGNAL);
    }
    BOOST_TEST(answers(measured.daemon.socket()));
    BOOST_TEST(measured.daemon.descriptors() <= before + 40);
    crowd.clear();
    BOOST_TEST(has(measured.get("/metrics"), "200"));
}

BOOST_AUTO_TEST_SUITE_END()

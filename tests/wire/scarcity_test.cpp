// A daemon without descriptors or threads: mail is put off, nothing spins, and all goes on later.
#include "base/text.h"
#include "wire/daemon.h"
#include "wire/milter_client.h"
#include "wire/packet_stream.h"
#include "wire/patience.h"

#include <chrono>
#include <future>
#include <memory>
#include <string>
#include <string_view>
#include <thread>
#include <vector>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>
#include <sys/resource.h>

using namespace msa::wire;
using std::chrono::seconds;

namespace {

constexpr rlim_t few = 64;

constexpr std::string_view no_thread =
    "event=threads error=\"Resource temporarily unavailable\" times=";

Setup with_engine(const std::string& name) {
    Setup setup;
    setup.engine = name;
    return setup;
}

/// Connections that say nothing, until no more are taken.
std::vector<PacketStream> idle_connections(const Daemon& daemon) {
    std::vector<PacketStream> idle;
    while (idle.size() < few + 20) {
        idle.emplace_back(daemon.socket());
    }
    return idle;
}

/// The beginning of a packet: libmilter's worker waits for the rest of it.
PacketStream half_packet(const Daemon& daemon) {
    PacketStream stream(daemon.socket());
    stream.send_octets(std::string(2, '\0'));
    stream.flush();
    return stream;
}

bool takes_mail(const Daemon& daemon) {
    try {
        MilterClient client(daemon.socket());
        client.greet();
        return client.submit(honest_mail()).is_accepted();
    } catch (const ConnectionLost&) {
        return false;
    }
}

}  // namespace

BOOST_AUTO_TEST_SUITE(scarcity)

BOOST_DATA_TEST_CASE(without_descriptors_connections_are_closed_and_later_mail_goes_on,
                     boost::unit_test::data::make({"libmilter", "native"}), engine) {
    const Daemon daemon(with_engine(engine));
    BOOST_TEST(takes_mail(daemon));
    const auto descriptors = daemon.descriptors();
    daemon.limit(RLIMIT_NOFILE, few);
    MilterClient early(daemon.socket());
    early.greet();
    {
        auto idle = idle_connections(daemon);
        BOOST_TEST(daemon.logs("event=accept error=\"Too many open files\""));
        BOOST_TEST(idle.back().is_closed_by_peer());
        const auto used = daemon.processor_time();
        std::this_thread::sleep_for(seconds(2));  // what is measured
        BOOST_TEST((daemon.processor_time() - used).count() < 500);
        // A session that is there has what it needs: files to open, a record to write.
        BOOST_TEST(early.submit(honest_mail()).is_accepted());
        BOOST_TEST(msa::occurrences(daemon.log(), "event=accept") == 1U);
    }
    BOOST_TEST(comes_true([&] { return takes_mail(daemon); }));
    early.quit();
    early.stream().close();
    BOOST_TEST(comes_true([&] { return daemon.descriptors() <= descriptors; }));
}

BOOST_DATA_TEST_CASE(without_threads_sessions_wait_for_those_there_are,
                     boost::unit_test::data::make({"libmilter", "native"}), engine) {
    const Daemon daemon(with_engine(engine));
    BOOST_TEST(takes_mail(daemon));
    const auto descriptors = daemon.descriptors();
    daemon.limit(RLIMIT_NPROC, 1);
    std::vector<PacketStream> busy;
    const auto is_short = [&] {
        busy.push_back(half_packet(daemon));
        return msa::occurrences(daemon.log(), no_thread) != 0;
    };
    if (std::string_view(engine) == "libmilter") {  // the other one needs no thread for a session
        BOOST_TEST(comes_true(is_short));
    }
    std::vector<std::future<bool>> later(4);
    for (auto& each : later) {
        each = std::async(std::launch::async, [&] { return takes_mail(daemon); });
    }
    const auto used = daemon.processor_time();
    std::this_thread::sleep_for(seconds(1));  // what is measured
    BOOST_TEST((daemon.processor_time() - used).count() < 500);
    busy.clear();
    for (auto& each : later) {
        BOOST_TEST(each.get());
    }
    BOOST_TEST(takes_mail(daemon));
    BOOST_TEST(comes_true([&] { return daemon.descriptors() <= descriptors; }));
}

BOOST_DATA_TEST_CASE(without_threads_steps_that_wait_hold_others_up_and_no_more,
                     boost::unit_test::data::make({"libmilter", "native"}), engine) {
    Setup setup = with_engine(engine);
    setup.settings = "resolver = [\"127.0.0.1@" + std::to_string(free_port()) +
                     "\"]\nresolver_timeout = 1\nresolver_deadline = 1\n";
    setup.rules += "[check.domain_dns]\naction = \"reject\"\n";
    const Daemon daemon(setup);
    daemon.limit(RLIMIT_NPROC, 1);
    std::vector<std::future<Answer>> answers(6);
    for (auto& each : answers) {
        each = std::async(std::launch::async, [&] {
            MilterClient client(daemon.socket());
            client.greet();
            const Answer answer = client.mail("<>");
            return answer + client.recipient("<bob@mail.example>");
        });
    }
    for (auto& each : answers) {
        BOOST_TEST(each.get().substr(0, 9) == "451 4.4.3");
    }
    if (std::string_view(engine) == "native") {  // libmilter's workers may have been enough
        BOOST_TEST(daemon.logs(no_thread));
    }
}

BOOST_AUTO_TEST_CASE(where_too_few_descriptors_are_allowed_the_start_says_so) {
    const Daemon daemon;
    Setup setup;
    setup.before = "ulimit -n 300";
    const Daemon limited(setup);
    BOOST_TEST(limited.logs("event=limits descriptors=300 warning="));
    BOOST_TEST(daemon.log().find("event=limits") == std::string::npos);
    BOOST_TEST(takes_mail(limited));
}

BOOST_AUTO_TEST_SUITE_END()

// Both engines side by side: the same sessions get the same octets back, in the same order, however
// they arrive.
#include "base/text.h"
#include "wire/daemon.h"
#include "wire/packet_stream.h"

#include <cstdint>
#include <random>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include <boost/test/unit_test.hpp>
#include <libmilter/mfdef.h>

using namespace msa::wire;
using namespace std::string_literals;

namespace {

using Random = std::mt19937;

std::uint32_t below(Random& random, std::uint32_t limit) {
    return static_cast<std::uint32_t>(random() % limit);
}

bool happens(Random& random, std::uint32_t percent) {
    return below(random, 100) < percent;
}

template <class T>
const T& one_of(Random& random, const std::vector<T>& choice) {
    return choice[below(random, static_cast<std::uint32_t>(choice.size()))];
}

std::string packet(char command, std::string_view data = {}) {
    return network_order(static_cast<std::uint32_t>(data.size() + 1)) + command + std::string(data);
}

/// What an MTA sends, and after which of its packets it waits for an answer: none where it was
/// agreed that there is none.
struct Script {
    struct Step {
        std::string octets;
        bool is_answered = false;
        bool is_end = false;  // of a message: the answer comes after the edits
    };
    std::vector<Step> steps;
    std::uint32_t silence = 0;  // SMFIP_NR_* that the MTA knows

    void say(const std::string& octets) { steps.push_back({octets, false, false}); }
    void ask(const std::string& octets) { steps.push_back({octets, true, false}); }
    void step(const std::string& octets, std::uint32_t silent_bit) {
        steps.push_back({octets, (silence & silent_bit) == 0, false});
    }
};

struct MtaKind {
    std::uint32_t version;
    std::uint32_t actions;
    std::uint32_t steps;
    std::string name;
};

const std::vector<MtaKind>& mta_kinds() {
    static const std::vector<MtaKind> kinds{{6, 0x1ff, 0x1fffff, "Postfix 3.7.11"},
                                            {6, 0x1ff, 0x1fffff, "8.17.1"},
                                            {6, 0x13f, 0x0ff3ff, "8.17.1"},
                                            {6, 0x1f, 0x1003ff, "Postfix 3.7.11"},
                                            {4, 0x3f, 0x3ff, "8.13.8"},
                                            {2, 0x3f, 0x7f, "Postfix 2.6"}};
    return kinds;
}

void add_header(Random& random, Script& script) {
    const std::vector<std::string> fields{"From\0 alice@example.com\0"s,
                                          "From\0 Bob <bob@example.com>\0"s,
                                          "To\0 x@example.net\0"s,
                                          "Bcc\0 y@example.net\0"s,
                                          "Subject\0\0"s,
                                          "Subject\0 a\n b\0"s,
                                          "Date\0 Fri, 21 Nov 1997 09:55:06 -0600\0"s,
                                          "Message-ID\0 <1@example.com>\0"s,
                                          "X-Long\0 "s + std::string(70000, 'x') + '\0',
                                          "X\0a\0b\0"s};
    for (std::uint32_t i = below(random, 6); i != 0; --i) {
        script.step(packet('L', one_of(random, fields)), SMFIP_NR_HDR);
    }
    if (happens(random, 80)) {
        script.step(packet('L', fields.front()), SMFIP_NR_HDR);
    }
    script.step(packet('N'), SMFIP_NR_EOH);
}

void add_message(Random& random, Script& script, std::uint32_t id) {
    const std::string queue_id = "i\0Q"s + std::to_string(id) + '\0';
    const std::string login =
        happens(random, 85) ? "{auth_authen}\0alice\0{auth_type}\0PLAIN\0"s : ""s;
    script.say(packet('D', "M"s + queue_id + login +
                               "{tls_version}\0TLSv1.3\0{mail_addr}\0alice@example.com\0"s));
    const std::vector<std::string> senders{"<alice@example.com>\0"s, "<alice@example.com>\0"s,
                                           "<alice@example.com>\0SIZE=10\0"s,
                                           "<bob@example.com>\0"s, "nonsense\0"s};
    script.ask(packet('M', one_of(random, senders)));
    if (happens(random, 10)) {
        script.say(packet('A'));
        return;
    }
    script.steps.push_back({});  // what follows depends on the answer
    for (std::uint32_t i = 1 + below(random, 3); i != 0; --i) {
        script.say(packet('D', "R{rcpt_addr}\0x@example.net\0"s));
        script.ask(packet('R', happens(random, 90) ? "<x@example.net>\0"s : "<@>\0"s));
    }
    if (happens(random, 5)) {
        script.say(packet('A'));
        return;
    }
    if ((script.silence & SMFIP_NR_CONN) == 0) {  // an old one
        script.ask(packet('T'));
    }
    add_header(random, script);
    for (std::uint32_t i = below(random, 3); i != 0; --i) {
        script.step(packet('B', std::string(1 + below(random, 65535), 'b') + "\r\n"),
                    SMFIP_NR_BODY);
    }
    script.say(packet('D', "E"s + queue_id));
    script.steps.push_back({packet('E'), true, true});
}

Script session(Random& random) {
    const MtaKind& kind = one_of(random, mta_kinds());
    Script script;
    script.silence = kind.steps;
    script.ask(packet('O', network_order(kind.version) + network_order(kind.actions) +
                               network_order(kind.steps)));
    script.say(packet('D', "Cv\0"s + kind.name + "\0j\0mx.example.com\0"s));
    script.step(packet('C', "client\0004\0\031192.0.2.1\0"s), SMFIP_NR_CONN);
    script.step(packet('H', "client\0"s), SMFIP_NR_HELO);
    for (std::uint32_t i = 1 + below(random, 3); i != 0; --i) {
        add_message(random, script, i);
    }
    script.say(packet('Q'));
    return script;
}

/// Sends octets in pieces: all at once, one at a time, or of any size.
void send(Random& random, PacketStream& stream, const std::string& octets) {
    const std::uint32_t most = one_of(random, std::vector<std::uint32_t>{1, 7, 100000, 100000});
    for (std::size_t at = 0; at < octets.size();) {
        const std::size_t size = octets.size() > 1000 ? 100000 : 1 + below(random, most);
        stream.send_octets(octets.substr(at, size));
        stream.flush();
        at += size;
    }
}

bool is_final(char command) {
    return std::string_view("cartyf").find(command) != std::string_view::npos;
}

/// What differs between any two sessions: their names, random identifiers and the time.
std::string comparable(const Packet& packet) {
    std::string text = packet.command + msa::printable(packet.data, packet.data.size());
    const auto session = text.find("session ");
    if (session != std::string::npos) {
        text.erase(session, "session "s.size() + 16);
    }
    const bool is_made =
        text.find("Message-ID") != std::string::npos || text.find("Date") != std::string::npos;
    return is_made ? text.substr(0, 8) : text;
}

/// All answers, a line each.
std::string played(const std::string& socket, const Script& script, std::uint32_t seed) {
    Random random(seed);
    PacketStream stream(socket);
    std::string answers;
    std::string unsent;
    bool is_refused = false;
    char last = 'c';
    for (const auto& step : script.steps) {
        if (step.octets.empty()) {
            is_refused = last != 'c';
            continue;
        }
        if (is_refused && step.octets[4] != 'Q' && step.octets[4] != 'M' &&
            step.octets.compare(4, 2, "DM") != 0) {
            continue;
        }
        is_refused = false;
        unsent += step.octets;
        if (!step.is_answered) {
            continue;
        }
        send(random, stream, std::exchange(unsent, {}));
        do {
            const Packet answer = stream.receive();
            answers += comparable(answer) + '\n';
            last = answer.command;
        } while (step.is_end && !is_final(last));
    }
    send(random, stream, unsent);
    return answers;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(engines)

BOOST_AUTO_TEST_CASE(both_engines_say_the_same) {
    const Daemon reference({.settings = {}, .engine = "libmilter"});
    const Daemon native({.settings = {}, .engine = "native"});
    for (std::uint32_t seed = 1; seed <= 300; ++seed) {
        Random random(seed);
        const Script script = session(random);
        BOOST_TEST_CONTEXT("seed " << seed) {
            try {
                const std::string expected = played(reference.socket(), script, seed);
                BOOST_TEST(played(native.socket(), script, seed) == expected);
            } catch (const ConnectionLost& lost) {
                BOOST_ERROR(lost.what());
            }
        }
    }
}

BOOST_AUTO_TEST_SUITE_END()

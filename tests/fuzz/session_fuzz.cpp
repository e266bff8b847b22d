// Sessions of the native engine with whoever speaks: every packet in every order, count and length,
// split anywhere. Whatever comes, what goes out are whole packets, no message is accepted without
// its record, and the session ends.
//
// The input is read as whether there are checks, then steps of two octets and what they ask for:
// what is sent, and how. Packets are those of an honest session, cut, lengthened, repeated, or
// plain octets.
#include "fuzz/require.h"
#include "milter/engine.h"
#include "milter/native/dialogue.h"
#include "unit/milter/memory_daemon.h"

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>
#include <string_view>
#include <utility>

using namespace std::string_view_literals;

namespace msa {

namespace {

struct Known {
    char command;
    std::string_view data;
};

// An honest session in its order, then what else an MTA knows.
constexpr std::array<Known, 27> known{{
    {'O', "\0\0\0\6\0\0\1\xff\0\x1f\xff\xff"sv},
    {'D', "Cv\0Postfix 3.7.11\0{daemon_name}\0submission\0"sv},
    {'C', "client\0004\0\031192.0.2.1\0"sv},
    {'H', "client\0"sv},
    {'D', "Mi\0Q1\0{auth_authen}\0alice\0{auth_type}\0PLAIN\0{tls_version}\0TLSv1.3\0"sv},
    {'M', "<alice@example.com>\0"sv},
    {'D', "R{rcpt_addr}\0rcpt@example.net\0"sv},
    {'R', "<rcpt@example.net>\0"sv},
    {'T', ""sv},
    {'L', "From\0 alice@example.com\0"sv},
    {'L', "Date\0 Thu, 26 Nov 2026 10:00:00 +0000\0"sv},
    {'L', "To\0 rcpt@example.net\0"sv},
    {'N', ""sv},
    {'B', "Hello.\r\n"sv},
    {'D', "Ei\0Q1\0"sv},
    {'E', ""sv},
    {'A', ""sv},
    {'K', ""sv},
    {'Q', ""sv},
    {'U', "NOOP"sv},
    {'O', "\0\0\0\2\0\0\0\x3f\0\0\0\x7f"sv},
    {'C', "client\0006\0\031IPv6:2001:db8::1\0"sv},
    {'C', "localhost\0U"sv},
    {'D', "Cv\0008.17.1\0"sv},
    {'M', "<alice@example.com>\0SIZE=100\0BODY=8BITMIME\0"sv},
    {'L', "Bcc\0 a@example.net,\n\tb@example.net\0"sv},
    {'E', "more of the body\r\n"sv},
}};
constexpr std::size_t honest = 16;

/// Without checks, so that messages are accepted; or with all of them.
MemoryDaemon& daemon(bool has_checks) {
    static auto& bare = *new MemoryDaemon;
    static auto& checked = *new MemoryDaemon(std::move(RuleSetBuilder().with_built_in_checks()));
    return has_checks ? checked : bare;
}

/// A packet whose length is what it says, or not.
std::string octets(char command, std::string_view data, std::uint32_t wrong_by) {
    std::string packet;
    append_octets(packet, command, data);
    const auto length = number_octets(static_cast<std::uint32_t>(data.size()) + 1 + wrong_by);
    packet.replace(0, length.size(), length.data(), length.size());
    return packet;
}

class Mta {
public:
    explicit Mta(std::string_view script)
        : script_(script), daemon_(daemon(octet() % 2 == 1)), dialogue_(daemon_.daemon, -1) {
        daemon_.audit.records.clear();
    }

    void run() {
        while (!script_.empty() && !is_over_) {
            step();
        }
    }
    void check() const {
        const auto accepted = std::count_if(
            daemon_.audit.records.begin(), daemon_.audit.records.end(),
            [](const auto& record) { return record.disposition == Disposition::accepted; });
        require(accepted >= ends_accepted_, "what is accepted has its record");
    }

private:
    std::uint8_t octet() {
        if (script_.empty()) {
            return 0;
        }
        const auto first = static_cast<std::uint8_t>(script_.front());
        script_.remove_prefix(1);
        return first;
    }
    std::string_view text() {
        const auto part = script_.substr(0, octet());
        script_.remove_prefix(std::min(part.size(), script_.size()));
        return part;
    }

    void step() {
        const auto what = octet();
        const auto how = octet();
        const auto& packet = known[what % known.size()];
        switch (how % 12) {
            case 0:
            case 1:
            case 2: send(octets(packet.command, packet.data, 0)); break;
            case 3: send_session(); break;
            case 4: send(octets(packet.command, packet.data.substr(0, octet()), 0)); break;
            case 5:
                send(octets(packet.command, std::string(packet.data) + std::string(text()), 0));
                break;
            case 6: send(octets(packet.command, text(), 0)); break;
            case 7: send(octets(static_cast<char>(what), text(), 0)); break;
            case 8: send(text()); break;
            case 9:
                send(octets(packet.command, packet.data, how > 127 ? ~std::uint32_t{0} : how));
                break;
            case 10:
                send(octets(packet.command,
                            std::string(std::size_t{octet()} * 300, static_cast<char>(what)), 0));
                break;
            default:
                for (int i = octet(); i > 0 && !is_over_; --i) {
                    send(octets(packet.command, packet.data, 0));
                }
        }
    }

    void send_session() {
        const std::size_t first = octet() % honest;
        const std::size_t end = std::max<std::size_t>(first, octet() % (honest + 1));
        std::string all;
        for (std::size_t i = first; i < end; ++i) {
            all += octets(known[i].command, known[i].data, 0);
        }
        send(all);
    }

    /// In pieces, as the network may have it.
    void send(std::string_view sent) {
        const std::size_t piece = octet() % 3 == 0 ? 1U + octet() : sent.size();
        while (!sent.empty() && !is_over_) {
            input_ += sent.substr(0, piece);
            sent.remove_prefix(std::min(piece, sent.size()));
            take();
        }
    }

    /// As the event loop does.
    void take() {
        while (!is_over_) {
            const auto size = packet_size(input_);
            if (size && *size > longest_packet) {
                is_over_ = true;
            }
            if (is_over_ || !size || *size > input_.size()) {
                return;
            }
            const std::string whole = input_.substr(0, *size);
            input_.erase(0, *size);
            const auto packet = packet_in(whole);
            std::string output;
            is_over_ = !packet || !is_taken(*packet, output);
            if (packet) {
                look_at(*packet, output);
            }
        }
    }

    bool is_taken(const Packet& packet, std::string& output) {
        try {
            return dialogue_.take(packet, output);
        } catch (const std::exception&) {
            return false;
        }
    }

    void look_at(const Packet& packet, std::string_view output) {
        char last = 0;
        while (!output.empty()) {
            const auto size = packet_size(output);
            require(size && *size <= output.size(), "whole packets go out");
            const auto answer = packet_in(output.substr(0, *size));
            require(answer.has_value(), "packets that go out have a command");
            last = answer->command;
            output.remove_prefix(*size);
        }
        if (packet.command == 'E' && (last == 'c' || last == 'a')) {
            ++ends_accepted_;
        }
    }

    std::string_view script_;
    MemoryDaemon& daemon_;
    std::string input_;
    bool is_over_ = false;
    std::ptrdiff_t ends_accepted_ = 0;
    Dialogue dialogue_;
};

}  // namespace

}  // namespace msa

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    msa::Mta mta(std::string_view(reinterpret_cast<const char*>(data), size));
    mta.run();
    mta.check();
    return 0;
}

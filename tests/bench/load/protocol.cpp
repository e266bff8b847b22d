#include "load/protocol.h"

#include <algorithm>
#include <stdexcept>
#include <utility>

namespace msa::bench {
namespace {

constexpr std::uint32_t version = 6;
constexpr std::uint32_t all_actions = 0x1ff;
constexpr std::uint32_t all_steps = 0x1fffff;
constexpr std::size_t longest_chunk = 65535;

/// A step, the bit that leaves it out, the bit that leaves its answer out, and its stage of macros.
struct Step {
    char command;
    std::uint32_t left_out;
    std::uint32_t unanswered;
    std::uint32_t stage;
    const char* macros;  // those that Postfix sends where nobody asks
};
constexpr Step connect_step{'C', 0x1, 0x1000, 0, "j {daemon_name} {daemon_addr} v _"};
constexpr Step helo_step{'H', 0x2, 0x2000, 1, "{tls_version} {cipher} {cipher_bits}"};
constexpr Step mail_step{'M', 0x4, 0x4000, 2,
                         "i {auth_type} {auth_authen} {mail_addr} {mail_host} {mail_mailer}"};
constexpr Step recipient_step{'R', 0x8, 0x8000, 3, "i {rcpt_addr} {rcpt_host} {rcpt_mailer}"};
constexpr Step data_step{'T', 0x200, 0x10000, 4, "i"};
constexpr Step header_step{'L', 0x20, 0x80, 6, "i"};
constexpr Step end_of_header_step{'N', 0x40, 0x40000, 6, "i"};
constexpr Step body_step{'B', 0x10, 0x80000, 6, "i"};
constexpr Step end_step{'E', 0, 0, 5, "i"};
constexpr std::uint32_t leading_space = 0x100000;

std::string network_order(std::uint32_t number) {
    std::string octets;
    for (int shift = 24; shift >= 0; shift -= 8) {
        octets += static_cast<char>(number >> shift & 0xffU);
    }
    return octets;
}

std::uint32_t host_order(std::string_view octets) {
    std::uint32_t number = 0;
    for (const char c : octets.substr(0, 4)) {
        number = number << 8U | static_cast<unsigned char>(c);
    }
    return number;
}

/// Postfix names the queue file once it is there: behind the first recipient.
bool knows_queue_id(const Step& step) {
    return step.stage >= data_step.stage;
}

std::string value_of(std::string_view macro, const Mail& mail) {
    static const std::map<std::string, std::string, std::less<>> values{
        {"j", "msa.example.com"},
        {"v", "Postfix 3.7.11"},
        {"_", "client.example.org [192.0.2.7]"},
        {"i", "4bQz1x0000z1"},
        {"{daemon_name}", "submission"},
        {"{daemon_addr}", "192.0.2.25"},
        {"{daemon_port}", "587"},
        {"{client_addr}", "192.0.2.7"},
        {"{client_name}", "client.example.org"},
        {"{client_port}", "40000"},
        {"{tls_version}", "TLSv1.3"},
        {"{cipher}", "TLS_AES_256_GCM_SHA384"},
        {"{cipher_bits}", "256"},
        {"{auth_type}", "PLAIN"},
        {"{mail_host}", "relay.example.net"},
        {"{mail_mailer}", "smtp"},
        {"{rcpt_addr}", "bob@example.net"},
        {"{rcpt_host}", "example.net"},
        {"{rcpt_mailer}", "smtp"}};
    if (macro == "{auth_authen}") {
        return mail.login;
    }
    if (macro == "{mail_addr}") {
        return mail.sender;
    }
    const auto found = values.find(macro);
    return found == values.end() ? std::string() : found->second;
}

/// Postfix sends it before every event, even one without any value; an empty list is none to it.
std::string macros_for(const Step& step, const Agreement& agreement, const Mail& mail) {
    const auto asked = agreement.macros.find(step.stage);
    const bool is_asked = asked != agreement.macros.end() && !asked->second.empty();
    const std::string names = is_asked ? asked->second : step.macros;
    std::string data(1, step.command);
    for (std::size_t begin = 0; begin < names.size();) {
        const auto end = std::min(names.find(' ', begin), names.size());
        const auto name = names.substr(begin, end - begin);
        const auto value = name == "i" && !knows_queue_id(step) ? "" : value_of(name, mail);
        if (!value.empty()) {
            data.append(name).append(1, '\0').append(value).append(1, '\0');
        }
        begin = end + 1;
    }
    return packet('D', data);
}

/// Turns in the making.
class Script {
public:
    Script(const Agreement& agreement, const Mail& mail) : agreement_(agreement), mail_(mail) {}

    void add(const Step& step, std::string_view data) {
        if ((agreement_.steps & step.left_out) != 0) {
            return;
        }
        turn_.octets += macros_for(step, agreement_, mail_) + packet(step.command, data);
        if ((agreement_.steps & step.unanswered) == 0) {
            turn_.is_answered = true;
            turn_.is_body = step.command == body_step.command;
            turn_.is_end = step.command == end_step.command;
            turns_.push_back(std::exchange(turn_, Turn()));
        }
    }
    [[nodiscard]] std::vector<Turn> turns() && {
        if (!turn_.octets.empty()) {
            turns_.push_back(std::move(turn_));
        }
        return std::move(turns_);
    }

private:
    const Agreement& agreement_;
    const Mail& mail_;
    Turn turn_;
    std::vector<Turn> turns_;
};

}  // namespace

std::string packet(char command, std::string_view data) {
    return network_order(static_cast<std::uint32_t>(data.size() + 1)) + command + std::string(data);
}

std::string offer() {
    return packet('O',
                  network_order(version) + network_order(all_actions) + network_order(all_steps));
}

Agreement Agreement::parse(std::string_view data) {
    if (data.size() < 12) {
        throw std::runtime_error("the milter does not negotiate");
    }
    Agreement agreement{.steps = host_order(data.substr(8)), .macros = {}};
    for (data.remove_prefix(12); data.size() > 4;) {
        const auto end = std::min(data.find('\0', 4), data.size());
        agreement.macros[host_order(data)] = data.substr(4, end - 4);
        data.remove_prefix(std::min(end + 1, data.size()));
    }
    return agreement;
}

std::vector<std::pair<std::string, std::string>> fields_of(const Mail& mail) {
    return {{"Date", "Sat, 21 Nov 2026 12:00:00 +0000"},
            {"From", "Alice Example <" + mail.sender + ">"},
            {"To", "Bob <bob@example.net>, Carol <carol@example.net>"},
            {"Cc", "Dan <dan@example.org>"},
            {"Subject", "Figures for the second quarter, with a line that is folded\n once"},
            {"Message-ID", "<20261121120000.1234@client.example.org>"},
            {"In-Reply-To", "<20261120110000.1233@client.example.org>"},
            {"References", "<1@client.example.org>\n <20261120110000.1233@client.example.org>"},
            {"MIME-Version", "1.0"},
            {"Content-Type", "text/plain; charset=utf-8"},
            {"Content-Transfer-Encoding", "7bit"},
            {"User-Agent", "Mail/1.0"}};
}

std::string body_of(const Mail& mail) {
    const std::string line = "The figures of this month are better than those of the last one.\r\n";
    std::string body;
    while (body.size() + line.size() <= mail.body) {
        body += line;
    }
    return body;
}

std::string abort() {
    return packet('A');
}

std::vector<Turn> opening(const Agreement& agreement, const Mail& mail) {
    using namespace std::string_literals;
    Script script(agreement, mail);
    script.add(connect_step, "client.example.org\0"s + "4\x9c\x40"s + "192.0.2.7\0"s);
    script.add(helo_step, "client.example.org\0"s);
    return std::move(script).turns();
}

std::vector<Turn> message(const Agreement& agreement, const Mail& mail) {
    using namespace std::string_literals;
    Script script(agreement, mail);
    script.add(mail_step, '<' + mail.sender + ">\0SIZE=5000\0"s);
    script.add(recipient_step, "<bob@example.net>\0"s);
    script.add(data_step, {});
    for (const auto& [name, value] : fields_of(mail)) {
        const bool is_led = (agreement.steps & leading_space) != 0;
        std::string field = name;
        field.append(1, '\0').append(is_led ? " " : "").append(value).append(1, '\0');
        script.add(header_step, field);
    }
    script.add(end_of_header_step, {});
    const auto body = body_of(mail);
    for (std::size_t begin = 0; begin < body.size(); begin += longest_chunk) {
        script.add(body_step, body.substr(begin, longest_chunk));
    }
    script.add(end_step, {});
    return std::move(script).turns();
}

}  // namespace msa::bench

// The MTA's side of the protocol, see milter_client.h.
#include "wire/milter_client.h"

#include "base/text.h"

#include <algorithm>
#include <atomic>
#include <utility>

namespace msa::wire {

namespace {

constexpr std::uint32_t leading_space = 0x100000;
constexpr std::uint32_t no_reply_header = 0x80;
constexpr std::uint32_t no_reply_end_of_headers = 0x40000;
constexpr std::uint32_t no_reply_connect = 0x1000;
constexpr std::uint32_t no_reply_helo = 0x2000;
constexpr std::uint32_t no_reply_body = 0x80000;
constexpr std::size_t longest_chunk = 65535;

// RFC 3461, 4; Sendmail does this to {auth_authen}.
std::string xtext(std::string_view text) {
    constexpr std::string_view digits = "0123456789ABCDEF";
    std::string result;
    for (const char c : text) {
        const auto value = static_cast<unsigned char>(c);
        if (value > ' ' && value < 0x7f && c != '+' && c != '=' && c != '<' && c != '>') {
            result += c;
        } else {
            result += {'+', digits[value >> 4U], digits[value & 0xFU]};
        }
    }
    return result;
}

// A reply comes as a format: `%%` means one.
std::string without_format(std::string_view text) {
    std::string result;
    for (std::size_t i = 0; i < text.size() && text[i] != '\0'; ++i) {
        i += text[i] == '%' ? 1U : 0U;
        result += i < text.size() ? text[i] : '?';
    }
    return result;
}

Answer answer_of(const Packet& packet) {
    switch (packet.command) {
        case 'c': return "";
        case 'a': return "accept";
        case 'r': return "reject";
        case 't': return "tempfail";
        case 'y': return without_format(packet.data);
        default: return std::string("packet ") + packet.command;
    }
}

std::string bare(std::string_view path) {
    return path.starts_with('<') && path.ends_with('>')
               ? std::string(path.substr(1, path.size() - 2))
               : std::string(path);
}

int next_port() {
    static std::atomic<int> last = 10000;
    return ++last;
}

}  // namespace

Profile postfix() {
    return {};
}

Profile sendmail() {
    return {.flavour = Flavour::sendmail};
}

Profile old_mta() {
    return {.version = 2, .actions = 0x1f, .steps = 0x7f};
}

MilterClient::MilterClient(const std::string& socket, Profile profile)
    : profile_(profile), client_port_(next_port()), stream_(socket) {
    const bool is_postfix = profile.flavour == Flavour::postfix;
    macros = {{"j", "msa.example.com"},
              {"_", "client.example.org [192.0.2.7]"},
              {"v", is_postfix ? "Postfix 3.7.11" : "8.17.1.9"},
              {"{daemon_name}", "submission"},
              {"{daemon_port}", "587"},
              {"{client_addr}", "192.0.2.7"},
              {"{client_name}", "client.example.org"},
              {"{client_port}", std::to_string(client_port_)},
              {"{tls_version}", "TLSv1.3"},
              {"{cipher}", "TLS_AES_256_GCM_SHA384"},
              {"{cipher_bits}", "256"},
              {"{auth_type}", "PLAIN"}};
    negotiate();
}

void MilterClient::negotiate() {
    stream_.send('O', network_order(profile_.version) + network_order(profile_.actions) +
                          network_order(profile_.steps));
    const Packet answer = stream_.receive();
    std::string_view rest = answer.data;
    if (answer.command != 'O' || rest.size() < 12) {
        throw ConnectionLost("no negotiation");
    }
    actions_ = host_order(rest.substr(4));
    steps_ = host_order(rest.substr(8));
    rest.remove_prefix(12);
    while (rest.size() > 4) {
        const auto stage = static_cast<MacroStage>(host_order(rest));
        const auto end = rest.find('\0', 4);
        asked_[stage] = rest.substr(4, end - 4);
        rest.remove_prefix(end + 1);
    }
}

void MilterClient::greet() {
    if (!connect("client.example.org", "192.0.2.7").empty() ||
        !helo("client.example.org").empty()) {
        throw ConnectionLost("refused before MAIL");
    }
}

Answer MilterClient::connect(std::string_view host, std::string_view address) {
    send_macros('C', MacroStage::connect);
    std::string data(host);
    data += '\0';
    data += address.find(':') == std::string_view::npos ? '4' : '6';
    data += {static_cast<char>(client_port_ / 256), static_cast<char>(client_port_ % 256)};
    data += address;
    data += '\0';
    return step('C', data, no_reply_connect);
}

Answer MilterClient::connect_locally() {
    send_macros('C', MacroStage::connect);
    const bool is_postfix = profile_.flavour == Flavour::postfix;
    return step('C',
                is_postfix ? std::string("localhost\0"
                                         "4\0\0"
                                         "127.0.0.1\0",
                                         23)
                           : std::string("localhost\0U", 11),
                no_reply_connect);
}

Answer MilterClient::helo(std::string_view name) {
    if (profile_.flavour == Flavour::postfix) {
        abort();  // it does so before each HELO
    }
    send_macros('H', MacroStage::helo);
    return step('H', std::string(name) + '\0', no_reply_helo);
}

Answer MilterClient::mail(const std::string& sender, const std::vector<std::string>& parameters) {
    const std::string next_id = "4Tq" + std::to_string(++messages_) + "Z";
    // Postfix has no queue id before it has accepted a recipient.
    queue_id_ = profile_.flavour == Flavour::sendmail ? next_id : "";
    macros["{mail_addr}"] = bare(sender);
    send_macros('M', MacroStage::mail);
    std::string data = sender + '\0';
    for (const std::string& parameter : parameters) {
        data += parameter + '\0';
    }
    return step('M', data);
}

Answer MilterClient::recipient(const std::string& recipient) {
    send_macros('R', MacroStage::recipient);
    Answer answer = step('R', recipient + '\0');
    if (answer.empty()) {
        queue_id_ = "4Tq" + std::to_string(messages_) + "Z";
    }
    return answer;
}

Answer MilterClient::header(const Field& field) {
    return step('L', field.name + '\0' + field.value + '\0', no_reply_header);
}

Answer MilterClient::end_of_headers() {
    send_macros('N', MacroStage::end_of_headers);
    return step('N', "", no_reply_end_of_headers);
}

Answer MilterClient::body(std::string_view octets) {
    while (!octets.empty()) {
        Answer answer = step('B', octets.substr(0, longest_chunk), no_reply_body);
        if (!answer.empty()) {
            return answer;
        }
        octets.remove_prefix(std::min(longest_chunk, octets.size()));
    }
    return "";
}

Answer MilterClient::end_of_message(MessageModel& message) {
    send_macros('E', MacroStage::end_of_message);
    stream_.send('E', "");
    for (;;) {
        const Packet packet = stream_.receive();
        if (packet.command != 'p' && !message.apply(packet)) {
            if (profile_.flavour == Flavour::postfix) {
                abort();  // it does so after each message
            }
            return answer_of(packet);
        }
    }
}

void MilterClient::abort() {
    stream_.send('A', "");
}

void MilterClient::quit() {
    stream_.send('Q', "");
    stream_.flush();
    stream_.close();
}

Ending MilterClient::submit(const Submission& submission) {
    Ending ending{.stage = "mail",
                  .answer = mail(submission.sender, submission.parameters),
                  .message = {profile_.flavour, submission.header, (steps_ & leading_space) != 0}};
    const auto next = [&ending](const char* stage) {
        const bool goes_on = ending.answer.empty();
        if (goes_on) {
            ending.stage = stage;
        }
        return goes_on;
    };
    for (const std::string& each : submission.recipients) {
        if (next("recipient")) {
            ending.answer = recipient(each);
        }
    }
    for (const Field& field : ending.message.shown()) {
        if (next("header")) {
            ending.answer = header(field);
        }
    }
    if (next("end of headers")) {
        ending.answer = end_of_headers();
    }
    if (next("body")) {
        ending.answer = body(submission.body);
    }
    if (next("end of message")) {
        ending.answer = end_of_message(ending.message);
    }
    return ending;
}

void MilterClient::send_macros(char command, MacroStage stage) {
    const auto asked = asked_.find(stage);
    const std::string names = asked == asked_.end() ? default_macros(stage) : asked->second;
    std::string data(1, command);
    for (const std::string_view name : split(names, ' ')) {
        if (const auto value = macro(std::string(name))) {
            data += std::string(name) + '\0' + *value + '\0';
        }
    }
    if (data.size() > 1 || profile_.flavour == Flavour::postfix) {
        stream_.send('D', data);
    }
}

std::optional<std::string> MilterClient::macro(const std::string& name) const {
    if (name == "i") {
        return queue_id_.empty() ? std::nullopt : std::optional(queue_id_);
    }
    if (name == "{auth_authen}" && macros.find(name) == macros.end() && !login.empty()) {
        return profile_.flavour == Flavour::sendmail ? xtext(login) : login;
    }
    if (name == "{auth_type}" && login.empty()) {
        return std::nullopt;
    }
    const auto found = macros.find(name);
    return found == macros.end() ? std::nullopt : std::optional(found->second);
}

// Without a list from the milter.
std::string MilterClient::default_macros(MacroStage stage) const {
    const bool is_postfix = profile_.flavour == Flavour::postfix;
    switch (stage) {
        case MacroStage::connect: return is_postfix ? "j {daemon_name} v _" : "j _ {daemon_name}";
        case MacroStage::helo: return "{tls_version} {cipher} {cipher_bits}";
        case MacroStage::mail: return "i {auth_type} {auth_authen} {mail_addr}";
        default: return is_postfix ? "i" : "";
    }
}

Answer MilterClient::step(char command, std::string_view data, std::uint32_t silent_bit) {
    stream_.send(command, data);
    if ((steps_ & silent_bit) != 0) {
        return "";
    }
    return answer_of(stream_.receive());
}

std::vector<Field> honest_header() {
    return {{"From", " Alice <alice@example.com>"},
            {"To", " rcpt@example.net"},
            {"Subject", " Greetings"},
            {"Date", " Sat, 21 Nov 2026 12:00:00 +0000"},
            {"Message-ID", " <1@example.com>"},
            {"MIME-Version", " 1.0"}};
}

Submission honest_mail() {
    return {.header = honest_header()};
}

}  // namespace msa::wire

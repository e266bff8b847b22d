// Plays the MTA towards the daemon: negotiates, sends the macros that were asked for and the steps
// of SMTP sessions, and shows the daemon's answers.
#pragma once

#include "wire/mta_model.h"
#include "wire/packet_stream.h"

#include <cstdint>
#include <map>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa::wire {

/// What an MTA offers at the start.
struct Profile {
    Flavour flavour = Flavour::postfix;
    std::uint32_t version = 6;
    std::uint32_t actions = 0x1ff;
    std::uint32_t steps = 0x1fffff;
};

[[nodiscard]] Profile postfix();
[[nodiscard]] Profile sendmail();
/// Protocol version 2: no macro lists, no leading space, an answer to every step.
[[nodiscard]] Profile old_mta();

/// The stages of macros, as they are numbered in the negotiation.
enum class MacroStage { connect, helo, mail, recipient, data, end_of_message, end_of_headers };

/// "" goes on; "accept"; the reply with which the client is refused; "reject" and "tempfail" where
/// the daemon left the words to the MTA.
using Answer = std::string;

/// How a whole message ended.
struct Ending {
    std::string stage;  // the one that refused; "end of message" where none did
    Answer answer;
    MessageModel message;

    [[nodiscard]] bool is_accepted() const { return answer.empty(); }
};

struct Submission {
    std::string sender = "<alice@example.com>";
    std::vector<std::string> parameters{};
    std::vector<std::string> recipients{"<rcpt@example.net>"};
    std::vector<Field> header;
    std::string body = "Hello.\r\n";
};

class MilterClient {
public:
    explicit MilterClient(const std::string& socket, Profile profile = postfix());

    /// Values of macros from now on, under their names in macro lists: `i`, `{mail_addr}`.
    std::map<std::string, std::string> macros;
    /// As the client typed it; what the macro says depends on the MTA. Empty: not authenticated.
    std::string login = "alice";

    /// connect and helo as an ordinary client.
    void greet();

    [[nodiscard]] Answer connect(std::string_view host, std::string_view address);
    /// As what a local program hands over is shown: Postfix as 127.0.0.1 without a port, Sendmail
    /// as no address at all.
    [[nodiscard]] Answer connect_locally();
    [[nodiscard]] Answer helo(std::string_view name);
    [[nodiscard]] Answer mail(const std::string& sender,
                              const std::vector<std::string>& parameters = {});
    [[nodiscard]] Answer recipient(const std::string& recipient);
    [[nodiscard]] Answer header(const Field& field);
    [[nodiscard]] Answer end_of_headers();
    [[nodiscard]] Answer body(std::string_view octets);
    /// Changes are applied to `message`.
    [[nodiscard]] Answer end_of_message(MessageModel& message);
    void abort();
    void quit();

    /// All of a message, in the session as it stands.
    [[nodiscard]] Ending submit(const Submission& submission);

    /// Of the SMTP client: no other MilterClient has the same.
    [[nodiscard]] int client_port() const { return client_port_; }
    [[nodiscard]] std::uint32_t agreed_actions() const { return actions_; }
    [[nodiscard]] std::uint32_t agreed_steps() const { return steps_; }
    [[nodiscard]] const std::map<MacroStage, std::string>& asked_macros() const { return asked_; }
    [[nodiscard]] PacketStream& stream() { return stream_; }

private:
    void negotiate();
    void send_macros(char command, MacroStage stage);
    [[nodiscard]] std::optional<std::string> macro(const std::string& name) const;
    [[nodiscard]] std::string default_macros(MacroStage stage) const;
    [[nodiscard]] Answer step(char command, std::string_view data, std::uint32_t silent_bit = 0);

    Profile profile_;
    int client_port_;
    PacketStream stream_;
    std::uint32_t actions_ = 0;
    std::uint32_t steps_ = 0;
    std::map<MacroStage, std::string> asked_;
    std::string queue_id_;
    unsigned messages_ = 0;
};

/// A message that nobody can object to.
[[nodiscard]] std::vector<Field> honest_header();
[[nodiscard]] Submission honest_mail();

}  // namespace msa::wire

// What the daemon agrees on with MTAs that offer more or less.
#include "wire/daemon.h"
#include "wire/flavours.h"
#include "wire/milter_client.h"

#include <cstdint>
#include <string>

#include <boost/test/data/test_case.hpp>
#include <boost/test/unit_test.hpp>

namespace bdata = boost::unit_test::data;
using namespace msa::wire;

namespace {

constexpr std::uint32_t add_headers = 0x01;
constexpr std::uint32_t change_body = 0x02;
constexpr std::uint32_t add_recipient = 0x04;
constexpr std::uint32_t remove_recipient = 0x08;
constexpr std::uint32_t change_headers = 0x10;
constexpr std::uint32_t quarantine = 0x20;
constexpr std::uint32_t change_sender = 0x40;
constexpr std::uint32_t add_recipient_with_parameters = 0x80;
constexpr std::uint32_t set_symlist = 0x100;

}  // namespace

BOOST_AUTO_TEST_SUITE(negotiation)

BOOST_AUTO_TEST_CASE(only_what_is_used_is_asked_for) {
    const MilterClient client(shared_daemon().socket());
    BOOST_TEST(client.agreed_actions() ==
               (add_headers | change_headers | change_body | change_sender | add_recipient |
                add_recipient_with_parameters | remove_recipient | quarantine | set_symlist));
    // No DATA, no unknown commands; refused recipients; leading space; no answer to connect, helo,
    // header, end of headers, body.
    BOOST_TEST(client.agreed_steps() == (0x200U | 0x100U | 0x800U | 0x100000U | 0x1000U | 0x2000U |
                                         0x80U | 0x40000U | 0x80000U));
}

BOOST_AUTO_TEST_CASE(macros_are_asked_for_stage_by_stage) {
    const MilterClient client(shared_daemon().socket());
    const auto& asked = client.asked_macros();
    BOOST_TEST(asked.at(MacroStage::connect) ==
               "j v _ {daemon_name} {daemon_port} {client_addr} {client_name} {client_port}");
    BOOST_TEST(asked.at(MacroStage::helo) == "{tls_version} {cipher} {cipher_bits}");
    BOOST_TEST(asked.at(MacroStage::mail) ==
               "i {auth_type} {auth_authen} {mail_addr} {tls_version} {cipher} {cipher_bits} "
               "{verify} {cert_subject} {cert_issuer} {cn_subject} {cn_issuer} {cert_fp}");
    BOOST_TEST(asked.at(MacroStage::recipient) == "i {rcpt_addr} {rcpt_host} {rcpt_mailer}");
    // Behind DATA Postfix has another {daemon_name}.
    BOOST_TEST(asked.at(MacroStage::end_of_headers) == "i");
    BOOST_TEST(asked.at(MacroStage::end_of_message) == "i");
}

BOOST_AUTO_TEST_CASE(an_old_mta_is_asked_for_what_it_has) {
    const MilterClient client(shared_daemon().socket(), old_mta());
    BOOST_TEST(client.agreed_actions() ==
               (add_headers | change_headers | change_body | add_recipient | remove_recipient));
    BOOST_TEST(client.agreed_steps() == 0U);
    BOOST_TEST(client.asked_macros().empty());
}

BOOST_AUTO_TEST_CASE(an_mta_that_cannot_change_header_fields_is_refused) {
    for (const std::uint32_t missing : {add_headers, change_headers}) {
        BOOST_CHECK_THROW(MilterClient(shared_daemon().socket(), {.actions = 0x1ffU & ~missing}),
                          ConnectionLost);
    }
    BOOST_TEST(shared_daemon().logs("event=negotiation result=failed", 2));
}

BOOST_AUTO_TEST_CASE(a_sendmail_that_takes_no_macro_lists_is_served_where_the_settings_name_it) {
    const Profile old{.flavour = Flavour::sendmail, .actions = 0x1ffU & ~set_symlist};
    MilterClient unnamed(shared_daemon().socket(), old);  // it sends no {v} on its own
    unnamed.login = "alice";
    unnamed.greet();
    BOOST_TEST(unnamed.mail("<alice@example.com>").substr(0, 3) == "451");
    const Daemon daemon({.settings = "mta = \"sendmail\"\n"});
    MilterClient named(daemon.socket(), old);
    named.login = "alice";
    named.greet();
    BOOST_TEST(named.mail("<alice@example.com>") == "");
}

BOOST_DATA_TEST_CASE(without_leading_space_values_come_out_as_they_went_in, bdata::make(both_mtas),
                     mta) {
    Profile profile = mta.profile();
    profile.steps &= ~0x100000U;
    MilterClient client(shared_daemon().socket(), profile);
    client.greet();
    Submission mail{.header = {{"From", " alice@example.com"}, {"Subject", "  two blanks"}}};
    const Ending ending = client.submit(mail);
    BOOST_TEST(ending.answer == "");
    BOOST_TEST(ending.message.values("Subject")[0] == "  two blanks");
    // One blank, the MTA's.
    BOOST_TEST(ending.message.values("Message-ID").at(0).starts_with(" <"));
}

BOOST_AUTO_TEST_CASE(an_mta_that_always_wants_an_answer_gets_one) {
    MilterClient client(shared_daemon().socket(), {.steps = 0x1fffff & ~0x0f3080U});
    BOOST_TEST(client.connect("client.example.org", "192.0.2.7") == "");
    BOOST_TEST(client.helo("client.example.org") == "");
    BOOST_TEST(client.submit(honest_mail()).answer == "");
}

BOOST_AUTO_TEST_SUITE_END()

// Whatever is signed verifies with libopendkim: any fields, any body, in chunks of any size.
#include "dkim/dkim_signer.h"
#include "fakes/dkim_site.h"

#include <string>

#include <boost/test/unit_test.hpp>
#include <rapidcheck/boost_test.h>

namespace {

using namespace msa;

struct Site : DkimSite {
    Site() {
        add_key(rsa_pem(2048), "rsa");
        add_key(ed25519_pem(), "ed");
    }
};

/// Pieces of which field values and bodies are made: blanks, folds, empty lines, dots, 8-bit.
std::string pieces(const std::vector<std::string>& of, int most) {
    std::string text;
    const auto count = *rc::gen::inRange(0, most);
    for (int i = 0; i < count; ++i) {
        text += *rc::gen::elementOf(of);
    }
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(signed_message_test)

RC_BOOST_PROP(a_signed_message_verifies, ()) {
    static const Site site;
    static const auto signer = site.signer();
    HeaderList headers;
    headers.receive("From", " alice@example.org");
    const auto fields = *rc::gen::inRange(0, 8);
    for (int i = 0; i < fields; ++i) {
        headers.receive(
            *rc::gen::element<std::string>("To", "Cc", "Subject", "SUBJECT", "X-Note", "List-Id"),
            " x" + pieces({"a", " ", "  ", "\t", "\n b", ":", ";", "=", "\u00e9"}, 12) + "y");
    }
    std::string body = pieces({"a", " ", "\t", ".", "\r\n", "\r\n\r\n", "\u00e9"}, 40);
    body += body.empty() ? "" : "\r\n";  // as MTAs end every body
    const auto chunk = *rc::gen::inRange<std::size_t>(1, 9);
    const auto signatures = signatures_of(*signer, headers, body, chunk);
    RC_ASSERT(signatures.size() == 2U);
    RC_ASSERT(passing_signatures(wire_message(headers, body, signatures), site.records) == 2);
}

BOOST_AUTO_TEST_SUITE_END()

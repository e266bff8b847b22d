// HMAC against the vectors of RFC 4231.
#include "crypto/hmac.h"

#include "base/text.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

BOOST_AUTO_TEST_SUITE(hmac_test)

BOOST_AUTO_TEST_CASE(the_vectors_of_rfc_4231_hold) {
    BOOST_TEST(hex(octets_of(hmac_sha256(std::string(20, '\x0b'), "Hi There"))) ==
               "b0344c61d8db38535ca8afceaf0bf12b881dc200c9833da726e9376c2e32cff7");
    BOOST_TEST(hex(octets_of(hmac_sha256("Jefe", "what do ya want for nothing?"))) ==
               "5bdcc146bf60754e6a042426089575c75a003f089d2739839dec58b964ec3843");
}

BOOST_AUTO_TEST_SUITE_END()

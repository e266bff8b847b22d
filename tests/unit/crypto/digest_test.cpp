// SHA-256 and base64 against published vectors.
#include "crypto/digest.h"

#include <boost/test/unit_test.hpp>

using namespace msa;

BOOST_AUTO_TEST_SUITE(digest_test)

// The well-known bh= of an empty relaxed body, and `test` of RFC 6376, A.2's kind.
BOOST_AUTO_TEST_CASE(the_hash_of_nothing_is_the_known_one) {
    Sha256 digest;
    BOOST_TEST(base64(digest.finish()) == "47DEQpj8HBSa+/TImW+5JCeuQeRkm5NMpJWZG3hSuFU=");
}

BOOST_AUTO_TEST_CASE(parts_make_the_hash_of_the_whole) {
    Sha256 whole;
    whole.add("abc");
    Sha256 parts;
    parts.add("a");
    parts.add("");
    parts.add("bc");
    const std::string hash = whole.finish();
    BOOST_TEST(base64(hash) == "ungWv48Bz+pBQUDeXa4iI7ADYaOWF3qctBD/YfIAFa0=");
    BOOST_TEST(parts.finish() == hash);
}

// RFC 4648, 10.
BOOST_AUTO_TEST_CASE(base64_pads_to_four) {
    BOOST_TEST(base64("").empty());
    BOOST_TEST(base64("f") == "Zg==");
    BOOST_TEST(base64("fo") == "Zm8=");
    BOOST_TEST(base64("foo") == "Zm9v");
    BOOST_TEST(base64("foobar") == "Zm9vYmFy");
    BOOST_TEST(base64("\xff\xfe\xfd") == "//79");
}

BOOST_AUTO_TEST_SUITE_END()

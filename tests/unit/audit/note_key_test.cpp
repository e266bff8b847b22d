// The keys of signed notes.
#include "audit/note_key.h"

#include "crypto/ed25519.h"
#include "crypto/new_key.h"

#include <boost/test/unit_test.hpp>

using msa::NoteVerdict;
using msa::parse_verifier_key;

namespace {

// The example that Go's package golang.org/x/mod/sumdb/note documents itself with.
constexpr std::string_view example_key =
    "PeterNeumann+c74f20a3+ARpc2QcUPDhMQegwxbzhKqiBfsVkmqq/LDE4izWy10TW";
constexpr std::string_view example_note =
    "If you think cryptography is the answer to your problem,\n"
    "then you don't know what your problem is.\n"
    "\n"
    "\u2014 PeterNeumann "
    "x08go/ZJkuBS9UG/"
    "SffcvIAQxVBtiFupLLr8pAcElZInNIuGUgYN1FFYC2pZSNXgKvqfqdngotpRZb6KE6RyyBwJnAM=\n";

std::string edited(std::string_view original, std::size_t at) {
    std::string text(original);
    text.at(at) = static_cast<char>(text.at(at) ^ 1);
    return text;
}

}  // namespace

BOOST_AUTO_TEST_SUITE(note_key_test)

BOOST_AUTO_TEST_CASE(a_note_that_others_signed_verifies) {
    const auto key = parse_verifier_key(example_key).value();
    BOOST_TEST(key.name == "PeterNeumann");
    BOOST_TEST(key.id() == 0xc74f20a3U);
    BOOST_TEST(key.text() == example_key);
    const auto note = msa::parse_note(example_note).value();
    BOOST_TEST((msa::verdict(note, key) == NoteVerdict::good));
    BOOST_TEST(note.octets() == example_note);
}

BOOST_AUTO_TEST_CASE(an_edited_note_does_not) {
    const auto key = parse_verifier_key(example_key).value();
    const auto text = msa::parse_note(edited(example_note, 3)).value();
    BOOST_TEST((msa::verdict(text, key) == NoteVerdict::bad));
    auto signature = msa::parse_note(example_note).value();
    signature.signatures[0].octets[5] ^= 1;
    BOOST_TEST((msa::verdict(signature, key) == NoteVerdict::bad));
    auto id = msa::parse_note(example_note).value();
    id.signatures[0].key_id ^= 1;
    BOOST_TEST((msa::verdict(id, key) == NoteVerdict::not_signed));
    auto name = msa::parse_note(example_note).value();
    name.signatures[0].name += 'x';
    BOOST_TEST((msa::verdict(name, key) == NoteVerdict::not_signed));
    auto twice = msa::parse_note(example_note).value();
    twice.signatures.push_back(signature.signatures[0]);
    BOOST_TEST((msa::verdict(twice, key) == NoteVerdict::bad));
}

BOOST_AUTO_TEST_CASE(what_is_no_verifier_key_is_refused) {
    for (std::size_t at = 0; at < example_key.size(); ++at) {
        BOOST_TEST(!parse_verifier_key(edited(example_key, at)).has_value());
    }
    for (const std::string& text :
         {std::string(), std::string("a"), std::string("a+b"), std::string("a+b+c"),
          "+" + std::string(example_key), std::string(example_key) + "A",
          std::string(example_key.substr(0, 40))}) {
        BOOST_TEST(!parse_verifier_key(text).has_value(), text);
    }
}

BOOST_AUTO_TEST_CASE(what_we_sign_verifies) {
    const auto key = msa::parse_private_key(msa::new_ed25519_key(), 0);
    msa::SignedNote note{"host/log\n3\nroot\n", {}};
    BOOST_TEST(msa::sign(note, key.value(), "host/log").has_value());
    const auto verifier = msa::verifier_key(*key, "host/log").value();
    BOOST_TEST((msa::verdict(note, verifier) == NoteVerdict::good));
    BOOST_TEST((parse_verifier_key(verifier.text()).value() == verifier));
    const auto again = msa::parse_note(note.octets()).value();
    BOOST_TEST((msa::verdict(again, verifier) == NoteVerdict::good));
    BOOST_TEST(
        (msa::verdict(again, msa::verifier_key(*key, "other").value()) == NoteVerdict::not_signed));
}

BOOST_AUTO_TEST_SUITE_END()

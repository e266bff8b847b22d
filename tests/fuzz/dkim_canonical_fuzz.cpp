// Our canonical forms against those of libopendkim, which verifies, on whatever chunks: both
// signatures must pass, with one body hash, and what must not be signed must be refused.
//
// Input: an octet for the chunk size, an octet of flags, then field value and body, divided by the
// first GS. Flag 1 makes line ends of the body legal, flag 2 those of the field: else too few
// inputs would get as far as a signature.
#include "dkim/relaxed.h"
#include "dkim/tag_list.h"
#include "fakes/dkim_site.h"
#include "fuzz/require.h"

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string>
#include <string_view>

namespace msa {

namespace {

struct Site : DkimSite {
    Site() {
        add_key(rsa_pem(1024), "rsa");
        add_key(ed25519_pem(), "ed");
    }
};

struct EdSite : DkimSite {
    EdSite() { add_key(ed25519_pem(), "ed"); }
};

std::string with_legal_lines(std::string_view text) {
    std::string legal;
    for (const char c : text) {
        if (c == '\n') {
            legal += "\r\n";
        } else if (c != '\r') {
            legal += c;
        }
    }
    if (!legal.empty() && (legal.size() < 2 || legal.substr(legal.size() - 2) != "\r\n")) {
        legal += "\r\n";
    }
    return legal;
}

std::string with_legal_folds(std::string_view text) {
    std::string legal;
    for (const char c : text) {
        if (c == '\n') {
            legal += "\n ";
        } else if (c != '\r' && c != '\v' && c != '\f' && c != '\0') {
            legal += c;
        }
    }
    return legal;
}

// Written apart from the code under test: every LF has its CR, every CR its LF, the end is one.
bool has_legal_lines(std::string_view body) {
    for (std::size_t i = 0; i < body.size(); ++i) {
        if (body[i] == '\n' && (i == 0 || body[i - 1] != '\r')) {
            return false;
        }
        if (body[i] == '\r' && (i + 1 == body.size() || body[i + 1] != '\n')) {
            return false;
        }
    }
    return body.empty() || body.back() == '\n';
}

bool has_legal_folds(std::string_view value) {
    for (std::size_t i = 0; i < value.size(); ++i) {
        const char c = value[i];
        const char next = i + 1 < value.size() ? value[i + 1] : 'x';
        if (c == '\0' || c == '\v' || c == '\f' || c == '\r' ||
            (c == '\n' && next != ' ' && next != '\t')) {
            return false;
        }
    }
    return true;
}

std::string canonical(std::string_view body, std::size_t chunk) {
    RelaxedBody relaxed;
    std::string result;
    for (; !body.empty(); body.remove_prefix(std::min(chunk, body.size()))) {
        result += relaxed.add(body.substr(0, chunk));
    }
    return result + relaxed.finish();
}

std::string body_hash(const Signature& signature) {
    const auto tags = tag_list(signature.value);
    require(tags.has_value(), "the signature is a tag list");
    return tags->at("bh");
}

bool signs(const Signer& signer, const HeaderList& headers, std::string_view body) {
    const auto signing = signer.begin(headers, "example.org", test_moment());
    return signing.has_value() && (*signing)->add_body(body).has_value() &&
           (*signing)->finish().has_value();
}

void check(std::string_view value, std::string_view body, std::size_t chunk) {
    static const Site site;
    static const auto both = site.signer();
    static const EdSite ed_site;
    static const auto alone = ed_site.signer();
    require(canonical(body, chunk) == canonical(body, std::string::npos), "chunks do not matter");
    HeaderList headers;
    headers.receive("From", " alice@example.org");
    headers.receive("Subject", std::string(value));
    const bool legal = has_legal_folds(value) && has_legal_lines(body);
    if (!legal) {
        require(!signs(*both, headers, body), "an unsignable message is refused");
        require(!signs(*alone, headers, body), "an unsignable message is refused by Ed25519");
        return;
    }
    const auto signatures = signatures_of(*both, headers, body, chunk);
    const auto own = signatures_of(*alone, headers, body, chunk);
    require(body_hash(signatures.at(0)) == body_hash(own.at(0)), "one body hash");
    require(signatures.at(1).value == own.at(0).value, "one Ed25519 signature");
    require(passing_signatures(wire_message(headers, body, signatures), site.records) == 2,
            "both signatures verify");
}

// `rest` is the input behind its two octets.
void check_input(std::size_t chunk, unsigned flags, std::string_view rest) {
    const std::size_t separator = std::min(rest.find('\x1d'), rest.size());
    const std::string_view value = rest.substr(0, separator);
    const std::string_view body = rest.substr(std::min(separator + 1, rest.size()));
    check((flags & 2U) != 0 ? with_legal_folds(value) : std::string(value),
          (flags & 1U) != 0 ? with_legal_lines(body) : std::string(body), chunk);
}

}  // namespace

}  // namespace msa

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    if (size >= 2) {
        const std::string_view input(reinterpret_cast<const char*>(data), size);
        msa::check_input(data[0] + 1U, data[1], input.substr(2));
    }
    return 0;
}

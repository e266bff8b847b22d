// Signing with libopendkim 2.11, see opendkim_signing.h.
//
// The library asserts in release builds, takes what it is given unchecked, and reports little: so
// everything is checked before it is handed over, and the signature is read back at the end. Never
// set: SIGNHDRS, SKIPHDRS, ZTAGS, FIXCRLF, SIGNLEN, TMPFILES; each writes out of bounds, truncates,
// or weakens the signature in this version.
#include "dkim/opendkim_signing.h"

#include "base/text.h"
#include "dkim/tag_list.h"

#include <map>
#include <utility>

namespace msa {

namespace {

// What dkim_getsighdr_d() must assume stands on the first line already.
constexpr std::size_t name_length = sizeof("DKIM-Signature: ") - 1;

// dkim_sign() keeps the pointer.
constexpr const char* message_id = "msa-milter";

// The library's arguments lack const; it only reads them.
unsigned char* octets(const char* text) {
    return reinterpret_cast<unsigned char*>(const_cast<char*>(text));
}
unsigned char* octets(const std::string& text) {
    return octets(text.c_str());
}

// dkim_getresultstr() knows no name for some codes, and dkim_geterror() may be null or empty.
Error failure(std::string_view doing, DKIM_STAT status, DKIM* handle) {
    const char* const name = dkim_getresultstr(status);
    const char* const detail = handle == nullptr ? nullptr : dkim_geterror(handle);
    std::string what = "libopendkim: " + std::string(doing) + ": ";
    what += name == nullptr ? "status " + std::to_string(status) : std::string(name);
    if (detail != nullptr && *detail != '\0') {
        what += " (" + printable(detail) + ")";
    }
    return {.what = std::move(what), .kind = ErrorKind::unavailable};
}

std::string with_crlf_folds(std::string_view value) {
    std::string wire;
    wire.reserve(value.size() + 8);
    for (const char c : value) {
        if (c == '\n') {
            wire += '\r';
        }
        wire += c;
    }
    return wire;
}

Result<std::string> checked_body_hash(const std::string& value,
                                      const std::map<std::string, std::string>& expected) {
    auto tags = tag_list(value);
    if (!tags) {
        return within("libopendkim: unreadable signature", tags.error());
    }
    for (const auto& [tag, wanted] : expected) {
        const auto found = tags->find(tag);
        if (found == tags->end() || found->second != wanted) {
            return Error{
                .what = "libopendkim: the signature has not the " + tag + "= that was asked for",
                .kind = ErrorKind::unavailable};
        }
    }
    if (tags->contains("l") || (*tags)["b"].empty() || (*tags)["bh"].empty()) {
        return Error{.what = "libopendkim: the signature is incomplete",
                     .kind = ErrorKind::unavailable};
    }
    return (*tags)["bh"];
}

}  // namespace

Result<OpendkimLibrary> OpendkimLibrary::open(const std::vector<std::string>& oversigned) {
    OpendkimLibrary library;
    library.handle_.reset(dkim_init(nullptr, nullptr));
    if (!library.handle_) {
        return Error{.what = "libopendkim: cannot start", .kind = ErrorKind::unavailable};
    }
    if (dkim_libfeature(library.handle(), DKIM_FEATURE_SHA256) == 0) {
        return Error{.what = "libopendkim: built without SHA-256", .kind = ErrorKind::unavailable};
    }
    if (oversigned.empty()) {
        return library;
    }
    std::vector<unsigned char*> names;
    names.reserve(oversigned.size() + 1);
    for (const std::string& name : oversigned) {
        names.push_back(octets(name));
    }
    names.push_back(nullptr);
    // Copied by the library.
    const DKIM_STAT status = dkim_options(library.handle(), DKIM_OP_SETOPT, DKIM_OPTS_OVERSIGNHDRS,
                                          names.data(), sizeof(unsigned char**));
    if (status != DKIM_STAT_OK) {
        return failure("cannot set the oversigned fields", status, nullptr);
    }
    return library;
}

void OpendkimSigning::Free::operator()(DKIM* handle) const {
    (void)dkim_free(handle);  // fails for a null handle alone
}

Result<OpendkimSigning> OpendkimSigning::begin(const OpendkimLibrary& library,
                                               const KeyToken& token, const std::string& selector,
                                               const std::string& domain,
                                               const SignedFields& header) {
    OpendkimSigning signing;
    DKIM_STAT status = DKIM_STAT_OK;
    signing.handle_.reset(dkim_sign(library.handle(), octets(message_id), nullptr,
                                    octets(token.text()), octets(selector), octets(domain),
                                    DKIM_CANON_RELAXED, DKIM_CANON_RELAXED, DKIM_SIGN_RSASHA256,
                                    static_cast<ssize_t>(-1), &status));
    if (!signing.handle_) {
        return failure("cannot begin", status, nullptr);
    }
    signing.selector_ = selector;
    signing.domain_ = domain;
    signing.list_ = join(header.list, ":");
    if (auto fed = signing.feed(header.fields); !fed) {
        return fed.error();
    }
    return signing;
}

Result<void> OpendkimSigning::feed(const std::vector<HeaderField>& fields) {
    for (const HeaderField& field : fields) {
        const std::string wire = field.name + ":" + with_crlf_folds(field.value);
        const DKIM_STAT status = dkim_header(handle_.get(), octets(wire), wire.size());
        if (status != DKIM_STAT_OK) {
            return failure("refuses the field " + field.name, status, handle_.get());
        }
    }
    const DKIM_STAT status = dkim_eoh(handle_.get());
    if (status != DKIM_STAT_OK) {
        return failure("refuses the header", status, handle_.get());
    }
    return {};
}

Result<void> OpendkimSigning::add_body(std::string_view chunk) {
    if (chunk.empty()) {
        return {};
    }
    const DKIM_STAT status = dkim_body(handle_.get(), octets(chunk.data()), chunk.size());
    if (status != DKIM_STAT_OK) {
        return failure("refuses the body", status, handle_.get());
    }
    return {};
}

Result<OpendkimSignature> OpendkimSigning::finish() {
    const DKIM_STAT ended = dkim_eom(handle_.get(), nullptr);
    if (ended != DKIM_STAT_OK) {
        return failure("cannot sign", ended, handle_.get());
    }
    unsigned char* text = nullptr;
    std::size_t size = 0;
    const DKIM_STAT status = dkim_getsighdr_d(handle_.get(), name_length, &text, &size);
    if (status != DKIM_STAT_OK || text == nullptr) {
        return failure("gives no signature", status, handle_.get());
    }
    OpendkimSignature signature{.value = " ", .body_hash = {}};
    for (const char c : std::string_view(reinterpret_cast<const char*>(text), size)) {
        if (c != '\r') {
            signature.value += c;
        }
    }
    auto body_hash = checked_body_hash(signature.value, {{"v", "1"},
                                                         {"a", "rsa-sha256"},
                                                         {"c", "relaxed/relaxed"},
                                                         {"d", domain_},
                                                         {"s", selector_},
                                                         {"h", list_}});
    if (!body_hash) {
        return body_hash.error();
    }
    signature.body_hash = std::move(body_hash).value();
    return signature;
}

}  // namespace msa

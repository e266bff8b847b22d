// Verification with libopendkim, see dkim_verifier.h.
#include "fakes/dkim_verifier.h"

#include "verify/opendkim.h"

#include <cstring>
#include <memory>

namespace msa {

namespace {

struct CloseLibrary {
    void operator()(DKIM_LIB* library) const { dkim_close(library); }
};
struct FreeHandle {
    void operator()(DKIM* handle) const { (void)dkim_free(handle); }  // cannot fail
};

unsigned char* octets(const std::string& text) {
    return reinterpret_cast<unsigned char*>(const_cast<char*>(text.data()));
}

DKIM_CBSTAT look_up(DKIM* handle, DKIM_SIGINFO* signature, unsigned char* buffer,
                    std::size_t size) {
    const auto& records = *static_cast<const KeyRecords*>(dkim_get_user_context(handle));
    const std::string name =
        std::string(reinterpret_cast<const char*>(dkim_sig_getselector(signature))) +
        "._domainkey." + reinterpret_cast<const char*>(dkim_sig_getdomain(signature));
    const auto found = records.find(name);
    if (found == records.end() || found->second.size() >= size) {
        return DKIM_CBSTAT_NOTFOUND;
    }
    std::memcpy(buffer, found->second.c_str(), found->second.size() + 1);
    return DKIM_CBSTAT_CONTINUE;
}

std::string with_crlf(std::string_view value) {
    std::string wire;
    for (const char c : value) {
        wire += c == '\n' ? "\r\n" : std::string(1, c);
    }
    return wire;
}

// Feeds the header field by field; a line that begins with a blank continues the one before.
bool feed_header(DKIM* handle, std::string_view header) {
    while (!header.empty()) {
        std::size_t end = header.find("\r\n");
        while (end + 2 < header.size() && (header[end + 2] == ' ' || header[end + 2] == '\t')) {
            end = header.find("\r\n", end + 2);
        }
        const std::string field(header.substr(0, end));
        if (dkim_header(handle, octets(field), field.size()) != DKIM_STAT_OK) {
            return false;
        }
        header.remove_prefix(end + 2);
    }
    return true;
}

int count_passing(DKIM* handle) {
    DKIM_SIGINFO** signatures = nullptr;
    int count = 0;
    if (dkim_getsiglist(handle, &signatures, &count) != DKIM_STAT_OK) {
        return 0;
    }
    int passing = 0;
    for (int i = 0; i < count; ++i) {
        passing += DKIM_SIG_CHECK(signatures[i]) ? 1 : 0;
    }
    return passing;
}

}  // namespace

std::string wire_message(const HeaderList& headers, std::string_view body,
                         const std::vector<Signature>& signatures) {
    std::string message;
    for (auto signature = signatures.rbegin(); signature != signatures.rend(); ++signature) {
        message += "DKIM-Signature:" + with_crlf(signature->value) + "\r\n";
    }
    for (const HeaderField& field : headers.fields()) {
        message += field.name + ":" + with_crlf(field.value) + "\r\n";
    }
    return message + "\r\n" + std::string(body);
}

int passing_signatures(const std::string& message, const KeyRecords& records) {
    const std::unique_ptr<DKIM_LIB, CloseLibrary> library(dkim_init(nullptr, nullptr));
    if (!library || dkim_set_key_lookup(library.get(), &look_up) != DKIM_STAT_OK) {
        return -1;
    }
    const std::string id = "test";
    DKIM_STAT status = DKIM_STAT_OK;
    const std::unique_ptr<DKIM, FreeHandle> handle(
        dkim_verify(library.get(), octets(id), nullptr, &status));
    if (!handle ||
        dkim_set_user_context(handle.get(), const_cast<KeyRecords*>(&records)) != DKIM_STAT_OK) {
        return -1;
    }
    const std::size_t end = message.find("\r\n\r\n");
    if (!feed_header(handle.get(), std::string_view(message).substr(0, end + 2)) ||
        dkim_eoh(handle.get()) != DKIM_STAT_OK) {
        return -1;
    }
    const std::string body = message.substr(end + 4);
    if (!body.empty() && dkim_body(handle.get(), octets(body), body.size()) != DKIM_STAT_OK) {
        return -1;
    }
    (void)dkim_eom(handle.get(), nullptr);  // judges one signature; all of them are looked at below
    return count_passing(handle.get());
}

}  // namespace msa

// libopendkim as a verifier, see signature_check.h.
#include "verify/signature_check.h"

#include "base/text.h"
#include "verify/opendkim.h"

#include <cstring>
#include <utility>

namespace msa {
namespace {

struct CloseLibrary {
    void operator()(DKIM_LIB* library) const { dkim_close(library); }
};
struct FreeMessage {
    void operator()(DKIM* message) const { (void)dkim_free(message); }  // cannot fail
};

/// The library reads what it is given and does not say so.
unsigned char* octets(std::string_view text) {
    return reinterpret_cast<unsigned char*>(const_cast<char*>(text.data()));
}

DKIM_CBSTAT look_up(DKIM* message, DKIM_SIGINFO* /*signature*/, unsigned char* buffer,
                    std::size_t size) {
    const auto& record = *static_cast<const std::string*>(dkim_get_user_context(message));
    if (record.size() >= size) {
        return DKIM_CBSTAT_NOTFOUND;
    }
    std::memcpy(buffer, record.c_str(), record.size() + 1);
    return DKIM_CBSTAT_CONTINUE;
}

DkimVerdict verdict_on(int error) {
    switch (error) {
        case DKIM_SIGERROR_EXPIRED:
        case DKIM_SIGERROR_FUTURE: return DkimVerdict::expired;
        case DKIM_SIGERROR_OK:
        case DKIM_SIGERROR_BADSIG: return DkimVerdict::header_altered;
        case DKIM_SIGERROR_NOKEY:
        case DKIM_SIGERROR_DNSSYNTAX:
        case DKIM_SIGERROR_KEYFAIL:
        case DKIM_SIGERROR_SUBDOMAIN:
        case DKIM_SIGERROR_MULTIREPLY:
        case DKIM_SIGERROR_KEYVERSION:
        case DKIM_SIGERROR_KEYUNKNOWNHASH:
        case DKIM_SIGERROR_KEYHASHMISMATCH:
        case DKIM_SIGERROR_NOTEMAILKEY:
        case DKIM_SIGERROR_KEYTYPEMISSING:
        case DKIM_SIGERROR_KEYTYPEUNKNOWN:
        case DKIM_SIGERROR_KEYREVOKED:
        case DKIM_SIGERROR_KEYDECODE:
        case DKIM_SIGERROR_KEYTOOSMALL: return DkimVerdict::key_refused;
        default: return DkimVerdict::malformed;
    }
}

std::string words_for(int error) {
    const char* const words = dkim_sig_geterrorstr(error);
    return words == nullptr ? "error " + std::to_string(error) : words;
}

}  // namespace

class SignatureCheck::Handle {
public:
    Handle(const std::vector<std::string>& fields, std::size_t signature, std::string key_record)
        : key_record_(std::move(key_record)), library_(dkim_init(nullptr, nullptr)) {
        DKIM_STAT status = DKIM_STAT_NORESOURCE;
        if (library_ && dkim_set_key_lookup(library_.get(), &look_up) == DKIM_STAT_OK) {
            message_.reset(dkim_verify(library_.get(), octets(name_), nullptr, &status));
        }
        if (!message_) {
            trouble_ = "libopendkim cannot be started: status " + std::to_string(status);
            return;
        }
        keep(dkim_set_user_context(message_.get(), &key_record_), "key");
        for (std::size_t i = 0; i < fields.size() && trouble_.empty(); ++i) {
            if (i == signature || !signature_tags(fields[i])) {
                keep(dkim_header(message_.get(), octets(fields[i]), fields[i].size()), "header");
            }
        }
        if (trouble_.empty()) {
            keep(dkim_eoh(message_.get()), "end of header");
        }
    }

    void add_body(std::string_view chunk) {
        if (trouble_.empty() && !chunk.empty()) {
            keep(dkim_body(message_.get(), octets(chunk), chunk.size()), "body");
        }
    }

    CheckedSignature finish() {
        CheckedSignature checked;
        if (trouble_.empty()) {
            (void)dkim_eom(message_.get(), nullptr);  // what became of the signature says more
            judge(checked);
        }
        if (!trouble_.empty()) {
            checked.verdict = DkimVerdict::malformed;
            checked.why = trouble_;
        }
        return checked;
    }

private:
    void keep(DKIM_STAT status, const char* where) {
        if (status != DKIM_STAT_OK) {
            const char* const words = dkim_geterror(message_.get());
            trouble_ = std::string(where) + ": " +
                       (words == nullptr ? "status " + std::to_string(status) : words);
        }
    }

    void judge(CheckedSignature& checked) {
        DKIM_SIGINFO** signatures = nullptr;
        int count = 0;
        if (dkim_getsiglist(message_.get(), &signatures, &count) != DKIM_STAT_OK || count != 1) {
            trouble_ = "libopendkim sees no signature in the field";
            return;
        }
        auto* const signature = signatures[0];
        (void)dkim_sig_getkeysize(signature, &checked.key_bits);  // else it stays unknown
        const auto error = dkim_sig_geterror(signature);
        if (DKIM_SIG_CHECK(signature) && error == DKIM_SIGERROR_OK) {
            checked.verdict = DkimVerdict::pass;
        } else if (dkim_sig_getbh(signature) == DKIM_SIGBH_MISMATCH) {
            checked.verdict = DkimVerdict::body_altered;
            checked.why = "body hash mismatch";
        } else {
            checked.verdict = verdict_on(error);
            checked.why = words_for(error);
        }
    }

    std::string name_ = "referee";  // the library keeps the pointer
    std::string key_record_;
    std::unique_ptr<DKIM_LIB, CloseLibrary> library_;
    std::unique_ptr<DKIM, FreeMessage> message_;
    std::string trouble_;
};

SignatureCheck::SignatureCheck(const std::vector<std::string>& fields, std::size_t signature,
                               const std::string& key_record)
    : handle_(std::make_unique<Handle>(fields, signature, key_record)) {}
SignatureCheck::SignatureCheck(SignatureCheck&&) noexcept = default;
SignatureCheck& SignatureCheck::operator=(SignatureCheck&&) noexcept = default;
SignatureCheck::~SignatureCheck() = default;

void SignatureCheck::add_body(std::string_view chunk) {
    handle_->add_body(chunk);
}

CheckedSignature SignatureCheck::finish() {
    return handle_->finish();
}

}  // namespace msa

// smtputf8_declared: octets beyond ASCII in addresses and header fields only where SMTPUTF8 was
// asked for, and then only as UTF-8 (RFC 6531, 3.5; RFC 6532, 3).
#include "base/text.h"
#include "checks/address_fields.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

Finding undeclared(std::string where, Reply reply) {
    return {.what = where + " holds octets beyond ASCII without SMTPUTF8",
            .reply = std::move(reply),
            .repair = {}};
}

struct Smtputf8Declared final : Check {
    [[nodiscard]] Findings at_mail(const MailStage& at) const override {
        if (at.envelope.smtputf8 || !has_8bit(at.envelope.sender_argument)) {
            return {};
        }
        return {undeclared("MAIL FROM", {550, "5.6.7", "Address needs the SMTPUTF8 extension"})};
    }

    [[nodiscard]] Findings at_recipient(const RecipientStage& at) const override {
        if (at.envelope.smtputf8 || !has_8bit(at.recipient.argument)) {
            return {};
        }
        return {undeclared("RCPT TO", {553, "5.6.7", "Address needs the SMTPUTF8 extension"})};
    }

    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        for (const auto& field : at.headers.fields()) {
            if (has_8bit(field.name)) {
                return {{.what = "field name " + printable(field.name) + " is not ASCII",
                         .reply = {554, "5.6.0", "A header field name is not ASCII"},
                         .repair = {}}};
            }
            if (!has_8bit(field.value)) {
                continue;
            }
            const std::string name = printable(field.name);
            if (!is_utf8(field.value)) {
                return {{.what = name + " is not UTF-8",
                         .reply = {554, "5.6.0", "Header field " + name + " is not UTF-8"},
                         .repair = {}}};
            }
            if (!at.envelope.smtputf8) {
                const char* code = is_address_field(field.name) ? "5.6.7" : "5.6.0";
                return {undeclared(name, {554, code,
                                          "Header field " + name +
                                              " holds raw UTF-8 without the SMTPUTF8 extension"})};
            }
        }
        return {};
    }
};

}  // namespace

CheckKind smtputf8_declared() {
    return Describe<Smtputf8Declared>("smtputf8_declared", "RFC 6531, 3.5; RFC 6532, 3",
                                      "Octets beyond ASCII in addresses and header fields need "
                                      "SMTPUTF8 and must be UTF-8.")
        .replies("550 5.6.7 Address needs the SMTPUTF8 extension");
}

}  // namespace msa

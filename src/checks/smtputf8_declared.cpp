// smtputf8_declared: octets beyond ASCII in addresses and header fields only where SMTPUTF8 was
// asked for, and then only as UTF-8 (RFC 6531, 3.5; RFC 6532, 3). Text can be encoded instead (RFC
// 2047, 5; RFC 2231, 4), addresses cannot.
#include "base/text.h"
#include "checks/address_fields.h"
#include "checks/field_faults.h"
#include "mail/encoded_field.h"
#include "policy/check_kind.h"
#include "policy/resending.h"

namespace msa {
namespace {

Finding undeclared(const std::string& where, Reply reply) {
    return {.what = where + " holds octets beyond ASCII without SMTPUTF8",
            .reply = std::move(reply)};
}

struct Smtputf8Declared final : Check {
    [[nodiscard]] Findings at_mail(const MailStage& at) const override {
        if (at.envelope->smtputf8 || !has_8bit(at.envelope->sender_argument)) {
            return {};
        }
        return {undeclared("MAIL FROM", {550, "5.6.7", "Address needs the SMTPUTF8 extension"})};
    }

    [[nodiscard]] Findings at_recipient(const RecipientStage& at) const override {
        if (at.envelope->smtputf8 || !has_8bit(at.recipient->argument)) {
            return {};
        }
        return {undeclared("RCPT TO", {553, "5.6.7", "Address needs the SMTPUTF8 extension"})};
    }

    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        return field_faults(at, [&at](const HeaderField& field) { return fault_of(at, field); });
    }

private:
    static std::optional<FieldFault> fault_of(const HeadersStage& at, const HeaderField& field) {
        if (!has_8bit(field.name) && !has_8bit(field.value)) {
            return std::nullopt;
        }
        const std::string name = printable(field.name);
        if (has_8bit(field.name)) {
            return FieldFault{
                {.what = "field name " + name + " is not ASCII",
                 .reply = {554, "5.6.0", "Header field name " + name + " is not ASCII"}},
                std::nullopt};
        }
        if (!is_utf8(field.value)) {
            return FieldFault{{.what = name + " is not UTF-8",
                               .reply = {554, "5.6.0", "Header field " + name + " is not UTF-8"}},
                              std::nullopt};
        }
        if (at.envelope->smtputf8) {
            return std::nullopt;
        }
        const char* code = is_address_field(field.name) ? "5.6.7" : "5.6.0";
        Reply reply{554, code,
                    "Header field " + name + " holds raw UTF-8 without the SMTPUTF8 extension"};
        return FieldFault{undeclared(name, std::move(reply)),
                          is_author_of_resent(at, field.name)
                              ? std::nullopt
                              : encoded_field(field.name, field.value)};
    }

    /// What may not be mended may stay, but not where readers look for who wrote.
    static bool is_author_of_resent(const HeadersStage& at, std::string_view name) {
        return (same_name(name, "From") || same_name(name, "Sender")) && is_original_kept(at);
    }
};

}  // namespace

CheckKind smtputf8_declared() {
    return Describe<Smtputf8Declared>("smtputf8_declared", "RFC 6531, 3.5; RFC 6532, 3",
                                      "Octets beyond ASCII in addresses and header fields need "
                                      "SMTPUTF8 and must be UTF-8; with \"repair\", names beside "
                                      "addresses, comments, free text and MIME parameters are "
                                      "encoded.")
        .action(Action::repair)
        .repairs()
        .may_stay_when_resent()
        .replies("550 5.6.7 Address needs the SMTPUTF8 extension");
}

}  // namespace msa

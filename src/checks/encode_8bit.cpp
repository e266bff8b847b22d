// encode_8bit: an 8-bit text is turned into quoted-printable before it is signed, so that no relay
// has to do it behind the signature (RFC 6376, 5.3; RFC 6409, 8.4). Only for a message that is one
// text: inside a multipart or message an encoding is not ours to choose, and signed parts must not
// change by an octet (RFC 1847, 2.1).
#include "mail/content_type.h"
#include "mail/quoted_printable.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

constexpr std::int64_t default_most = std::int64_t{10} << 20U;
constexpr std::int64_t most_of_all = std::int64_t{100} << 20U;
constexpr const char* encoding_field = "Content-Transfer-Encoding";

bool is_text(const HeaderList& headers) {
    const auto* field = headers.find("Content-Type");
    if (field == nullptr) {
        return true;
    }
    const auto type = parse_content_type(field->value);
    return type && type->type == "text";
}

/// Whether the body stands as it is: without that, or not as MIME, nothing may be declared.
bool is_unencoded_mime(const HeaderList& headers) {
    const auto* field = headers.find(encoding_field);
    if (headers.count("MIME-Version") != 1 || headers.count("Content-Type") > 1 ||
        headers.count(encoding_field) > 1) {
        return false;
    }
    const auto encoding = field == nullptr ? Result<TransferEncoding>(TransferEncoding{"8bit", {}})
                                           : parse_transfer_encoding(field->value);
    return encoding && encoding->name == "8bit";
}

struct Encode8bit final : Check {
    std::int64_t maximum = default_most;

    [[nodiscard]] std::size_t body_wanted(const HeadersStage& at) const override {
        const bool can_be_encoded = is_unencoded_mime(at.headers) && is_text(at.headers);
        return can_be_encoded ? static_cast<std::size_t>(maximum) : 0;
    }

    [[nodiscard]] Findings at_message(const MessageStage& at) const override {
        // Not kept: it cannot be encoded, or is too long, and stays as it is.
        if (at.text == nullptr || !at.body.has_8bit || body_wanted(at) < at.text->size()) {
            return {};
        }
        auto finding = malformed("8-bit text");
        finding.body = quoted_printable(*at.text);
        const auto kind = at.headers->count(encoding_field) == 0 ? FieldChange::Kind::append
                                                                 : FieldChange::Kind::replace;
        finding.repair = {{kind, encoding_field, " quoted-printable"}};
        return {std::move(finding)};
    }
};

}  // namespace

CheckKind encode_8bit() {
    return Describe<Encode8bit>(
               "encode_8bit", "RFC 6409, 8.4; RFC 6376, 5.3",
               "With \"repair\", the 8-bit body of a MIME message that is one text becomes "
               "quoted-printable before it is signed.")
        .action(Action::off)
        .repairs()
        .may_stay_when_resent()
        .option<std::int64_t>("maximum", &Encode8bit::maximum,
                              "Octets of body kept in memory for that; longer bodies stay 8-bit.",
                              between(1, most_of_all));
}

}  // namespace msa

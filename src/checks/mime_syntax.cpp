// mime_syntax: what the MIME fields of the header say can be read in one way only (RFC 2045; RFC
// 2046, 5.1.1 and 5.2.1). Readers that repair them differ in where a part begins.
#include "base/text.h"
#include "mail/content_type.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

Finding bad_field(std::string_view name, const HeaderField& field, std::string_view why) {
    auto finding = malformed("bad " + std::string(name) + ": " + std::string(why));
    finding.what += ": " + printable(field.value);
    return finding;
}

/// Whether only an encoding that is none may be declared (RFC 2045, 6.4; RFC 2046, 5.2; RFC
/// 6532, 3.5 frees message/global and its kin).
bool is_composite(const ContentType& type) {
    constexpr std::string_view global = "global";
    return type.is_multipart() ||
           (type.type == "message" && type.subtype.substr(0, global.size()) != global);
}

struct MimeSyntax final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        if (const auto* field = at.headers.find("MIME-Version");
            field != nullptr && !is_mime_1_0(field->value)) {
            return {bad_field("MIME-Version", *field, "it is not 1.0")};
        }
        ContentType type{.type = "text", .subtype = "plain", .parameters = {}};
        if (const auto* field = at.headers.find("Content-Type")) {
            auto written = parse_content_type(field->value);
            if (!written) {
                return {bad_field("Content-Type", *field, written.error().what)};
            }
            type = *std::move(written);
        }
        const auto* field = at.headers.find("Content-Transfer-Encoding");
        if (field == nullptr) {
            return {};
        }
        const auto encoding = parse_transfer_encoding(field->value);
        if (!encoding) {
            return {bad_field("Content-Transfer-Encoding", *field, encoding.error().what)};
        }
        if (is_composite(type) && !is_identity_encoding(*encoding)) {
            return {bad_field("Content-Transfer-Encoding", *field,
                              "only 7bit, 8bit and binary go with " + type.type)};
        }
        return {};
    }
};

}  // namespace

CheckKind mime_syntax() {
    return Describe<MimeSyntax>("mime_syntax", "RFC 2045; RFC 2046, 5",
                                "MIME-Version, Content-Type and Content-Transfer-Encoding of the "
                                "header are valid and go with each other.")
        .replies("554 5.6.0 Malformed message: bad Content-Type: a multipart without boundary");
}

}  // namespace msa

// mime_syntax: what the MIME fields of the header say can be read in one way only (RFC 2045; RFC
// 2046, 5.1.1 and 5.2.1). Readers that repair them differ in where a part begins. What they all
// read alike is written as the standard asks, but not in resent mail (RFC 5322, 3.6.6).
#include "base/text.h"
#include "mail/content_type.h"
#include "mail/folding.h"
#include "policy/check_kind.h"

namespace msa {
namespace {

constexpr std::size_t longest_written = 990;  // as much as Sendmail lets pass

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

std::string without_semicolons(std::string_view text) {
    const auto last = text.find_last_not_of("; \t\r\n");
    return std::string(last == std::string_view::npos ? "" : text.substr(0, last + 1));
}

struct MimeSyntax final : Check {
    bool strict = false;

    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        Findings findings;
        judge_version(at, findings);
        ContentType type{.type = "text", .subtype = "plain", .parameters = {}, .deviation = {}};
        if (judge_type(at, type, findings)) {
            judge_encoding(at, type, findings);
        }
        return findings;
    }

private:
    /// What all readers read as `mended`.
    [[nodiscard]] Finding deviating(const HeadersStage& at, std::string_view name,
                                    const HeaderField& field, std::string_view why,
                                    const std::string& mended) const {
        auto finding = bad_field(name, field, why);
        if (at.headers->count("Resent-From") != 0) {
            return unless_strict(std::move(finding));
        }
        auto value = refolded(name, ' ' + mended, preferred_line);
        if (!value) {
            value = refolded(name, ' ' + mended, longest_written);
        }
        if (value) {
            finding.repair = {{FieldChange::Kind::replace, std::string(name), *value}};
        }
        return finding;
    }
    /// What all readers read alike, though it cannot be written otherwise.
    [[nodiscard]] Finding unless_strict(Finding finding) const {
        return strict ? finding : noted(std::move(finding));
    }

    void judge_version(const HeadersStage& at, Findings& findings) const {
        const auto* field = at.headers->find("MIME-Version");
        if (field == nullptr || is_mime_1_0(field->value)) {
            return;
        }
        findings.push_back(
            is_mime_1_0(without_semicolons(field->value))
                ? deviating(at, "MIME-Version", *field, "a ';' behind the version", "1.0")
                : bad_field("MIME-Version", *field, "it is not 1.0"));
    }

    /// Whether `type` now is what is written.
    bool judge_type(const HeadersStage& at, ContentType& type, Findings& findings) const {
        const auto* field = at.headers->find("Content-Type");
        if (field == nullptr) {
            return true;
        }
        auto written = parse_content_type(field->value);
        if (!written) {
            findings.push_back(bad_field("Content-Type", *field, written.error().what));
            return false;
        }
        type = *std::move(written);
        if (!type.deviation.empty()) {
            findings.push_back(
                deviating(at, "Content-Type", *field, type.deviation, to_text(type)));
        }
        if (type.has_odd_boundary) {
            findings.push_back(unless_strict(bad_field(
                "Content-Type", *field, "the boundary is not of characters of RFC 2046, 5.1.1")));
        }
        return true;
    }

    void judge_encoding(const HeadersStage& at, const ContentType& type, Findings& findings) const {
        constexpr std::string_view name = "Content-Transfer-Encoding";
        const auto* field = at.headers->find(name);
        if (field == nullptr) {
            return;
        }
        const auto encoding = parse_transfer_encoding(field->value);
        if (!encoding) {
            findings.push_back(bad_field(name, *field, encoding.error().what));
            return;
        }
        if (!encoding->deviation.empty()) {
            findings.push_back(deviating(at, name, *field, encoding->deviation, encoding->name));
        }
        if (is_composite(type) && !is_identity_encoding(encoding->name)) {
            auto finding =
                bad_field(name, *field, "only 7bit, 8bit and binary go with " + type.type);
            // No reader decodes a multipart; encoded messages some do.
            findings.push_back(type.is_multipart() ? unless_strict(std::move(finding)) : finding);
        }
    }
};

}  // namespace

CheckKind mime_syntax() {
    return Describe<MimeSyntax>(
               "mime_syntax", "RFC 2045; RFC 2046, 5",
               "MIME-Version, Content-Type and Content-Transfer-Encoding of the header are valid "
               "and fit each other; with \"repair\", what every reader reads alike (a needless "
               "`;`, a parameter twice, `boundary*=`) is written as it should be.")
        .action(Action::repair)
        .repairs()
        .may_stay_when_resent()
        .option("strict", &MimeSyntax::strict,
                "Refuse a boundary with characters outside RFC 2046, and an encoding of a "
                "multipart; otherwise they pass and are recorded.")
        .replies("554 5.6.0 Malformed message: bad Content-Type: a multipart without boundary");
}

}  // namespace msa

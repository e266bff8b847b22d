// header_counts: fields that may occur once occur once (RFC 5322, 3.6; RFC 2045, 3). Names are
// compared without case and without blanks in front of the colon. A missing Date or Message-ID is
// completed, a missing From is not (RFC 6409, 3.2); repeated To, Cc and Bcc mean one list (4.5.3).
#include "base/text.h"
#include "policy/check_kind.h"

#include <array>

namespace msa {
namespace {

/// The MIME fields are those that describe one body (RFC 2045, 3; 2183, 2; 3282, 2; 2557, 4.2;
/// 1864, 2); TLS-Required: RFC 8689, 5.
constexpr std::array<std::string_view, 18> once{"Date",
                                                "From",
                                                "Sender",
                                                "Reply-To",
                                                "Message-ID",
                                                "In-Reply-To",
                                                "References",
                                                "Subject",
                                                "MIME-Version",
                                                "Content-Type",
                                                "Content-Transfer-Encoding",
                                                "Content-ID",
                                                "Content-Description",
                                                "Content-Disposition",
                                                "Content-Language",
                                                "Content-Location",
                                                "Content-MD5",
                                                "TLS-Required"};

struct HeaderCounts final : Check {
    std::int64_t max_fields = 5000;

    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        if (at.headers.count("From") == 0) {
            return {malformed("no From field")};
        }
        for (const auto name : once) {
            if (at.headers.count(name) > 1) {
                return {malformed("more than one " + std::string(name) + " field")};
            }
        }
        if (at.headers.fields().size() > static_cast<std::size_t>(max_fields)) {
            return {malformed("more than " + std::to_string(max_fields) + " header fields")};
        }
        return {};
    }
};

}  // namespace

CheckKind header_counts() {
    return Describe<HeaderCounts>("header_counts", "RFC 5322, 3.6",
                                  "There is a From, and fields that may occur once do.")
        .option<std::int64_t>("max_fields", &HeaderCounts::max_fields,
                              "More header fields than this are refused.", between(1, 100000))
        .replies("554 5.6.0 Malformed message: more than one From field");
}

}  // namespace msa

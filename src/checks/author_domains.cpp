// author_domains: all authors are of one domain. A receiver can do DMARC for no more than one, and
// treats more as none at all (RFC 9989, 5.3.1).
#include "ownership/authorship.h"
#include "policy/check_kind.h"
#include "policy/resending.h"

namespace msa {
namespace {

struct AuthorDomains final : Check {
    std::int64_t maximum = 1;

    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        if (is_from_others(at) && is_resent_by_submitter(at)) {
            return {};  // who wrote it is not for us to say
        }
        const auto domains =
            author_domains(at.headers, at.addresses);  // none: others refuse what it is
        if (domains.size() <= static_cast<std::size_t>(maximum)) {
            return {};
        }
        return {
            {.what = "authors of " + std::to_string(domains.size()) + " domains in From",
             .reply = {550, "5.7.0", "Authors of several domains in From are not accepted here"}}};
    }
};

}  // namespace

CheckKind author_domains() {
    return Describe<AuthorDomains>("author_domains", "RFC 9989, 5.3.1; RFC 6854",
                                   "All mailboxes in From are in one domain.")
        .option<std::int64_t>(
            "maximum", &AuthorDomains::maximum, "In how many domains the authors in From may be.",
            [](const std::int64_t& value) {
                return value >= 1 ? Result<void>()
                                  : Error{"must be at least 1", ErrorKind::bad_config};
            })
        .replies("550 5.7.0 Authors of several domains in From are not accepted here");
}

}  // namespace msa

// remove_authentication_results: what a user's program says about authentication proves nothing,
// and a reader behind this MTA would believe it (RFC 8601, 5).
#include "base/text.h"
#include "mail/authentication_results.h"
#include "mail/domain.h"
#include "policy/check_kind.h"

#include <algorithm>

namespace msa {
namespace {

constexpr std::string_view name = "Authentication-Results";

bool same_id(std::string_view a, std::string_view b) {
    const auto domain_a = a_labels(a);
    const auto domain_b = a_labels(b);
    return domain_a && domain_b ? *domain_a == *domain_b : equal_ignoring_case(a, b);
}

struct RemoveAuthenticationResults final : Check {
    bool keep_foreign = false;
    std::vector<std::string> authserv_ids;

    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        Findings findings;
        // From the last to the first: a number must not change before it is used.
        for (auto nth = at.headers->count(name); nth > 0; --nth) {
            const auto& value = at.headers->find(name, nth)->value;
            if (keep_foreign && is_foreign(at, value)) {
                continue;
            }
            findings.push_back(
                {.what = std::string(name) + ": " + printable(trimmed(value)),
                 .reply = {554, "5.6.0", "Authentication-Results are not accepted"},
                 .repair = {{FieldChange::Kind::remove, std::string(name), {}, nth}}});
        }
        return findings;
    }

private:
    /// What cannot be read might be read as ours by somebody.
    [[nodiscard]] bool is_foreign(const HeadersStage& at, std::string_view value) const {
        const auto id = read_authserv_id(value);
        const auto is_id = [&](const std::string& ours) { return same_id(*id, ours); };
        return id && !is_id(at.session.mta_name) && !is_id(at.site) &&
               std::none_of(authserv_ids.begin(), authserv_ids.end(), is_id);
    }
};

}  // namespace

CheckKind remove_authentication_results() {
    return Describe<RemoveAuthenticationResults>(
               "remove_authentication_results", "RFC 8601, 5",
               "Authentication-Results that a user's program sends are removed.")
        .action(Action::repair)
        .repairs()
        .option("keep_foreign", &RemoveAuthenticationResults::keep_foreign,
                "Remove only those that claim to be of this MTA or of one of authserv_ids.")
        .option("authserv_ids", &RemoveAuthenticationResults::authserv_ids,
                "Further names under which this site's servers write results.");
}

}  // namespace msa

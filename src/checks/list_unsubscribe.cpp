// list_unsubscribe: mail in bulk can be unsubscribed from with one click (RFC 8058, 3.1; RFC 2369,
// 3.2), as its large receivers demand. Used by [[rule]] for the identities that send it; signatures
// cover both fields (dkim/signed_fields.h).
#include "base/text.h"
#include "mail/uri_list.h"
#include "policy/check_kind.h"

#include <algorithm>

namespace msa {
namespace {

constexpr std::string_view https = "https://";

bool is_https(const std::string& uri) {
    return equal_ignoring_case(std::string_view(uri).substr(0, https.size()), https);
}

Findings refused(std::string what) {
    Reply reply{550, "5.7.0", "Bulk mail needs one-click unsubscription: " + what};
    return {{.what = std::move(what), .reply = std::move(reply)}};
}

struct ListUnsubscribe final : Check {
    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        if (at.headers->count("List-Unsubscribe") != 1) {
            return refused("there is not exactly one List-Unsubscribe");
        }
        const auto uris = parse_uri_list(at.headers->find("List-Unsubscribe")->value);
        if (!uris) {
            return refused("bad List-Unsubscribe: " + uris.error().what);
        }
        if (std::count_if(uris->begin(), uris->end(), is_https) != 1) {
            return refused("there is not exactly one https URI in List-Unsubscribe");
        }
        const auto* post = at.headers->find("List-Unsubscribe-Post");
        if (at.headers->count("List-Unsubscribe-Post") != 1 ||
            trimmed(post->value) != "List-Unsubscribe=One-Click") {
            return refused("List-Unsubscribe-Post is not List-Unsubscribe=One-Click");
        }
        return {};
    }
};

}  // namespace

CheckKind list_unsubscribe() {
    return Describe<ListUnsubscribe>(
               "list_unsubscribe", "RFC 8058, 3.1",
               "List-Unsubscribe has exactly one https URI, and List-Unsubscribe-Post offers one "
               "click.")
        .action(Action::off)
        .replies(
            "550 5.7.0 Bulk mail needs one-click unsubscription: there is not exactly one "
            "https URI in List-Unsubscribe");
}

}  // namespace msa

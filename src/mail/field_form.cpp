#include "mail/field_form.h"

#include "mail/header_list.h"

#include <algorithm>
#include <array>

namespace msa {
namespace {

/// RFC 5322, 3.6; the other addresses are of RFC 8098, RFC 2076 and mailing lists.
constexpr std::array addresses{"From",
                               "Sender",
                               "Reply-To",
                               "To",
                               "Cc",
                               "Bcc",
                               "Resent-From",
                               "Resent-Sender",
                               "Resent-To",
                               "Resent-Cc",
                               "Resent-Bcc",
                               "Resent-Reply-To",
                               "Errors-To",
                               "Apparently-To",
                               "Return-Receipt-To",
                               "Disposition-Notification-To",
                               "Mail-Reply-To",
                               "Mail-Followup-To"};

/// RFC 5322, 3.6.5 and 4.5.4; RFC 2919, 3.
constexpr std::array phrases{"Keywords", "In-Reply-To", "References", "List-Id"};

constexpr std::array parameters{"Content-Type", "Content-Disposition"};

/// RFC 5322, 3.6; RFC 2045; RFC 2369; RFC 4021; RFC 8601, 2.2; RFC 7208, 9.1; RFC 3834, 5.
constexpr std::array comments{"Date",
                              "Message-ID",
                              "Received",
                              "Return-Path",
                              "Resent-Date",
                              "Resent-Message-ID",
                              "MIME-Version",
                              "Content-Transfer-Encoding",
                              "Content-ID",
                              "Content-Base",
                              "Content-Location",
                              "Content-Language",
                              "Content-MD5",
                              "Content-Duration",
                              "Content-Features",
                              "Accept-Language",
                              "List-Archive",
                              "List-Help",
                              "List-Owner",
                              "List-Post",
                              "List-Subscribe",
                              "List-Unsubscribe",
                              "Auto-Submitted",
                              "Authentication-Results",
                              "Received-SPF",
                              "Expires",
                              "Expiry-Date",
                              "Reply-By",
                              "Deferred-Delivery",
                              "Disposition-Notification-Options",
                              "Obsoletes",
                              "Supersedes"};

/// Tags, tokens and the like: RFC 6376, 3.5; RFC 8617, 4.1; RFC 8058, 3.1; RFC 8689, 4; Autocrypt.
constexpr std::array bare{"DKIM-Signature",
                          "DKIM2-Signature",
                          "Message-Instance",
                          "DomainKey-Signature",
                          "ARC-Seal",
                          "ARC-Message-Signature",
                          "ARC-Authentication-Results",
                          "List-Unsubscribe-Post",
                          "TLS-Required",
                          "MT-Priority",
                          "Autocrypt",
                          "Autocrypt-Gossip"};

template <class Names>
bool has(const Names& names, std::string_view name) {
    return std::any_of(names.begin(), names.end(),
                       [name](std::string_view each) { return same_name(each, name); });
}

}  // namespace

FieldForm field_form(std::string_view name) {
    if (has(addresses, name)) {
        return FieldForm::addresses;
    }
    if (has(phrases, name)) {
        return FieldForm::phrases;
    }
    if (has(parameters, name)) {
        return FieldForm::parameters;
    }
    if (has(comments, name)) {
        return FieldForm::comments;
    }
    return has(bare, name) ? FieldForm::bare : FieldForm::text;
}

}  // namespace msa

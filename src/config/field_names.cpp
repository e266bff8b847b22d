#include "config/field_names.h"

#include "base/text.h"

namespace msa {
namespace {

constexpr std::string_view registered =
    "Accept-Language Alternate-Recipient Apparently-To ARC-Authentication-Results "
    "ARC-Message-Signature ARC-Seal Archived-At Author Authentication-Results Autocrypt "
    "Auto-Submitted Autoforwarded Autosubmitted Bcc BIMI-Indicator BIMI-Location BIMI-Selector Cc "
    "CFBL-Address CFBL-Feedback-ID Comments Content-Alternative Content-Base Content-Description "
    "Content-Disposition Content-Duration Content-Features Content-ID Content-Identifier "
    "Content-Language Content-Location Content-MD5 Content-Return Content-Transfer-Encoding "
    "Content-Translation-Type Content-Type Conversion Conversion-With-Loss Date Deferred-Delivery "
    "Delivered-To Delivery-Date Discarded-X400-IPMS-Extensions Discarded-X400-MTS-Extensions "
    "Disclose-Recipients Disposition-Notification-Options Disposition-Notification-To "
    "DKIM-Signature DL-Expansion-History Downgraded-Final-Recipient Downgraded-In-Reply-To "
    "Downgraded-Message-Id Downgraded-Original-Recipient Downgraded-References EDIINT-Features "
    "Encoding Encrypted Errors-To Expires Expiry-Date Feedback-ID From Generate-Delivery-Report "
    "Importance In-Reply-To Incomplete-Copy Jabber-ID Keywords Language Latest-Delivery-Time "
    "List-Archive List-Help List-ID List-Owner List-Post List-Subscribe List-Unsubscribe "
    "List-Unsubscribe-Post Message-Context Message-ID Message-Type MIME-Version MT-Priority "
    "Obsoletes Organization Original-Encoded-Information-Types Original-From Original-Message-ID "
    "Original-Recipient Original-Subject Originator-Return-Address PICS-Label "
    "Prevent-NonDelivery-Report Priority Received Received-SPF References Reply-By Reply-To "
    "Require-Recipient-Valid-Since Resent-Bcc Resent-Cc Resent-Date Resent-From Resent-Message-ID "
    "Resent-Reply-To Resent-Sender Resent-To Return-Path Sender Sensitivity Solicitation Subject "
    "Supersedes TLS-Report-Domain TLS-Report-Submitter TLS-Required To VBR-Info "
    "X400-Content-Identifier X400-Content-Return X400-Content-Type X400-MTS-Identifier "
    "X400-Originator X400-Received X400-Recipients X400-Trace";

}  // namespace

const std::vector<std::string>& core_oversigned_fields() {
    static const std::vector<std::string> names{
        "From",       "Reply-To",     "Subject",      "Date",
        "To",         "Cc",           "Message-ID",   "In-Reply-To",
        "References", "MIME-Version", "Content-Type", "Content-Transfer-Encoding"};
    return names;
}

const std::vector<std::string>& core_signed_fields() {
    static const std::vector<std::string> names{
        "Sender",    "Resent-From",      "Resent-Sender",         "Resent-Date",
        "Resent-To", "Resent-Cc",        "Resent-Message-ID",     "List-Id",
        "List-Help", "List-Unsubscribe", "List-Unsubscribe-Post", "List-Subscribe",
        "List-Post", "List-Owner",       "List-Archive"};
    return names;
}

const std::vector<std::string>& registered_fields() {
    static const std::vector<std::string> names = [] {
        std::vector<std::string> words;
        for (const auto word : split(registered, ' ')) {
            words.emplace_back(word);
        }
        return words;
    }();
    return names;
}

}  // namespace msa

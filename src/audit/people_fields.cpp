// Fields that name people, see people_fields.h.
#include "audit/people_fields.h"

#include "mail/header_list.h"

#include <algorithm>
#include <initializer_list>

namespace msa {

namespace {

using Names = std::initializer_list<std::string_view>;

bool is_one_of(std::string_view name, Names names) {
    return std::any_of(names.begin(), names.end(),
                       [name](std::string_view each) { return same_name(name, each); });
}

}  // namespace

bool is_blind_field(std::string_view name) {
    return is_one_of(name, {"Bcc", "Resent-Bcc"});
}

bool is_recipient_field(std::string_view name) {
    return is_blind_field(name) ||
           is_one_of(name, {"To", "Cc", "Resent-To", "Resent-Cc", "Apparently-To", "Delivered-To",
                            "X-Delivered-To", "X-Original-To", "Envelope-To", "X-Envelope-To",
                            "X-Rcpt-To", "Original-Recipient", "X-Original-Recipient"});
}

bool is_sender_field(std::string_view name) {
    return is_one_of(name, {"From", "Sender", "Reply-To", "Resent-From", "Resent-Sender",
                            "Resent-Reply-To", "Return-Path", "Message-ID", "Resent-Message-ID",
                            "References", "In-Reply-To", "DKIM-Signature", "Date", "Content-Type",
                            "Content-ID", "Disposition-Notification-To"});
}

}  // namespace msa

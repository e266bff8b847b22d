// The second opinion, see gmime_oracle.h.
#include "fakes/gmime_oracle.h"

#include "base/text.h"
#include "mail/domain.h"

#include <memory>
#include <variant>

#include <gmime/gmime.h>

namespace msa {

namespace {

struct FreeOptions {
    void operator()(GMimeParserOptions* options) const { g_mime_parser_options_free(options); }
};

struct Unref {
    void operator()(InternetAddressList* list) const { g_object_unref(list); }
};

// GMime also warns of display names that look like encoded-words and are none. These are ordinary
// text (RFC 2047, 6.3) and touch no address.
void count_warning(gint64 /*offset*/, GMimeParserWarning kind, const gchar* /*item*/,
                   gpointer warnings) {
    if (kind != GMIME_WARN_INVALID_RFC2047_HEADER_VALUE) {
        ++*static_cast<std::size_t*>(warnings);
    }
}

void initialize_gmime() {
    [[maybe_unused]] static const bool once = [] {
        g_mime_init();
        return true;
    }();
}

// GMime hands an address out as it stood in the field, quotes and backslashes included.
AddrSpec parts_of(std::string_view text) {
    AddrSpec parts;
    if (text.substr(0, 1) != "\"") {
        const std::size_t at = text.rfind('@');
        parts.local_part = text.substr(0, at);
        parts.domain = at == std::string_view::npos ? "" : text.substr(at + 1);
        return parts;
    }
    std::size_t i = 1;
    for (; i < text.size() && text[i] != '"'; ++i) {
        i += text[i] == '\\' && i + 1 < text.size() ? 1 : 0;
        parts.local_part += text[i];
    }
    const std::string_view rest = text.substr(i);
    parts.domain = rest.substr(0, 2) == "\"@" ? rest.substr(2) : "";
    return parts;
}

void collect(InternetAddressList* list, std::vector<AddrSpec>& mailboxes) {
    for (int i = 0; i < internet_address_list_length(list); ++i) {
        InternetAddress* address = internet_address_list_get_address(list, i);
        if (INTERNET_ADDRESS_IS_GROUP(address)) {
            collect(internet_address_group_get_members(INTERNET_ADDRESS_GROUP(address)), mailboxes);
        } else {
            mailboxes.push_back(
                parts_of(internet_address_mailbox_get_addr(INTERNET_ADDRESS_MAILBOX(address))));
        }
    }
}

std::string comparable_domain(const std::string& domain) {
    const auto labels = a_labels(domain);
    return labels ? *labels : ascii_lower(domain);
}

bool same_mailbox(const AddrSpec& a, const AddrSpec& b) {
    return a.local_part == b.local_part &&
           comparable_domain(a.domain) == comparable_domain(b.domain);
}

std::string listed(const std::vector<AddrSpec>& mailboxes) {
    std::string text;
    for (const AddrSpec& mailbox : mailboxes) {
        text += " " + printable(to_text(mailbox));
    }
    return text;
}

}  // namespace

GmimeReading gmime_reading(std::string_view field_body) {
    initialize_gmime();
    GmimeReading reading;
    const std::unique_ptr<GMimeParserOptions, FreeOptions> options(g_mime_parser_options_new());
    g_mime_parser_options_set_address_compliance_mode(options.get(), GMIME_RFC_COMPLIANCE_STRICT);
    g_mime_parser_options_set_warning_callback(options.get(), count_warning, &reading.warnings);
    const std::unique_ptr<InternetAddressList, Unref> list(
        internet_address_list_parse(options.get(), std::string(field_body).c_str()));
    if (list) {
        collect(list.get(), reading.mailboxes);
    }
    return reading;
}

std::vector<AddrSpec> mailboxes_of(const std::vector<Address>& addresses) {
    std::vector<AddrSpec> mailboxes;
    for (const Address& address : addresses) {
        if (const auto* mailbox = std::get_if<Mailbox>(&address)) {
            mailboxes.push_back(mailbox->address);
            continue;
        }
        for (const Mailbox& member : std::get<Group>(address).members) {
            mailboxes.push_back(member.address);
        }
    }
    return mailboxes;
}

std::string disagreement(std::string_view field_body, const std::vector<AddrSpec>& accepted) {
    const GmimeReading reading = gmime_reading(field_body);
    if (reading.warnings > 0) {
        return "gmime warns: " + printable(field_body);
    }
    bool agrees = reading.mailboxes.size() == accepted.size();
    for (std::size_t i = 0; agrees && i < accepted.size(); ++i) {
        agrees = same_mailbox(reading.mailboxes[i], accepted[i]);
    }
    return agrees ? ""
                  : "we read" + listed(accepted) + ", gmime" + listed(reading.mailboxes) + ": " +
                        printable(field_body);
}

std::string gmime_text(const std::string& field_body) {
    initialize_gmime();
    char* const text = g_mime_utils_header_decode_text(nullptr, field_body.c_str());
    std::string result(text);
    g_free(text);
    return result;
}

std::string gmime_unquoted(const std::string& encoded) {
    initialize_gmime();
    GMimeEncoding state;
    g_mime_encoding_init_decode(&state, GMIME_CONTENT_ENCODING_QUOTEDPRINTABLE);
    std::string result(g_mime_encoding_outlen(&state, encoded.size()), '\0');
    result.resize(g_mime_encoding_flush(&state, encoded.data(), encoded.size(), result.data()));
    return result;
}

}  // namespace msa

// Tables that an LDAP server keeps (OpenLDAP's client library). A key gets into the filter escaped
// (RFC 4515, 3); each value of the attributes is a value of the entry (RFC 4511, 4.1.7). Where
// attributes hold names of entries, these are read too, as with Postfix's special_result_attribute.
#include "tables/ldap_table.h"

#include "base/text.h"
#include "tables/key_template.h"
#include "tables/plugins/exports.h"
#include "tables/remote_table.h"
#include "tables/secret.h"
#include "tables/table_values.h"

#include <algorithm>
#include <chrono>
#include <set>
#include <string>
#include <utility>
#include <vector>

#include <ldap.h>
#include <sys/socket.h>
#include <sys/time.h>

namespace msa {
namespace {

using std::chrono::microseconds;
using std::chrono::steady_clock;

constexpr std::size_t most_entries = 1000;

/// Where to search, and for what.
struct Place {
    std::string base;
    int scope;
    std::string filter;
};

struct HandleEnd {
    void operator()(LDAP* handle) const { (void)::ldap_unbind_ext(handle, nullptr, nullptr); }
};
struct MessageEnd {
    void operator()(LDAPMessage* message) const { (void)::ldap_msgfree(message); }
};
struct ValuesEnd {
    void operator()(berval** values) const { ::ldap_value_free_len(values); }
};
using Handle = std::unique_ptr<LDAP, HandleEnd>;
using Message = std::unique_ptr<LDAPMessage, MessageEnd>;

Error ldap_error(int code) {
    return {::ldap_err2string(code)};
}

Error wrong(const std::string& setting, const std::string& what) {
    return {setting + ": " + what, ErrorKind::bad_config};
}

std::string escaped(std::string_view key) {
    std::string result;
    for (const char c : key) {
        const bool is_special = c == '*' || c == '(' || c == ')' || c == '\\' || is_control(c);
        result += is_special ? '\\' + hex(std::string_view(&c, 1)) : std::string(1, c);
    }
    return result;
}

timeval left_until(Deadline deadline) {
    const auto left = std::max(
        std::chrono::duration_cast<microseconds>(deadline - steady_clock::now()), microseconds(1));
    const auto seconds = std::chrono::duration_cast<std::chrono::seconds>(left);
    return {.tv_sec = seconds.count(), .tv_usec = (left - seconds).count()};
}

class LdapConnection final : public TableConnection {
public:
    LdapConnection(LdapSettings settings, std::chrono::milliseconds deadline, std::string password)
        : settings_(std::move(settings)), deadline_(deadline), password_(std::move(password)) {}

    [[nodiscard]] Result<LookupAnswer> ask(std::string_view key, Deadline deadline) override;
    [[nodiscard]] bool is_usable() const override { return handle_ != nullptr; }

private:
    [[nodiscard]] Result<void> connect(Deadline deadline);
    [[nodiscard]] bool bound_reading() const;
    [[nodiscard]] Result<void> bind(Deadline deadline) const;
    /// Waits for all of an answer; errors also where it says that the request has failed.
    [[nodiscard]] Result<Message> answer_to(int message, Deadline deadline) const;
    /// Null where the entry that a name stands for is gone.
    [[nodiscard]] Result<Message> search(const Place& place, Deadline deadline);
    [[nodiscard]] Result<LookupAnswer> find(std::string_view key, Deadline deadline);

    LdapSettings settings_;
    std::chrono::milliseconds deadline_;
    std::string password_;
    Handle handle_;
};

bool is_ldaps(const LdapSettings& settings) {
    return ascii_lower(settings.server).starts_with("ldaps:");
}

/// Whom to believe where there is TLS: whatever ldap.conf(5) or the environment say, a certificate
/// must be good.
Result<void> trust(LDAP* handle, const LdapSettings& settings) {
    if (!is_ldaps(settings) && !settings.start_tls) {
        return {};
    }
    const auto& ca = settings.ca_file;
    const int demand = LDAP_OPT_X_TLS_DEMAND;
    const int oldest = LDAP_OPT_X_TLS_PROTOCOL_TLS1_2;
    const int is_server = 0;
    const bool done =
        ::ldap_set_option(handle, LDAP_OPT_X_TLS_REQUIRE_CERT, &demand) == LDAP_OPT_SUCCESS &&
        ::ldap_set_option(handle, LDAP_OPT_X_TLS_PROTOCOL_MIN, &oldest) == LDAP_OPT_SUCCESS &&
        (ca.empty() ||
         ::ldap_set_option(handle, LDAP_OPT_X_TLS_CACERTFILE, ca.c_str()) == LDAP_OPT_SUCCESS) &&
        ::ldap_set_option(handle, LDAP_OPT_X_TLS_NEWCTX, &is_server) == LDAP_OPT_SUCCESS;
    return done ? Result<void>()
                : Error{(ca.empty() ? "server" : "ca_file: " + ca) + ": no certificates to trust",
                        ErrorKind::bad_config};
}

/// Not connected yet.
Result<Handle> make_handle(const LdapSettings& settings, std::chrono::milliseconds deadline) {
    LDAP* raw = nullptr;
    if (const int code = ::ldap_initialize(&raw, settings.server.c_str()); code != LDAP_SUCCESS) {
        return wrong("server", ldap_error(code).what);
    }
    Handle handle(raw);
    const int version = LDAP_VERSION3;
    const timeval patience = left_until(steady_clock::now() + deadline);
    const bool done =
        ::ldap_set_option(raw, LDAP_OPT_PROTOCOL_VERSION, &version) == LDAP_OPT_SUCCESS &&
        ::ldap_set_option(raw, LDAP_OPT_REFERRALS, LDAP_OPT_OFF) == LDAP_OPT_SUCCESS &&
        ::ldap_set_option(raw, LDAP_OPT_NETWORK_TIMEOUT, &patience) == LDAP_OPT_SUCCESS &&
        ::ldap_set_option(raw, LDAP_OPT_TIMEOUT, &patience) == LDAP_OPT_SUCCESS;
    if (!done) {
        return Error{"an option is not taken by libldap", ErrorKind::bad_config};
    }
    if (const auto trusts = trust(raw, settings); !trusts) {
        return trusts.error();
    }
    return handle;
}

Result<Message> LdapConnection::answer_to(int message, Deadline deadline) const {
    timeval left = left_until(deadline);
    LDAPMessage* raw = nullptr;
    const int type = ::ldap_result(handle_.get(), message, LDAP_MSG_ALL, &left, &raw);
    Message answer(raw);
    if (type == 0) {
        return Error{"no answer in time"};
    }
    int code = LDAP_SUCCESS;
    if (type < 0) {
        (void)::ldap_get_option(handle_.get(), LDAP_OPT_RESULT_CODE, &code);
        return ldap_error(code == LDAP_SUCCESS ? LDAP_SERVER_DOWN : code);
    }
    const int parsed =
        ::ldap_parse_result(handle_.get(), raw, &code, nullptr, nullptr, nullptr, nullptr, 0);
    if (parsed != LDAP_SUCCESS || code != LDAP_SUCCESS) {
        return ldap_error(parsed != LDAP_SUCCESS ? parsed : code);
    }
    return answer;
}

Result<void> LdapConnection::bind(Deadline deadline) const {
    berval password{password_.size(), const_cast<char*>(password_.data())};  // only read
    int message = 0;
    const int code = ::ldap_sasl_bind(handle_.get(), settings_.bind_dn.c_str(), LDAP_SASL_SIMPLE,
                                      &password, nullptr, nullptr, &message);
    if (code != LDAP_SUCCESS) {
        return ldap_error(code);
    }
    const auto answer = answer_to(message, deadline);
    return answer ? Result<void>() : within("bind", answer.error());
}

/// libldap would wait for the rest of half an answer for ever.
bool LdapConnection::bound_reading() const {
    int socket = -1;
    const timeval patience = left_until(steady_clock::now() + deadline_);
    return ::ldap_get_option(handle_.get(), LDAP_OPT_DESC, &socket) == LDAP_OPT_SUCCESS &&
           ::setsockopt(socket, SOL_SOCKET, SO_RCVTIMEO, &patience, sizeof patience) == 0 &&
           ::setsockopt(socket, SOL_SOCKET, SO_SNDTIMEO, &patience, sizeof patience) == 0;
}

Result<void> LdapConnection::connect(Deadline deadline) {
    auto handle = make_handle(settings_, deadline_);
    if (!handle) {
        return handle.error();
    }
    handle_ = *std::move(handle);
    if (const int code = ::ldap_connect(handle_.get()); code != LDAP_SUCCESS) {
        return ldap_error(code);
    }
    if (!bound_reading()) {
        return Error{"a socket option is not taken"};
    }
    if (settings_.start_tls) {
        const int code = ::ldap_start_tls_s(handle_.get(), nullptr, nullptr);
        if (code != LDAP_SUCCESS) {
            return within("STARTTLS", ldap_error(code));
        }
    }
    return settings_.bind_dn.empty() ? Result<void>() : bind(deadline);
}

/// Adds the values that the entries of an answer have for these attributes.
void take_values(LDAP* handle, LDAPMessage* answer, const std::vector<std::string>& attributes,
                 std::vector<std::string>& texts) {
    for (auto* entry = ::ldap_first_entry(handle, answer); entry != nullptr;
         entry = ::ldap_next_entry(handle, entry)) {
        for (const auto& name : attributes) {
            const std::unique_ptr<berval*, ValuesEnd> values(
                ::ldap_get_values_len(handle, entry, name.c_str()));
            const int count = ::ldap_count_values_len(values.get());
            for (int i = 0; i < count; ++i) {
                const berval& value = *values.get()[i];
                texts.emplace_back(value.bv_val, value.bv_len);
            }
        }
    }
}

Result<Message> LdapConnection::search(const Place& place, Deadline deadline) {
    std::vector<char*> attributes;
    for (auto* const names : {&settings_.attributes, &settings_.dn_attributes}) {
        for (auto& name : *names) {
            attributes.push_back(name.data());
        }
    }
    attributes.push_back(nullptr);
    timeval left = left_until(deadline);
    int message = 0;
    const int code = ::ldap_search_ext(handle_.get(), place.base.c_str(), place.scope,
                                       place.filter.c_str(), attributes.data(), 0, nullptr, nullptr,
                                       &left, static_cast<int>(most_entries), &message);
    if (code != LDAP_SUCCESS) {
        return ldap_error(code);
    }
    auto answer = answer_to(message, deadline);
    const bool is_gone = !answer && place.scope == LDAP_SCOPE_BASE &&
                         answer.error().what == ldap_error(LDAP_NO_SUCH_OBJECT).what;
    return is_gone ? Result<Message>(Message()) : std::move(answer);
}

/// Each entry is read once, so that groups may hold each other.
Result<LookupAnswer> LdapConnection::find(std::string_view key, Deadline deadline) {
    const auto& ldap = settings_;
    std::vector<std::string> texts;
    std::vector<std::string> names;
    Place place{ldap.base, LDAP_SCOPE_SUBTREE, with_key(ldap.filter, escaped(key))};
    std::set<std::string> followed;
    for (;;) {
        const auto answer = search(place, deadline);
        if (!answer) {
            return answer.error();
        }
        if (*answer) {
            take_values(handle_.get(), answer->get(), ldap.attributes, texts);
            take_values(handle_.get(), answer->get(), ldap.dn_attributes, names);
        }
        while (!names.empty() && !followed.insert(ascii_lower(names.back())).second) {
            names.pop_back();
        }
        if (names.empty()) {
            break;
        }
        if (followed.size() > most_entries) {
            return Error{"more than " + std::to_string(most_entries) + " entries to follow"};
        }
        place = {std::move(names.back()), LDAP_SCOPE_BASE, "(objectClass=*)"};
        names.pop_back();
    }
    auto found = found_entry({texts.begin(), texts.end()}, settings_.separator);
    if (found && found->values.empty()) {
        found->found = false;
    }
    return found;
}

Result<LookupAnswer> LdapConnection::ask(std::string_view key, Deadline deadline) {
    if (!handle_) {
        if (const auto connected = connect(deadline); !connected) {
            handle_.reset();
            return connected.error();
        }
    }
    auto answer = find(key, deadline);
    if (!answer) {
        handle_.reset();  // what it would say next might answer this question
    }
    return answer;
}

/// libldap reads a filter before it connects; here it finds nobody to connect to.
Result<void> check_filter(const std::string& filter) {
    if (!filter.starts_with('(') || !filter.ends_with(')') || !has_key_place(filter)) {
        return wrong("filter", "must be in parentheses and hold {key}");
    }
    LDAP* raw = nullptr;
    if (const int code = ::ldap_initialize(&raw, "ldapi://%2fdev%2fnull"); code != LDAP_SUCCESS) {
        return ldap_error(code);
    }
    const Handle handle(raw);
    int message = 0;
    const int code = ::ldap_search_ext(raw, "", LDAP_SCOPE_BASE, with_key(filter, "key").c_str(),
                                       nullptr, 0, nullptr, nullptr, nullptr, 0, &message);
    return code == LDAP_FILTER_ERROR
               ? wrong("filter", "is not an LDAP filter (RFC 4515); do its parentheses match?")
               : Result<void>();
}

Result<void> check_name(const char* setting, const std::string& name) {
    LDAPDN parts = nullptr;
    const int code = ::ldap_str2dn(name.c_str(), &parts, LDAP_DN_FORMAT_LDAPV3);
    ::ldap_dnfree(parts);
    return code == LDAP_SUCCESS ? Result<void>()
                                : wrong(setting, '\'' + printable(name) +
                                                     "' is not the name of an entry (RFC 4514), "
                                                     "such as ou=people,dc=example,dc=com");
}

/// A name or a number, perhaps with options (RFC 4512, 2.5).
Result<void> check_attributes(const char* setting, const std::vector<std::string>& names) {
    for (const auto& name : names) {
        const bool is_good = std::all_of(name.begin(), name.end(), [](char c) {
            return is_letter(c) || is_digit(c) || c == '-' || c == '.' || c == ';';
        });
        if (name.empty() || !is_good) {
            return wrong(setting, '\'' + printable(name) + "' is not an attribute");
        }
    }
    return {};
}

Result<void> check_settings(const LdapSettings& ldap) {
    for (const auto& checked :
         {check_filter(ldap.filter), check_name("base", ldap.base),
          check_name("bind_dn", ldap.bind_dn), check_attributes("attributes", ldap.attributes),
          check_attributes("dn_attributes", ldap.dn_attributes)}) {
        if (!checked) {
            return checked;
        }
    }
    if (ldap.start_tls && is_ldaps(ldap)) {
        return wrong("start_tls", "there is TLS already with ldaps:");
    }
    if (ldap.bind_dn.empty() != ldap.password_file.empty()) {
        return wrong(ldap.bind_dn.empty() ? "password_file" : "bind_dn",
                     "bind_dn and password_file need each other");
    }
    return {};
}

OpenedTable make_table(const LdapSettings& own, const TableSettings& settings) {
    if (const auto checked = check_settings(own); !checked) {
        return checked.error();
    }
    auto password = read_secret(own.password_file);
    if (!password) {
        return password.error();
    }
    if (const auto handle = make_handle(own, settings.deadline); !handle) {
        return handle.error();
    }
    return std::shared_ptr<const Table>(std::make_shared<RemoteTable>(
        [own, deadline = settings.deadline, password = *std::move(password)] {
            return std::make_unique<LdapConnection>(own, deadline, password);
        },
        settings.deadline));
}

}  // namespace
}  // namespace msa

void msa_milter_open_table(const void* own, const msa::TableSettings& settings,
                           msa::OpenedTable& table) {
    table = msa::make_table(*static_cast<const msa::LdapSettings*>(own), settings);
}

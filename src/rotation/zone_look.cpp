#include "rotation/zone_look.h"

#include "dkim/key_record.h"

#include <algorithm>
#include <map>
#include <utility>

namespace msa {
namespace {

constexpr std::chrono::seconds patience{5};  // for one answer
constexpr std::size_t most_servers = 32;
constexpr int most_failures = 3;  // of a server, in a row

Deadline soon() {
    return std::chrono::steady_clock::now() + patience;
}

/// Why what a server answered is not this key; empty: it is.
std::string difference(const DnsAnswer& answer, const std::string& record) {
    if (answer.kind != DnsAnswer::Kind::records) {
        return answer.kind == DnsAnswer::Kind::no_data ? "has no TXT record there"
                                                       : "does not know the name";
    }
    if (answer.records.size() > 1) {
        return "has " + std::to_string(answer.records.size()) + " TXT records there";
    }
    const auto found = parse_key_record(answer.records.front().value);
    const auto wanted = parse_key_record(record);
    if (!found || !wanted) {
        return "has something else there: " + (found ? wanted : found).error().what;
    }
    return found->public_key == wanted->public_key && found->key_type == wanted->key_type
               ? ""
               : "has another key there";
}

class AuthoritativeLook final : public ZoneLook {
public:
    AuthoritativeLook(std::vector<std::string> servers, ZoneLookParts parts)
        : servers_(std::move(servers)), parts_(std::move(parts)) {}

    [[nodiscard]] ZoneSight look(const std::string& name, const std::string& record) override;

private:
    using Names = std::vector<std::string>;

    [[nodiscard]] Result<Names> servers_of(std::string_view name) const;
    void ask(const std::string& server, const std::string& name, const std::string& record,
             ZoneSight& sight);
    [[nodiscard]] std::string doubt(const std::string& server, const std::string& name,
                                    const Error& error);

    Names servers_;
    ZoneLookParts parts_;
    std::map<std::string, int> failures_;  // by server, in a row: it is not waited for for ever
    std::map<std::string, std::string> silent_;  // why
};

Result<AuthoritativeLook::Names> AuthoritativeLook::servers_of(std::string_view name) const {
    if (!servers_.empty()) {
        return servers_;
    }
    if (parts_.resolver == nullptr || !parts_.name_servers) {
        return Error{"there is no resolver to ask for name servers"};
    }
    return zone_servers(name, *parts_.resolver, parts_.name_servers);
}

/// Verifiers follow an alias; the server of this zone cannot tell what they find.
std::string AuthoritativeLook::doubt(const std::string& server, const std::string& name,
                                     const Error& error) {
    const auto alias = parts_.alias_at ? parts_.alias_at(server, name) : Result(std::string());
    if (alias && !alias->empty()) {
        return server + " has a CNAME there, to " + *alias + ", which it does not know";
    }
    auto why = server + " cannot tell: " + error.what;
    if (++failures_[server] >= most_failures) {
        silent_[server] = why;
    }
    return why;
}

void AuthoritativeLook::ask(const std::string& server, const std::string& name,
                            const std::string& record, ZoneSight& sight) {
    if (const auto known = silent_.find(server); known != silent_.end()) {
        sight.can_tell = false;
        sight.why = known->second;
        return;
    }
    const auto resolver = parts_.ask_server(server);
    const auto answer = resolver ? (*resolver)->ask(name, RecordType::txt, soon())
                                 : Result<DnsAnswer>(resolver.error());
    if (!answer) {
        sight.can_tell = false;
        sight.why = doubt(server, name, answer.error());
        return;
    }
    failures_[server] = 0;
    const auto different = difference(*answer, record);
    if (different.empty()) {
        sight.record = sight.with == 0 ? answer->records.front().value : sight.record;
        ++sight.with;
        return;
    }
    ++sight.without;
    if (sight.why.empty()) {
        sight.why = server + ' ' + different;
    }
}

ZoneSight AuthoritativeLook::look(const std::string& name, const std::string& record) {
    const auto servers = servers_of(name);
    if (!servers) {
        return {.why = servers.error().what};
    }
    ZoneSight sight{.can_tell = true};
    for (std::size_t i = 0; i < std::min(servers->size(), most_servers); ++i) {
        ask(servers->at(i), name, record, sight);
    }
    return sight;
}

}  // namespace

std::unique_ptr<ZoneLook> make_zone_look(std::vector<std::string> servers, ZoneLookParts parts) {
    return std::make_unique<AuthoritativeLook>(std::move(servers), std::move(parts));
}

}  // namespace msa

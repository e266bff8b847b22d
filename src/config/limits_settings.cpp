#include "config/limits_settings.h"

#include "config/redis_scheme.h"
#include "config/section_of.h"

#include <array>
#include <string_view>

namespace msa {
namespace {

using Described = SectionOf<LimitsSettings>;

Result<std::string> server(std::string_view text) {
    return has_redis_scheme(text) ? Result<std::string>(std::string(text))
                                  : Error{
                                        "'redis' takes \"redis://HOST:PORT/DATABASE\", "
                                        "\"rediss://HOST:PORT\" (TLS) or \"unix:/PATH\""};
}

void check_store(const Section& section, const LimitsSettings& limits,
                 const SettingsContext& /*context*/) {
    static constexpr std::array<const char*, 10> keys{
        "redis",   "redis_sentinel", "redis_cluster", "user",  "password_file",
        "ca_file", "secret_file",    "on_error",      "hosts", "deadline"};
    if (limits.redis_cluster && !limits.redis_sentinel.empty()) {
        section.error("redis_sentinel", "has no meaning in a cluster: it has no Sentinels");
    }
    if (limits.store == "redis") {
        for (const auto* key : {"redis", "secret_file"}) {
            if (!section.has(key)) {
                section.error("store", "\"redis\" needs '" + std::string(key) + "'");
            }
        }
        return;
    }
    for (const auto* key : keys) {
        if (section.has(key)) {
            section.error(key, "has a meaning only with store = \"redis\"");
        }
    }
}

Described& with_servers(Described& section) {
    return section
        .parsed(
            "redis", &LimitsSettings::redis,
            "The server, or several: the first that takes writes, or Sentinels, or "
            "nodes of a cluster. \"rediss://\": with TLS; or \"unix:/PATH\".",
            server,
            {.type = ValueType::one_or_more, .example = "\"redis://limits.example.com:6379/0\""})
        .key("redis_sentinel", &LimitsSettings::redis_sentinel,
             "The servers are Sentinels, and this is what they call the master.",
             {.example = "\"mymaster\""})
        .key("redis_cluster", &LimitsSettings::redis_cluster,
             "The servers are nodes of a cluster; some of them suffice.");
}

Described& with_secrets(Described& section) {
    return section
        .key("user", &LimitsSettings::user,
             "The user of the server's access list. Absent: the default one.",
             {.example = "\"msa-milter\""})
        .key("password_file", &LimitsSettings::password_file,
             "A file that only the daemon may read; its first line is the password.",
             {.example = "\"/etc/msa-milter/redis.password\"", .is_file = true})
        .key("ca_file", &LimitsSettings::ca_file,
             "Certificates (PEM) that are trusted besides the system's.",
             {.example = "\"/etc/msa-milter/redis-ca.pem\"", .is_file = true})
        .key("secret_file", &LimitsSettings::secret_file,
             "The key of the names under which logins, recipients and networks are "
             "counted; the same on all hosts. `openssl rand -base64 33` makes one.",
             {.example = "\"/etc/msa-milter/limits.secret\"", .is_file = true});
}

}  // namespace

const SectionOf<LimitsSettings>& limits_section() {
    static const auto section =
        with_secrets(
            with_servers(Described("[limits]", "Where limits are counted.")
                             .key("file", &LimitsSettings::file,
                                  "Where it is kept, so that a restart does not forget it; "
                                  "\"none\": nowhere. Absent: limits.sqlite in the service's "
                                  "StateDirectory, or else nowhere.",
                                  {.example = "\"/var/lib/msa-milter/limits.sqlite\"",
                                   .is_file = true,
                                   .no_file = "none"})
                             .key("store", &LimitsSettings::store,
                                  "\"memory\": each host counts for itself; \"redis\": hosts share "
                                  "what they count, in Redis or Valkey.",
                                  {.words = {"memory", "redis"}})))
            .key("on_error", &LimitsSettings::on_error,
                 "While the server is away: \"local\", this host counts for itself, each "
                 "limit divided by 'hosts'; \"accept\", no limit bites; \"defer\", mail "
                 "waits.",
                 {.words = {"local", "accept", "defer"}})
            .key("hosts", &LimitsSettings::hosts, "How many hosts share the store.",
                 {.range = NumberRange{1, 1000}})
            .key("deadline", &LimitsSettings::deadline, "Milliseconds that one call may take.",
                 {.range = NumberRange{1, 5000}})
            .check(check_store);
    return section;
}

}  // namespace msa

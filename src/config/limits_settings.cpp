#include "config/limits_settings.h"

#include "config/key_schemas.h"
#include "config/redis_scheme.h"

#include <array>
#include <string_view>

namespace msa {
namespace {

constexpr std::int64_t most_hosts = 1000;
constexpr std::int64_t longest_deadline = 5000;  // milliseconds

void read_file_name(const Section& section, std::string_view key, std::string& member) {
    if (const auto path = section.string(key)) {
        member = section.diagnostics().beside_file(*path);
    }
}

void read_number(const Section& section, std::string_view key, std::int64_t most,
                 std::int64_t& member) {
    if (const auto number = section.integer(key)) {
        if (*number < 1 || *number > most) {
            section.error(key, "must be from 1 to " + std::to_string(most));
        }
        member = *number;
    }
}

void read_servers(const Section& section, LimitsSettings& limits) {
    for (const auto& each : section.strings("redis")) {
        if (!has_redis_scheme(each.value)) {
            section.diagnostics().error(each.place,
                                        "'redis' takes \"redis://HOST:PORT/DATABASE\", "
                                        "\"rediss://HOST:PORT\" (TLS) or \"unix:/PATH\"");
        }
        limits.redis.push_back(each.value);
    }
    limits.redis_sentinel = section.string("redis_sentinel").value_or("");
    limits.redis_cluster = section.boolean("redis_cluster").value_or(false);
    if (limits.redis_cluster && !limits.redis_sentinel.empty()) {
        section.error("redis_sentinel", "has no meaning in a cluster: it has no Sentinels");
    }
}

void check_store(const Section& section, const LimitsSettings& limits) {
    static constexpr std::array<const char*, 10> keys{
        "redis",   "redis_sentinel", "redis_cluster", "user",  "password_file",
        "ca_file", "secret_file",    "on_error",      "hosts", "deadline"};
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

}  // namespace

LimitsSettings read_limits(const Section& section) {
    LimitsSettings limits;
    limits.file = section.string("file");
    if (limits.file && limits.file != "none") {
        limits.file = section.diagnostics().beside_file(*limits.file);
    }
    limits.store = section.word("store", {"memory", "redis"}).value_or(limits.store);
    read_servers(section, limits);
    limits.user = section.string("user").value_or("");
    read_file_name(section, "password_file", limits.password_file);
    read_file_name(section, "ca_file", limits.ca_file);
    read_file_name(section, "secret_file", limits.secret_file);
    limits.on_error =
        section.word("on_error", {"local", "accept", "defer"}).value_or(limits.on_error);
    read_number(section, "hosts", most_hosts, limits.hosts);
    std::int64_t deadline = limits.deadline.count();
    read_number(section, "deadline", longest_deadline, deadline);
    limits.deadline = std::chrono::milliseconds(deadline);
    check_store(section, limits);
    return limits;
}

const SectionSchema& limits_schema() {
    static const SectionSchema schema{
        .header = "[limits]",
        .help = "Where limits are counted.",
        .keys = {
            example("file", ValueType::string, "\"/var/lib/msa-milter/limits.sqlite\"",
                    "Where it is kept, so that a restart does not forget it; \"none\": "
                    "nowhere. Absent: limits.sqlite in the service's StateDirectory, or else "
                    "nowhere."),
            key("store", ValueType::string, "\"memory\"",
                "\"memory\": each host counts for itself; \"redis\": hosts share what they count, "
                "in Redis or Valkey."),
            example("redis", ValueType::one_or_more, "\"redis://limits.example.com:6379/0\"",
                    "The server, or several: the first that takes writes, or Sentinels, or nodes "
                    "of a cluster. \"rediss://\": with TLS; or \"unix:/PATH\"."),
            example("redis_sentinel", ValueType::string, "\"mymaster\"",
                    "The servers are Sentinels, and this is what they call the master."),
            key("redis_cluster", ValueType::boolean, "false",
                "The servers are nodes of a cluster; some of them suffice."),
            example("user", ValueType::string, "\"msa-milter\"",
                    "The user of the server's access list. Absent: the default one."),
            example("password_file", ValueType::string, "\"/etc/msa-milter/redis.password\"",
                    "A file that only the daemon may read; its first line is the password."),
            example("ca_file", ValueType::string, "\"/etc/msa-milter/redis-ca.pem\"",
                    "Certificates (PEM) that are trusted besides the system's."),
            example("secret_file", ValueType::string, "\"/etc/msa-milter/limits.secret\"",
                    "The key of the names under which logins, recipients and networks are counted; "
                    "the same on all hosts. `openssl rand -base64 33` makes one."),
            key("on_error", ValueType::string, "\"local\"",
                "While the server is away: \"local\", this host counts for itself, each limit "
                "divided by 'hosts'; \"accept\", no limit bites; \"defer\", mail waits."),
            key("hosts", ValueType::integer, "1", "How many hosts share the store."),
            key("deadline", ValueType::integer, "50",
                "Milliseconds that one call may take, 1 to 5000.")}};
    return schema;
}

}  // namespace msa

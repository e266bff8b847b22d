// A store of limits in Redis from its settings, see redis_limits.h.
#include "base/file.h"
#include "base/secret_file.h"
#include "limits/redis_limits.h"

#include <utility>

namespace msa {

namespace {

constexpr std::size_t largest_file = std::size_t{1} << 20U;
constexpr std::size_t shortest_secret = 16;

/// The first line of a file that nobody else can have read.
Result<std::string> secret_line(const std::string& path) {
    constexpr std::size_t longest = 4096;
    auto text = read_secret_file(path, longest);
    return text ? text->substr(0, text->find_first_of("\r\n")) : std::move(text);
}

Result<std::string> password(const std::string& path) {
    if (path.empty()) {
        return std::string();
    }
    auto line = secret_line(path);
    if (!line) {
        return within("password_file", line.error());
    }
    return line->empty()
               ? Error{"password_file: " + path + ": no password in it", ErrorKind::bad_config}
               : std::move(line);
}

Result<std::string> secret(const std::string& path) {
    auto line = secret_line(path);
    if (!line) {
        return within("secret_file", line.error());
    }
    return line->size() < shortest_secret
               ? Error{"secret_file: " + path +
                           ": its first line is shorter than 16 letters; make one with `openssl "
                           "rand -base64 33`",
                       ErrorKind::bad_config}
               : std::move(line);
}

Result<TlsStream::Trust> trust(const std::string& path) {
    std::string certificates;
    if (!path.empty()) {
        auto text = read_file(path, largest_file);
        if (!text) {
            return within("ca_file", text.error());
        }
        certificates = *text + '\n';
    }
    auto made = TlsStream::trust(certificates);
    return made ? std::move(made) : within("ca_file: " + path, made.error());
}

Result<std::vector<RedisUrl>> urls(const RedisLimitSettings& settings) {
    std::vector<RedisUrl> all;
    for (const auto& each : settings.servers) {
        auto url = parse_redis_url(each);
        if (!url) {
            return url.error();
        }
        if (!all.empty() &&
            (url->has_tls != all.front().has_tls || url->database != all.front().database)) {
            return Error{each + ": all servers have TLS, or none, and the same database",
                         ErrorKind::bad_config};
        }
        all.push_back(*std::move(url));
    }
    if (all.empty()) {
        return Error{"no server is named", ErrorKind::bad_config};
    }
    if (settings.is_cluster && all.front().database != 0) {
        return Error{"a cluster has no other database than 0", ErrorKind::bad_config};
    }
    return all;
}

RedisTopology::Kind kind_of(const RedisLimitSettings& settings) {
    if (settings.is_cluster) {
        return RedisTopology::Kind::cluster;
    }
    return settings.sentinel_master.empty() ? RedisTopology::Kind::servers
                                            : RedisTopology::Kind::sentinels;
}

}  // namespace

Result<std::unique_ptr<RedisLimits>> make_redis_limits(const RedisLimitSettings& settings,
                                                       LimitStore& local, RedisCaller::Say say) {
    auto servers = urls(settings);
    if (!servers) {
        return servers.error();
    }
    RedisLimits::Parts parts{.say = std::move(say)};
    parts.access.user = settings.user;
    parts.access.database = servers->front().database;
    if (servers->front().has_tls) {
        auto trusted = trust(settings.ca_file);
        if (!trusted) {
            return trusted.error();
        }
        parts.access.trust = *std::move(trusted);
    }
    auto its_password = password(settings.password_file);
    auto its_secret = secret(settings.secret_file);
    if (!its_password || !its_secret) {
        return its_password ? its_secret.error() : its_password.error();
    }
    parts.access.password = *std::move(its_password);
    parts.secret = *std::move(its_secret);
    parts.servers = {kind_of(settings), *std::move(servers), settings.sentinel_master};
    return std::make_unique<RedisLimits>(std::move(parts), settings, local);
}

}  // namespace msa

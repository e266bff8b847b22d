#include "commands/table_fingerprint.h"

#include "base/file.h"
#include "base/text.h"
#include "crypto/digest.h"

#include <cerrno>

#include <sys/stat.h>
#include <unistd.h>

namespace msa {
namespace {

using Type = TableSettings::Type;

constexpr std::size_t chunk_octets = std::size_t{1} << 20U;
constexpr int attempts = 3;

Result<std::string> digest_of_file(const std::string& path) {
    struct stat status {};
    const auto file = open_regular_file(path, status);
    if (!file) {
        return file.error();
    }
    Sha256 digest;
    std::string chunk(chunk_octets, '\0');
    for (;;) {
        const auto count = ::read(file->get(), chunk.data(), chunk.size());
        if (count < 0 && errno != EINTR) {
            return file_error(path, errno);
        }
        if (count == 0) {
            return hex(digest.finish());
        }
        if (count > 0) {
            digest.add(std::string_view(chunk).substr(0, static_cast<std::size_t>(count)));
        }
    }
}

TableFingerprint of_file(const std::string& path) {
    for (int i = 0; i < attempts; ++i) {
        const auto before = state_of(path);
        if (!before) {
            return {.why_none = "unreadable"};
        }
        if (before->size > most_fingerprinted) {
            return {.why_none = "too_large", .state = *before};
        }
        auto digest = digest_of_file(path);
        const auto after = state_of(path);
        if (!digest || !after) {
            return {.why_none = "unreadable"};
        }
        if (*before == *after) {
            return {.sha256 = *std::move(digest), .why_none = {}, .state = *before};
        }
    }
    return {.why_none = "changing"};
}

/// Length first, so that no two tables are spelled alike.
void add(Sha256& digest, std::string_view text) {
    digest.add(std::to_string(text.size()) + ':');
    digest.add(text);
}

TableFingerprint of_entries(const TableSettings& settings) {
    Sha256 digest;
    for (const auto& [key, values] : settings.entries) {
        add(digest, key);
        digest.add(std::to_string(values.size()) + ';');
        for (const auto& value : values) {
            add(digest, value);
        }
    }
    return {.sha256 = hex(digest.finish())};
}

}  // namespace

bool is_fingerprinted_file(const TableSettings& settings) {
    const bool is_known = settings.type == Type::lmdb || settings.type == Type::cdb;
    return is_known && settings.use != TableSettings::Use::recent_logins;
}

TableFingerprint fingerprint(const TableSettings& settings) {
    switch (settings.type) {
        case Type::inline_entries: return of_entries(settings);
        case Type::file: return of_file(settings.path);
        case Type::lmdb:
        case Type::cdb:
            return is_fingerprinted_file(settings) ? of_file(settings.path)
                                                   : TableFingerprint{.why_none = "logins"};
        case Type::sqlite: return {.why_none = "database"};
        default: return {.why_none = "server"};
    }
}

}  // namespace msa

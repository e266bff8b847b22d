#include "commands/table_fingerprint.h"

#include "base/file.h"
#include "base/text.h"
#include "crypto/digest.h"

#include <cerrno>

#include <sys/stat.h>
#include <unistd.h>

namespace msa {
namespace {

using Kept = TableSettings::Kept;

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
    return settings.kept == Kept::in_map && settings.use != TableSettings::Use::recent_logins;
}

TableFingerprint fingerprint(const TableSettings& settings) {
    switch (settings.kept) {
        case Kept::in_rules: return of_entries(settings);
        case Kept::in_text: return of_file(settings.path());
        case Kept::in_map:
            return is_fingerprinted_file(settings) ? of_file(settings.path())
                                                   : TableFingerprint{.why_none = "logins"};
        case Kept::in_database: return {.why_none = "database"};
        case Kept::by_server: break;
    }
    return {.why_none = "server"};
}

}  // namespace msa

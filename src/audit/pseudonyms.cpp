// Pseudonyms of addresses and their keys, see pseudonyms.h.
#include "audit/pseudonyms.h"

#include "audit/trail_file.h"
#include "base/file.h"
#include "base/secret_file.h"
#include "base/text.h"
#include "crypto/hmac.h"
#include "mail/address_key.h"
#include "mail/domain.h"

#include <array>
#include <cerrno>
#include <cstdio>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace msa {

namespace {

constexpr mode_t folder_mode = 0700;
constexpr mode_t key_mode = 0400;

std::string path_of(const std::string& folder, std::chrono::year_month month) {
    std::array<char, 32> name{};
    (void)std::snprintf(name.data(), name.size(), "/%04d-%02u.key", static_cast<int>(month.year()),
                        static_cast<unsigned>(month.month()));
    return folder + name.data();
}

Result<PseudonymKey> key_of(const std::string& path, const Result<std::string>& secret) {
    if (!secret) {
        return secret.error();
    }
    if (secret->size() != PseudonymKey::octets) {
        return Error{path + ": is not " + std::to_string(PseudonymKey::octets) +
                         " octets: move it away, and the daemon makes another",
                     ErrorKind::bad_config};
    }
    return PseudonymKey(*secret);
}

Result<void> synchronise(const std::string& folder) {
    const FileDescriptor opened(::open(folder.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC));
    // EINVAL: a file system that keeps no folders on disk.
    return opened.is_open() && (::fsync(opened.get()) == 0 || errno == EINVAL)
               ? Result<void>()
               : file_error(folder, errno);
}

/// Whole, or not at all: what a record was made with must be there after a crash.
Result<void> make_key(const std::string& folder, const std::string& path) {
    std::string secret(PseudonymKey::octets, '\0');
    if (::getentropy(secret.data(), secret.size()) != 0) {
        return file_error(path, errno);
    }
    const std::string fresh = path + ".new";
    if (::unlink(fresh.c_str()) != 0 && errno != ENOENT) {  // what a crash has left
        return file_error(fresh, errno);
    }
    const FileDescriptor file(
        ::open(fresh.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, key_mode));
    if (!file.is_open()) {
        return file_error(fresh, errno);
    }
    if (const auto written = write_all(file, secret, fresh); !written) {
        return written.error();
    }
    if (::fsync(file.get()) != 0 || std::rename(fresh.c_str(), path.c_str()) != 0) {
        return file_error(path, errno);
    }
    return synchronise(folder);
}

}  // namespace

std::chrono::year_month month_of(std::chrono::system_clock::time_point instant) {
    const std::chrono::year_month_day date(std::chrono::floor<std::chrono::days>(instant));
    return date.year() / date.month();
}

std::string PseudonymKey::digits(std::string_view kind, std::string_view text) const {
    constexpr std::size_t shown = 12;  // octets: that two of a month are equal is no matter of luck
    const auto digest = hmac_sha256(secret_, std::string(kind) + '\n' + std::string(text));
    return '~' + hex(octets_of(digest).substr(0, shown));
}

std::string PseudonymKey::of_address(std::string_view address) const {
    const auto parsed = parse_addr_spec(address);
    const auto key = parsed ? address_key(*parsed) : Result<std::string>(parsed.error());
    return key ? digits("address", *key) + '@' + of_domain(domain_of(*key)) : of_text(address);
}

std::string PseudonymKey::of_domain(std::string_view domain) const {
    const auto labels = a_labels(domain);
    return digits("domain", labels ? *labels : ascii_lower(domain));
}

std::string PseudonymKey::of_text(std::string_view text) const {
    return digits("text", text);
}

Result<PseudonymKey> pseudonym_key(const std::string& folder, std::chrono::year_month month) {
    const auto path = path_of(folder, month);
    return key_of(path, read_file(path, PseudonymKey::octets));
}

Result<PseudonymKey> own_pseudonym_key(const std::string& folder, std::chrono::year_month month) {
    if (::mkdir(folder.c_str(), folder_mode) != 0 && errno != EEXIST) {
        return file_error(folder, errno);
    }
    const auto path = path_of(folder, month);
    if (!may_exist(path)) {
        if (const auto made = make_key(folder, path); !made) {
            return made.error();
        }
    }
    return key_of(path, read_secret_file(path, PseudonymKey::octets));
}

}  // namespace msa

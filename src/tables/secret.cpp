#include "tables/secret.h"

#include "base/file.h"

#include <cerrno>

#include <sys/stat.h>

namespace msa {

Result<std::string> read_secret(const std::string& path) {
    constexpr std::size_t longest = 4096;
    if (path.empty()) {
        return std::string();
    }
    auto text = read_file(path, longest);
    if (!text) {
        return text.error();
    }
    struct ::stat status {};
    if (::stat(path.c_str(), &status) != 0) {
        return file_error(path, errno);
    }
    if ((status.st_mode & S_IRWXO) != 0) {
        return Error{path + ": everybody may read or write it", ErrorKind::no_permission};
    }
    auto secret = text->substr(0, text->find_first_of("\r\n"));
    return secret.empty() ? Error{path + ": no password in it", ErrorKind::bad_config}
                          : Result<std::string>(std::move(secret));
}

}  // namespace msa

#include "tables/secret.h"

#include "base/secret_file.h"

namespace msa {

Result<std::string> read_secret(const std::string& path) {
    constexpr std::size_t longest = 4096;
    if (path.empty()) {
        return std::string();
    }
    const auto text = read_secret_file(path, longest);
    if (!text) {
        return within("password_file", text.error());
    }
    auto secret = text->substr(0, text->find_first_of("\r\n"));
    return secret.empty()
               ? Error{"password_file: " + path + ": no password in it", ErrorKind::bad_config}
               : Result<std::string>(std::move(secret));
}

}  // namespace msa

// Messages for commands, see message_file.h.
#include "commands/message_file.h"

#include "base/file.h"
#include "base/text.h"
#include "mail/header_list.h"
#include "workbench/shown_message.h"

#include <cerrno>

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

namespace msa {
namespace {

constexpr std::size_t max_message = 256U << 20U;

Result<std::string> standard_input() {
    constexpr const char* name = "standard input";
    const FileDescriptor input(::fcntl(STDIN_FILENO, F_DUPFD_CLOEXEC, 0));
    struct stat status {};
    if (!input.is_open() || ::fstat(input.get(), &status) != 0) {
        return file_error(name, errno);
    }
    return read_opened_file(input, status, name, max_message);
}

}  // namespace

Result<std::string> message_in(const std::string& path) {
    auto text = path == "-" ? standard_input() : read_file(path, max_message);
    if (!text) {
        return text.error();
    }
    if (text->starts_with("From ")) {
        return Error{path + ": begins with an mbox's \"From \" line; give it without that line",
                     ErrorKind::bad_input};
    }
    const auto first = text->substr(0, text->find_first_of("\r\n"));
    if (!is_field_name(bare_name(first.substr(0, first.find(':')))) ||
        first.find(':') == std::string::npos) {
        return Error{path + ": is not a message: its first line, \"" + printable(first, 60) +
                         "\", is not a header field",
                     ErrorKind::bad_input};
    }
    return with_crlf(*std::move(text));
}

}  // namespace msa

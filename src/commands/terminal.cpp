#include "commands/terminal.h"

#include <sys/ioctl.h>
#include <unistd.h>

namespace msa {

std::size_t terminal_width() {
    constexpr std::size_t usual = 80;
    winsize size{};
    const bool is_known = ::isatty(STDOUT_FILENO) == 1 &&
                          ::ioctl(STDOUT_FILENO, TIOCGWINSZ, &size) == 0 && size.ws_col != 0;
    return is_known ? size.ws_col : usual;
}

}  // namespace msa

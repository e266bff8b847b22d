// Preloaded into the private Sendmail: its log goes to the file MSA_LIVE_LOG, for a container has no
// /dev/log, and the host is called MSA_LIVE_HOST, for Sendmail waits a minute where a host name has no
// domain.
#include <fcntl.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <unistd.h>

// Sendmail throws its environment away, but after this.
static char log_file[4096];
static char host[256];

__attribute__((constructor)) static void keep_environment(void) {
    const char* file = getenv("MSA_LIVE_LOG");
    const char* name = getenv("MSA_LIVE_HOST");
    snprintf(log_file, sizeof log_file, "%s", file ? file : "/dev/null");
    snprintf(host, sizeof host, "%s", name ? name : "localhost.localdomain");
}

void openlog(const char* ident, int options, int facility) {
    (void)ident, (void)options, (void)facility;
}

void closelog(void) {}

void vsyslog(int priority, const char* format, va_list arguments) {
    char line[8192];
    const int head = snprintf(line, sizeof line, "[%d] <%d> ", (int)getpid(), priority & 7);
    vsnprintf(line + head, sizeof line - (size_t)head - 1, format, arguments);
    size_t length = strlen(line);
    if (line[length - 1] != '\n') {
        line[length++] = '\n';
    }
    const int file = open(log_file, O_WRONLY | O_APPEND | O_CREAT | O_CLOEXEC, 0600);
    if (file >= 0) {
        // One write a line, so that the lines of several processes do not mix.
        const ssize_t written = write(file, line, length);
        (void)written;
        close(file);
    }
}

void syslog(int priority, const char* format, ...) {
    va_list arguments;
    va_start(arguments, format);
    vsyslog(priority, format, arguments);
    va_end(arguments);
}

// What _FORTIFY_SOURCE makes of them.
void __vsyslog_chk(int priority, int flag, const char* format, va_list arguments) {
    (void)flag;
    vsyslog(priority, format, arguments);
}

void __syslog_chk(int priority, int flag, const char* format, ...) {
    va_list arguments;
    (void)flag;
    va_start(arguments, format);
    vsyslog(priority, format, arguments);
    va_end(arguments);
}

int gethostname(char* name, size_t length) {
    snprintf(name, length, "%s", host);
    return 0;
}

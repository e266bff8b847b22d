// Whom libmilter calls, see calls.h.
#include "milter/libmilter/calls.h"

#include "milter/libmilter/scarce_resources.h"
#include "milter/libmilter/session_input.h"

#include <atomic>
#include <cstdarg>
#include <cstdint>

#include <dlfcn.h>
#include <link.h>
#include <syslog.h>
#include <unistd.h>

namespace msa {
namespace {

/// Where a library's code lies.
struct CodeRange {
    std::uintptr_t begin = 0;
    std::uintptr_t end = 0;

    [[nodiscard]] bool contains(const void* code) const {
        const auto place = reinterpret_cast<std::uintptr_t>(code);
        return begin <= place && place < end;
    }
};

struct Search {
    std::uintptr_t start;  // of the library that is looked for
    CodeRange found;
};

int look(dl_phdr_info* library, std::size_t /*size*/, void* data) {
    auto& search = *static_cast<Search*>(data);
    if (library->dlpi_addr != search.start) {
        return 0;
    }
    for (int i = 0; i < library->dlpi_phnum; ++i) {
        const auto& part = library->dlpi_phdr[i];
        if (part.p_type == PT_LOAD && (part.p_flags & PF_X) != 0) {
            search.found.begin = library->dlpi_addr + part.p_vaddr;
            search.found.end = search.found.begin + part.p_memsz;
        }
    }
    return 1;
}

/// Empty where there is no shared libmilter.
CodeRange libmilter_code() {
    Dl_info place{};
    const void* const known = ::dlsym(RTLD_NEXT, "smfi_main");  // behind this program itself
    if (known == nullptr || ::dladdr(known, &place) == 0) {
        return {};
    }
    Search search{reinterpret_cast<std::uintptr_t>(place.dli_fbase), {}};
    (void)::dl_iterate_phdr(look, &search);
    return search.found;
}

// Set before main(), and by nobody afterwards: a call that comes earlier is not libmilter's.
CodeRange libmilter;  // NOLINT(cppcoreguidelines-avoid-non-const-global-variables)

__attribute__((constructor)) void find_libmilter() {
    libmilter = libmilter_code();
}

}  // namespace

bool libmilter_calls_us() {
    return libmilter.begin != libmilter.end &&
           ::dlsym(RTLD_DEFAULT, "sigwait") != ::dlsym(RTLD_NEXT, "sigwait");
}

namespace c_library {
namespace {

/// The function of that name which is not ours: a sanitizer's, where there is one. It may be looked
/// for more than once: there is no lock that a child of fork() could find closed.
template <class Function>
Function* found(std::atomic<Function*>& known, const char* name, const char* sanitized) {
    auto* function = known.load(std::memory_order_relaxed);
    if (function == nullptr) {
        void* other = ::dlsym(RTLD_DEFAULT, sanitized);
        other = other != nullptr ? other : ::dlsym(RTLD_NEXT, name);
        function = reinterpret_cast<Function*>(other);
        known.store(function, std::memory_order_relaxed);
    }
    return function;
}

}  // namespace

#define CALL_IN_C_LIBRARY(name, ...)           \
    static std::atomic<decltype(name)*> known; \
    return found(known, #name, "__interceptor_" #name)(__VA_ARGS__)

ssize_t read(int descriptor, void* to, std::size_t size) {
    CALL_IN_C_LIBRARY(read, descriptor, to, size);
}
int poll(pollfd* descriptors, nfds_t count, int milliseconds) {
    CALL_IN_C_LIBRARY(poll, descriptors, count, milliseconds);
}
int close(int descriptor) {
    CALL_IN_C_LIBRARY(close, descriptor);
}
int inet_aton(const char* text, in_addr* address) {
    CALL_IN_C_LIBRARY(inet_aton, text, address);
}
int inet_pton(int family, const char* text, void* address) {
    CALL_IN_C_LIBRARY(inet_pton, family, text, address);
}
int accept(int listening, sockaddr* address, socklen_t* size) {
    CALL_IN_C_LIBRARY(accept, listening, address, size);
}
int pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*work)(void*),
                   void* of) {
    CALL_IN_C_LIBRARY(pthread_create, thread, attributes, work, of);
}
int pthread_detach(pthread_t thread) {
    CALL_IN_C_LIBRARY(pthread_detach, thread);
}
int sigwait(const sigset_t* set, int* signal) {
    CALL_IN_C_LIBRARY(sigwait, set, signal);
}

}  // namespace c_library

}  // namespace msa

// Where the call comes from decides: each must be asked for by the function that was called.
#define CALLED_BY_LIBMILTER msa::libmilter.contains(__builtin_return_address(0))

// The headers that declare these functions may define them, too, to check their arguments: so each
// has its name only in the object.
#define IN_PLACE_OF(name) __asm__(#name) __attribute__((visibility("default"), noinline))

extern "C" {

ssize_t our_read(int descriptor, void* to, std::size_t size) IN_PLACE_OF(read);
ssize_t our_read(int descriptor, void* to, std::size_t size) {
    return CALLED_BY_LIBMILTER ? msa_session_read(descriptor, to, size)
                               : msa::c_library::read(descriptor, to, size);
}

int our_poll(pollfd* descriptors, nfds_t count, int milliseconds) IN_PLACE_OF(poll);
int our_poll(pollfd* descriptors, nfds_t count, int milliseconds) {
    return CALLED_BY_LIBMILTER ? msa_session_poll(descriptors, count, milliseconds)
                               : msa::c_library::poll(descriptors, count, milliseconds);
}

int our_close(int descriptor) IN_PLACE_OF(close);
int our_close(int descriptor) {
    return CALLED_BY_LIBMILTER ? msa_session_close(descriptor) : msa::c_library::close(descriptor);
}

int our_inet_aton(const char* text, in_addr* address) IN_PLACE_OF(inet_aton);
int our_inet_aton(const char* text, in_addr* address) {
    return CALLED_BY_LIBMILTER ? msa_session_inet_aton(text, address)
                               : msa::c_library::inet_aton(text, address);
}

int our_inet_pton(int family, const char* text, void* address) IN_PLACE_OF(inet_pton);
int our_inet_pton(int family, const char* text, void* address) {
    return CALLED_BY_LIBMILTER ? msa_session_inet_pton(family, text, address)
                               : msa::c_library::inet_pton(family, text, address);
}

int our_accept(int listening, sockaddr* address, socklen_t* size) IN_PLACE_OF(accept);
int our_accept(int listening, sockaddr* address, socklen_t* size) {
    return CALLED_BY_LIBMILTER ? msa_session_accept(listening, address, size)
                               : msa::c_library::accept(listening, address, size);
}

int our_pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*work)(void*),
                       void* of) IN_PLACE_OF(pthread_create);
int our_pthread_create(pthread_t* thread, const pthread_attr_t* attributes, void* (*work)(void*),
                       void* of) {
    return CALLED_BY_LIBMILTER ? msa_session_pthread_create(thread, attributes, work, of)
                               : msa::c_library::pthread_create(thread, attributes, work, of);
}

int our_pthread_detach(pthread_t thread) IN_PLACE_OF(pthread_detach);
int our_pthread_detach(pthread_t thread) {
    return CALLED_BY_LIBMILTER ? msa_session_pthread_detach(thread)
                               : msa::c_library::pthread_detach(thread);
}

void our_syslog(int priority, int flag, const char* format, ...) IN_PLACE_OF(__syslog_chk);
void our_syslog(int priority, int /*flag*/, const char* format, ...) {
    if (CALLED_BY_LIBMILTER && !msa_session_may_log()) {
        return;
    }
    std::va_list arguments;
    va_start(arguments, format);
    ::vsyslog(priority, format, arguments);
    va_end(arguments);
}

int our_sigwait(const sigset_t* set, int* signal) IN_PLACE_OF(sigwait);
int our_sigwait(const sigset_t* set, int* signal) {
    while (CALLED_BY_LIBMILTER) {
        ::pause();
    }
    return msa::c_library::sigwait(set, signal);
}
}

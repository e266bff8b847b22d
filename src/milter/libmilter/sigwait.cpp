// The sigwait() of this program, see sigwait.h. Nothing else here may use sigwait(): there are
// sigwaitinfo() and sigtimedwait().
#include "milter/libmilter/sigwait.h"

#include <csignal>

#include <dlfcn.h>
#include <unistd.h>

// The names of the parameters and the linkage are those of the C library.
extern "C" int sigwait(const sigset_t* /*set*/, int* /*signal*/) {
    for (;;) {
        ::pause();
    }
}

namespace msa {

bool sigwait_is_ours() {
    return ::dlsym(RTLD_DEFAULT, "sigwait") == reinterpret_cast<void*>(&sigwait);
}

}  // namespace msa

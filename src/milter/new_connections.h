// New connections of MTAs, as both engines take them where descriptors run out. libmilter itself
// spins then, without a word.
#pragma once

#include "base/file.h"
#include "base/guarded.h"
#include "milter/shortage.h"

#include <sys/socket.h>

namespace msa {

class NewConnections {
public:
    /// `say` writes what is to be logged.
    explicit NewConnections(Shortage::Say say);

    /// As accept4(2). Some descriptors are kept for the work of the sessions that are there: files,
    /// DNS, tables. A connection that would take one of them is closed at once, so that its MTA
    /// answers 451 itself; that is EMFILE, and there may be another one to be taken. ENFILE: one
    /// that waits could not even be closed; who asks again at once would ask for ever.
    [[nodiscard]] int accept(int listening, sockaddr* address, socklen_t* size, int flags);

private:
    [[nodiscard]] bool send_one_away(int listening);

    Shortage shortage_;
    Guarded<FileDescriptor> reserve_;  // given up to take one connection, and close it
};

}  // namespace msa

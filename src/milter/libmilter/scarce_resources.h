// libmilter without descriptors or threads. Its listener would spin where descriptors are used up;
// a session for which it gets no thread would wait for ever and keep its descriptor. Its calls come
// here, see calls.h.
#pragma once

#include <pthread.h>
#include <sys/socket.h>

extern "C" {

/// As accept(2), see NewConnections. Behind a connection that was closed comes a short pause.
int msa_session_accept(int listening, sockaddr* address, socklen_t* size);

/// As pthread_create(3). Where there is no thread for a session, it is handed to the workers: the
/// next one that has nothing to do takes it. Before the first connection there are no sessions.
int msa_session_pthread_create(pthread_t* thread, const pthread_attr_t* attributes,
                               void* (*work)(void*), void* session);

/// As pthread_detach(3). It fails while a session is handed to the workers: that makes a worker
/// mark it as ready and come back.
int msa_session_pthread_detach(pthread_t thread);

/// Whether libmilter may log now: not the complaint of such a worker.
bool msa_session_may_log();
}

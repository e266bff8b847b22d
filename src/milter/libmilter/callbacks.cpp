// The boundary to libmilter, see callbacks.h.
#include "milter/libmilter/callbacks.h"

#include "base/guarded.h"
#include "milter/guarded_step.h"
#include "milter/libmilter/libmilter_context.h"
#include "milter/libmilter/session_input.h"

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>
#include <thread>
#include <unordered_map>
#include <utility>

namespace msa {

namespace {

// libmilter gives callbacks no pointer of ours before the first smfi_setpriv(), and its threads may
// be in a callback when smfi_main() has come back: hence a global, and the count.
struct Gate {
    Daemon* daemon = nullptr;  // null: closed
    unsigned under_way = 0;
    std::unordered_map<const Connection*, std::unique_ptr<Connection>> connections;
};

Guarded<Gate>& gate() {
    // Never destroyed, since threads of libmilter outlive main().
    static auto& instance = *new Guarded<Gate>;
    return instance;
}

/// While this lives the daemon does, if it was there at first.
class Pass {
public:
    Pass()
        : daemon_(gate().with([](Gate& held) {
              held.under_way += held.daemon == nullptr ? 0U : 1U;
              return held.daemon;
          })) {}
    Pass(const Pass&) = delete;
    Pass& operator=(const Pass&) = delete;
    ~Pass() {
        if (daemon_ != nullptr) {
            gate().with([](Gate& held) { --held.under_way; });
        }
    }

    [[nodiscard]] Daemon* daemon() const { return daemon_; }

private:
    Daemon* daemon_;
};

Connection* connection_of(SMFICTX* context) {
    return static_cast<Connection*>(::smfi_getpriv(context));
}

void forget(Connection* connection) {
    // Its end may write a record, for which the others need not wait.
    const auto ended = gate().with([connection](Gate& held) {
        const auto found = held.connections.find(connection);
        return found == held.connections.end()
                   ? nullptr
                   : std::move(held.connections.extract(found).mapped());
    });
}

/// Runs `step` with the session and the MTA, if there is a daemon behind it.
template <class Step>
sfsistat with_session(SMFICTX* context, Step step) noexcept {
    const Pass pass;
    Connection* const connection = pass.daemon() == nullptr ? nullptr : connection_of(context);
    if (connection == nullptr) {
        return SMFIS_TEMPFAIL;
    }
    return step(*connection, LibmilterContext(context, connection->agreement()));
}

template <class Step>
sfsistat guarded(SMFICTX* context, Step step) noexcept {
    return with_session(context, [&](Connection& connection, const MtaContext& mta) {
        return answered(connection, mta, [&] { return step(connection, mta); });
    });
}

template <class Step>
sfsistat silently(SMFICTX* context, unsigned long silent_step, Step step) noexcept {
    return with_session(context, [&](Connection& connection, const MtaContext& mta) {
        return unanswered(connection, silent_step, [&] { step(connection, mta); });
    });
}

// Within the callback of the negotiation, and once: libmilter takes a second list for an error.
Result<void> request_macros(SMFICTX* context) {
    for (const MacroRequest& request : macro_requests()) {
        // libmilter copies the list; its parameter is not const.
        if (::smfi_setsymlist(context, request.stage, const_cast<char*>(request.names)) !=
            MI_SUCCESS) {
            return Error{.what = "cannot ask for macros at stage " + std::to_string(request.stage)};
        }
    }
    return {};
}

Agreement begin_session(SMFICTX* context, Daemon& daemon, unsigned long offered_actions,
                        unsigned long offered_steps) {
    const auto agreement = agree(offered_actions, offered_steps);
    if (!agreement) {
        throw std::runtime_error(agreement.error().what);
    }
    if ((agreement->actions & SMFIF_SETSYMLIST) != 0) {
        if (const auto requested = request_macros(context); !requested) {
            throw std::runtime_error(requested.error().what);
        }
    }
    auto connection = std::make_unique<Connection>(daemon, *agreement);
    const Connection* const name = connection.get();
    if (::smfi_setpriv(context, connection.get()) != MI_SUCCESS) {
        throw std::runtime_error("libmilter does not take a session");
    }
    gate().with([&](Gate& held) { held.connections.emplace(name, std::move(connection)); });
    return *agreement;
}

Words words_of(char** arguments) {
    Words words;
    for (; *arguments != nullptr; ++arguments) {
        words.emplace_back(*arguments);
    }
    return words;
}

extern "C" {

// NOLINTNEXTLINE(readability-function-size): the nine parameters are libmilter's.
sfsistat msa_negotiate(SMFICTX* context, unsigned long offered_actions, unsigned long offered_steps,
                       unsigned long /*f2*/, unsigned long /*f3*/, unsigned long* actions,
                       unsigned long* steps, unsigned long* f2, unsigned long* f3) {
    const Pass pass;
    if (pass.daemon() == nullptr) {
        return SMFIS_REJECT;
    }
    return caught(
        [&] {
            const Agreement agreement =
                begin_session(context, *pass.daemon(), offered_actions, offered_steps);
            *actions = agreement.actions;
            *steps = agreement.steps;
            *f2 = 0;
            *f3 = 0;
            return sfsistat{SMFIS_CONTINUE};
        },
        [&](std::string_view trouble) {
            pass.daemon()->log.error(
                LogLine("negotiation").add("result", "failed").add("error", trouble));
            return sfsistat{SMFIS_REJECT};
        });
}

sfsistat msa_connect(SMFICTX* context, char* host, sockaddr* address) {
    return silently(context, SMFIP_NR_CONN, [&](Connection& connection, const MtaContext& mta) {
        const std::string_view name = host == nullptr ? "" : host;
        if (const auto unreadable = take_unreadable_address()) {
            connection.connect_from_nowhere(mta, name, *unreadable);
        } else {
            connection.connect(mta, name, address);
        }
    });
}

sfsistat msa_helo(SMFICTX* context, char* name) {
    return silently(context, SMFIP_NR_HELO, [&](Connection& connection, const MtaContext& mta) {
        connection.helo(mta, name == nullptr ? "" : name);
    });
}

sfsistat msa_mail(SMFICTX* context, char** arguments) {
    return guarded(context, [&](Connection& connection, const MtaContext& mta) {
        return connection.mail(mta, words_of(arguments));
    });
}

sfsistat msa_recipient(SMFICTX* context, char** arguments) {
    return guarded(context, [&](Connection& connection, const MtaContext& mta) {
        return connection.recipient(mta, words_of(arguments));
    });
}

sfsistat msa_header(SMFICTX* context, char* name, char* value) {
    return silently(context, SMFIP_NR_HDR, [&](Connection& connection, const MtaContext& mta) {
        connection.header(mta, name, value);
    });
}

sfsistat msa_end_of_headers(SMFICTX* context) {
    return silently(context, SMFIP_NR_EOH, [&](Connection& connection, const MtaContext& mta) {
        connection.end_of_headers(mta);
    });
}

sfsistat msa_body(SMFICTX* context, unsigned char* chunk, size_t size) {
    return silently(context, SMFIP_NR_BODY, [&](Connection& connection, const MtaContext& mta) {
        connection.body(mta, {reinterpret_cast<const char*>(chunk), size});
    });
}

sfsistat msa_end_of_message(SMFICTX* context) {
    return guarded(context, [](Connection& connection, const MtaContext& mta) {
        return connection.end_of_message(mta);
    });
}

sfsistat msa_abort(SMFICTX* context) {
    return guarded(context, [](Connection& connection, const MtaContext& /*mta*/) {
        connection.abort();
        return sfsistat{SMFIS_CONTINUE};
    });
}

// libmilter may hold the lock of its pool here, so that nothing of it may be called that waits.
sfsistat msa_close(SMFICTX* context) {
    const Pass pass;
    if (pass.daemon() != nullptr) {
        forget(connection_of(context));
    }
    (void)::smfi_setpriv(context, nullptr);  // fails only without a context
    return SMFIS_CONTINUE;
}

}  // extern "C"

}  // namespace

smfiDesc callbacks() {
    // libmilter copies the name; the member is not const.
    return {.xxfi_name = const_cast<char*>("msa-milter"),
            .xxfi_version = SMFI_VERSION,
            .xxfi_flags = SMFIF_ADDHDRS | SMFIF_CHGHDRS,
            .xxfi_connect = msa_connect,
            .xxfi_helo = msa_helo,
            .xxfi_envfrom = msa_mail,
            .xxfi_envrcpt = msa_recipient,
            .xxfi_header = msa_header,
            .xxfi_eoh = msa_end_of_headers,
            .xxfi_body = msa_body,
            .xxfi_eom = msa_end_of_message,
            .xxfi_abort = msa_abort,
            .xxfi_close = msa_close,
            .xxfi_unknown = nullptr,
            .xxfi_data = nullptr,
            .xxfi_negotiate = msa_negotiate};
}

void say_through_gate(const LogLine& line) {
    const Pass pass;
    if (pass.daemon() != nullptr) {
        pass.daemon()->log.error(line);
    }
}

void open_gate(Daemon& daemon) {
    gate().with([&daemon](Gate& held) { held.daemon = &daemon; });
}

bool close_gate(std::chrono::milliseconds patience) {
    gate().with([](Gate& held) { held.daemon = nullptr; });
    const auto deadline = std::chrono::steady_clock::now() + patience;
    while (gate().with([](const Gate& held) { return held.under_way; }) != 0) {
        if (std::chrono::steady_clock::now() > deadline) {
            return false;
        }
        std::this_thread::sleep_for(std::chrono::milliseconds(5));
    }
    const auto ended = gate().with([](Gate& held) { return std::exchange(held.connections, {}); });
    return true;
}

}  // namespace msa

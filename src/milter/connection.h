// One milter session: what the MTA said of its client, and the transaction that is open. Callbacks
// of one session come one after the other, each perhaps in another thread.
#pragma once

#include "base/log.h"
#include "milter/mta_context.h"
#include "milter/negotiation.h"
#include "milter/open_transactions.h"
#include "milter/step_times.h"
#include "milter/traffic.h"
#include "policy/rule_store.h"
#include "policy/transaction.h"
#include "submission/facts.h"

#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include <sys/socket.h>

namespace msa {

/// What the sessions of a daemon share.
struct Daemon {
    RuleStore& rules;
    Environment environment;
    Log& log;
    MtaKind host = MtaKind::unknown;  // unknown: as each session says itself
    OpenTransactions open{};
    Traffic traffic{};
    StepTimes times{};
};

/// The words of a command: an address, as typed, and its ESMTP parameters. Empty: it had none.
using Words = std::vector<std::string_view>;

class Connection {
public:
    Connection(Daemon& daemon, const Agreement& agreement);
    Connection(const Connection&) = delete;
    Connection& operator=(const Connection&) = delete;
    ~Connection();

    [[nodiscard]] const Agreement& agreement() const { return agreement_; }

    /// These six have no answer. What end_of_headers() has against a message is said at its end.
    void connect(const MtaContext& mta, std::string_view host, const sockaddr* address);
    /// The MTA gives no address where it announces one: Postfix says `unknown` where a proxy told
    /// it XCLIENT ADDR=[UNAVAILABLE]. Nobody knows who that is: MAIL is put off.
    void connect_from_nowhere(const MtaContext& mta, std::string_view host,
                              std::string_view address);
    void helo(const MtaContext& mta, std::string_view name);
    void header(const MtaContext& mta, std::string_view name, std::string_view value);
    void end_of_headers(const MtaContext& mta);
    void body(const MtaContext& mta, std::string_view chunk);

    [[nodiscard]] sfsistat mail(const MtaContext& mta, const Words& words);
    [[nodiscard]] sfsistat recipient(const MtaContext& mta, const Words& words);
    [[nodiscard]] sfsistat end_of_message(const MtaContext& mta);

    /// Ends the open transaction, if there is one, as given up. May come at any time.
    void abort() noexcept;

    /// One of the above failed with an exception. It is kept until it can be answered.
    void remember(std::string_view trouble) noexcept;
    /// The refusal that the MTA was not told yet; 451 where there is none.
    [[nodiscard]] sfsistat answer_pending(const MtaContext& mta) noexcept;

private:
    [[nodiscard]] sfsistat answer(const MtaContext& mta, const Reply& reply) const;
    [[nodiscard]] sfsistat refuse(const MtaContext& mta, const Reply& reply);
    void close() noexcept;
    /// Whether there is still something to judge and somebody to answer; what the MTA has left
    /// alone is given up.
    [[nodiscard]] bool is_judging(const MtaContext& mta);
    void judge_header();
    void begin_session(const MtaContext& mta, std::string_view host);
    void read_host(const MtaContext& mta);
    void read_listener(const MtaContext& mta, std::string_view host);
    void read_tls(const MtaContext& mta);
    [[nodiscard]] Result<void> read_proofs(const MtaContext& mta);
    void read_queue_id(const MtaContext& mta);

    Daemon& daemon_;
    Agreement agreement_;
    Session session_;
    bool is_counted_ = false;      // in the traffic
    std::string nowhere_;          // why the client's address is not known; empty: it is, or none
    bool session_failed_ = false;  // facts of the session are missing: nothing can be judged
    unsigned transactions_ = 0;
    std::string queue_id_;
    std::optional<OpenTransactions::Ticket> ticket_;  // while there is a transaction
    // Apart: it is ten times the rest, and most sessions have none.
    std::unique_ptr<Transaction> transaction_;
    unsigned fields_ = 0;           // of the session
    bool is_settled_ = false;       // the transaction is, and the MTA was not told yet
    std::optional<Reply> pending_;  // what to tell it
};

}  // namespace msa

// One milter session, see connection.h.
#include "milter/connection.h"

#include "base/text.h"
#include "milter/mta_facts.h"

#include <utility>

namespace msa {

namespace {

/// What follows the address in the words of a command.
std::vector<std::string> parameters_of(const Words& words) {
    return words.empty() ? std::vector<std::string>()
                         : std::vector<std::string>(words.begin() + 1, words.end());
}

/// Fields are kept, which costs little; to ask for each of them whether the MTA is still there
/// would cost more.
constexpr unsigned fields_at_a_time = 256;

/// What a local program handed to Postfix has no brackets: nobody has typed a path.
std::string path_of(const Session& session, const Words& words) {
    const std::string word(words.empty() ? std::string_view() : words.front());
    return session.is_local && !word.starts_with('<') ? '<' + word + '>' : word;
}

MailCommand mail_command(const Session& session, const MtaContext& mta, const Words& words) {
    return {.argument = path_of(session, words),
            .parameters = parameters_of(words),
            .mta_address = mta.macro("{mail_addr}")};
}

RecipientCommand recipient_command(const Session& session, const MtaContext& mta,
                                   const Words& words) {
    return {.argument = path_of(session, words),
            .parameters = parameters_of(words),
            .mta_address = mta.macro("{rcpt_addr}")};
}

/// SMFIP_RCPT_REJ: both MTAs say so with {rcpt_mailer}.
bool is_refused_by_mta(const Agreement& agreement, const MtaContext& mta) {
    return (agreement.steps & SMFIP_RCPT_REJ) != 0 && mta.macro("{rcpt_mailer}") == "error";
}

Reply shutting_down() {
    return {.code = 421, .enhanced = "4.3.2", .text = "Service is being restarted, try again"};
}

Reply address_unknown() {
    return {.code = 451,
            .enhanced = "4.7.0",
            .text = "The address of the client is not known here, please try again"};
}

}  // namespace

Connection::Connection(Daemon& daemon, const Agreement& agreement)
    : daemon_(daemon), agreement_(agreement) {
    session_.id = daemon.environment.random.hex(8);
}

Connection::~Connection() {
    abort();
    if (is_counted_) {
        daemon_.traffic.end_session();
    }
}

void Connection::connect(const MtaContext& mta, std::string_view host, const sockaddr* address) {
    begin_session(mta, host);
    // The address of the socket is what the MTA itself goes by; the macro is for want of it.
    Client client = client_of(address);
    if (client.address.empty() && address == nullptr) {
        client = {.address = client_address_of(mta.macro("{client_addr}")),
                  .port = number_of(mta.macro("{client_port}"))};
    }
    session_.is_local = is_local_client(session_.host, address, client);
    session_.client_address = std::move(client.address);
    session_.client_port = client.port;
}

void Connection::connect_from_nowhere(const MtaContext& mta, std::string_view host,
                                      std::string_view address) {
    begin_session(mta, host);
    nowhere_ = "the MTA tells no address of the client, but '" + printable(address, 60) + '\'';
}

void Connection::helo(const MtaContext& mta, std::string_view name) {
    // Behind STARTTLS nothing of what was said before it holds (RFC 3207, 4.2).
    session_.helo = name;
    session_.sasl_login.clear();
    session_.sasl_method.clear();
    read_tls(mta);
}

sfsistat Connection::mail(const MtaContext& mta, const Words& words) {
    abort();  // never needed with libmilter, which says abort itself
    const Stopwatch watch(daemon_.times.of(Stage::mail));
    auto ticket = daemon_.open.begin();
    if (!ticket) {
        return answer(mta, shutting_down());
    }
    read_tls(mta);  // there may have been no EHLO behind STARTTLS
    const Result<void> proofs = read_proofs(mta);
    const auto rules = daemon_.rules.current();
    ticket_ = std::move(ticket);
    queue_id_.clear();
    read_queue_id(mta);
    const auto chosen = rules->for_session(session_);
    transaction_ =
        std::make_unique<Transaction>(chosen.rules, session_, ++transactions_, daemon_.environment);
    if (const auto& candidate = rules->candidate()) {
        auto other = candidate->for_session(session_);
        transaction_->try_out({std::move(other.rules), std::move(other.governs)});
    }
    if (session_failed_) {
        return refuse(mta, transaction_->fail("what the session began with is not known"));
    }
    const Result<bool>& governed = chosen.governs;
    if (!governed) {
        return refuse(mta, transaction_->fail(governed.error().what));
    }
    MailCommand command = mail_command(session_, mta, words);
    if (!*governed) {
        const Refusal refusal = transaction_->leave_alone(std::move(command));
        if (refusal) {
            return refuse(mta, *refusal);
        }
        close();
        return SMFIS_ACCEPT;
    }
    if (!nowhere_.empty()) {
        daemon_.log.warning(
            LogLine("client_address").add("session", session_.id).add("error", nowhere_));
        return refuse(mta, transaction_->fail(nowhere_, address_unknown()));
    }
    if (session_.host == MtaKind::unknown) {
        return refuse(
            mta, transaction_->fail("cannot tell whether this is Postfix or Sendmail ({v} is '" +
                                    printable(session_.mta, 60) +
                                    "'); set `mta` in the daemon's settings"));
    }
    if (!proofs) {
        return refuse(mta, transaction_->fail(proofs.error().what));
    }
    const Refusal refusal = transaction_->mail(std::move(command));
    return refusal ? refuse(mta, *refusal) : SMFIS_CONTINUE;
}

sfsistat Connection::recipient(const MtaContext& mta, const Words& words) {
    if (!transaction_) {
        return answer(mta, try_again_later());
    }
    const Stopwatch watch(daemon_.times.of(Stage::recipient));
    read_queue_id(mta);
    if (is_refused_by_mta(agreement_, mta)) {
        transaction_->refused_recipient(
            {.argument = path_of(session_, words), .parameters = parameters_of(words)},
            reply_of_mta(mta.macro("{rcpt_host}"), mta.macro("{rcpt_addr}")));
        return SMFIS_CONTINUE;  // the client has its answer
    }
    const Refusal refusal = transaction_->recipient(recipient_command(session_, mta, words));
    return refusal ? answer(mta, *refusal) : SMFIS_CONTINUE;
}

bool Connection::is_judging(const MtaContext& mta) {
    if (transaction_ && !is_settled_ && mta.is_gone()) {
        abort();
    }
    return transaction_ && !is_settled_;
}

void Connection::header(const MtaContext& mta, std::string_view name, std::string_view value) {
    const bool goes_on = ++fields_ % fields_at_a_time == 0 ? is_judging(mta) : !is_settled_;
    if (transaction_ && goes_on) {
        // Without that agreement the MTA has cut one blank off, if there was one.
        std::string whole = agreement_.has_leading_space() ? "" : " ";
        whole += value;
        transaction_->header(std::string(name), std::move(whole));
    }
}

void Connection::end_of_headers(const MtaContext& mta) {
    if (!is_judging(mta)) {
        return;
    }
    read_queue_id(mta);
    judge_header();
}

void Connection::judge_header() {
    if (!transaction_->is_header_judged()) {
        const Stopwatch watch(daemon_.times.of(Stage::headers));
        pending_ = transaction_->end_of_headers(queue_id_);
        is_settled_ = pending_.has_value();
    }
}

void Connection::body(const MtaContext& mta, std::string_view chunk) {
    if (!is_judging(mta)) {
        return;
    }
    judge_header();  // whether its end was said or not
    if (!is_settled_) {
        transaction_->body(chunk);
    }
}

sfsistat Connection::end_of_message(const MtaContext& mta) {
    if (!is_judging(mta)) {
        return answer_pending(mta);
    }
    read_queue_id(mta);
    judge_header();
    if (is_settled_) {
        return answer_pending(mta);
    }
    const Stopwatch watch(daemon_.times.of(Stage::message));
    const auto end = transaction_->end_of_message(queue_id_);
    if (const Reply* const reply = std::get_if<Reply>(&end)) {
        return refuse(mta, *reply);
    }
    const Refusal refusal = transaction_->conclude(mta.carry_out(std::get<Outcome>(end)));
    if (refusal) {
        return refuse(mta, *refusal);
    }
    close();
    return SMFIS_CONTINUE;
}

void Connection::abort() noexcept {
    if (transaction_) {
        transaction_->abort(queue_id_);
        close();
    }
}

void Connection::remember(std::string_view trouble) noexcept {
    (transaction_ ? is_settled_ : session_failed_) = true;
    try {
        if (transaction_) {
            pending_ = transaction_->fail(trouble);
        }
        daemon_.log.error(LogLine("trouble").add("session", session_.id).add("error", trouble));
    } catch (...) {
        // No memory for the words. That it failed is kept, and answered by try_again_later().
        pending_.reset();
    }
}

sfsistat Connection::answer_pending(const MtaContext& mta) noexcept {
    try {
        return refuse(mta, pending_.value_or(try_again_later()));
    } catch (...) {
        close();
        return SMFIS_TEMPFAIL;  // the same without words
    }
}

sfsistat Connection::answer(const MtaContext& mta, const Reply& reply) const {
    const Result<sfsistat> status = mta.prepare(reply);
    if (!status) {
        daemon_.log.error(
            LogLine("reply_failed").add("session", session_.id).add("error", status.error().what));
        return SMFIS_TEMPFAIL;
    }
    return *status;
}

sfsistat Connection::refuse(const MtaContext& mta, const Reply& reply) {
    const sfsistat status = answer(mta, reply);
    close();
    return status;
}

void Connection::close() noexcept {
    transaction_.reset();
    ticket_.reset();
    pending_.reset();
    is_settled_ = false;
}

void Connection::begin_session(const MtaContext& mta, std::string_view host) {
    read_listener(mta, host);
    if (!std::exchange(is_counted_, true)) {
        daemon_.traffic.begin_session(session_.listener);
    }
}

void Connection::read_listener(const MtaContext& mta, std::string_view host) {
    read_host(mta);
    session_.mta_name = mta.macro("j");
    session_.listener = mta.macro("{daemon_name}");
    session_.listener_port = number_of(mta.macro("{daemon_port}"));
    const std::string name = mta.macro("{client_name}");
    session_.client_name = client_name_of(name.empty() ? host : name);
}

void Connection::read_host(const MtaContext& mta) {
    const std::string version = mta.macro("v");
    session_.host = daemon_.host == MtaKind::unknown ? host_of(version) : daemon_.host;
    session_.mta = host_of(version) == session_.host ? mta_of(version) : version;
}

void Connection::read_tls(const MtaContext& mta) {
    session_.tls = {};
    if (std::string version = mta.macro("{tls_version}"); !version.empty()) {
        session_.tls = {.version = std::move(version),
                        .cipher = mta.macro("{cipher}"),
                        .bits = number_of(mta.macro("{cipher_bits}"))};
    }
}

Result<void> Connection::read_proofs(const MtaContext& mta) {
    // Never {auth_author}: that is what the client wrote into MAIL FROM ... AUTH=.
    session_.sasl_login.clear();
    session_.sasl_method.clear();
    session_.certificate = {};
    auto method = mta.macro("{auth_type}");
    auto login = login_of(session_.host, method, mta.macro("{auth_authen}"));
    if (!login) {
        return within("{auth_authen}", login.error());
    }
    auto certificate = certificate_of(session_.host, {.verify = mta.macro("{verify}"),
                                                      .cert_subject = mta.macro("{cert_subject}"),
                                                      .cert_issuer = mta.macro("{cert_issuer}"),
                                                      .cn_subject = mta.macro("{cn_subject}"),
                                                      .cn_issuer = mta.macro("{cn_issuer}"),
                                                      .cert_fp = mta.macro("{cert_fp}")});
    if (!certificate) {
        return certificate.error();
    }
    session_.certificate = *std::move(certificate);
    if (!login->empty()) {
        session_.sasl_login = *std::move(login);
        session_.sasl_method = std::move(method);
    }
    return {};
}

void Connection::read_queue_id(const MtaContext& mta) {
    // Postfix has none before the first recipient is accepted, and both keep it afterwards.
    if (std::string id = mta.macro("i"); !id.empty()) {
        queue_id_ = std::move(id);
    }
}

}  // namespace msa

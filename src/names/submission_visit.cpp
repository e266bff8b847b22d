#include "names/submission_visit.h"

#include "base/stream.h"
#include "base/text.h"
#include "names/host_connection.h"
#include "names/smtp_reply.h"

#include <optional>

namespace msa {
namespace {

using Instant = Stream::Instant;

constexpr std::size_t piece = 4096;

/// A dialogue, in the clear and then perhaps under TLS.
class Visitor {
public:
    Visitor(const Stream& stream, const SubmissionPlace& place, const VisitTerms& terms,
            Instant deadline)
        : stream_(stream), place_(place), terms_(terms), deadline_(deadline) {}

    [[nodiscard]] SubmissionVisit visit() {
        const auto done = place_.implicit_tls ? under_tls_at_once() : by_starttls();
        if (!done) {
            visit_.failure = done.error().what;
        }
        return std::move(visit_);
    }

private:
    Result<void> under_tls_at_once() {
        if (auto begun = begin_tls(); !begun) {
            return begun;
        }
        if (auto greeted = greeting(); !greeted) {
            return greeted;
        }
        return ask_under_tls();
    }

    Result<void> by_starttls() {
        if (auto greeted = greeting(); !greeted) {
            return greeted;
        }
        const auto offered = command("EHLO " + terms_.own_name);
        if (!offered) {
            return offered.error();
        }
        visit_.offers_starttls = offered->offers("STARTTLS");
        visit_.offers_auth_in_clear = offered->offers("AUTH");
        if (!visit_.offers_starttls) {
            return say("QUIT");
        }
        if (const auto ready = command("STARTTLS"); !ready) {
            return ready.error();
        }
        if (!octets_.empty()) {
            visit_.is_tampered = true;
            return Error{"there are octets behind the answer to STARTTLS"};
        }
        if (auto begun = begin_tls(); !begun) {
            return begun;
        }
        return ask_under_tls();
    }

    Result<void> greeting() {
        const auto reply = answer();
        return reply ? Result<void>() : reply.error();
    }

    Result<void> begin_tls() {
        auto begun = TlsStream::begin(stream_, place_.host, terms_.trust, deadline_);
        if (!begun) {
            return within("TLS", begun.error());
        }
        tls_.emplace(*std::move(begun));
        visit_.tls = tls_->facts();
        return {};
    }

    Result<void> ask_under_tls() {
        const auto offered = command("EHLO " + terms_.own_name);
        if (!offered) {
            return offered.error();
        }
        visit_.offers_auth = offered->offers("AUTH");
        return say("QUIT");
    }

    Result<void> say(const std::string& line) {
        return tls_ ? tls_->send(line + "\r\n", deadline_) : stream_.send(line + "\r\n", deadline_);
    }

    Result<SmtpReply> command(const std::string& line) {
        if (const auto said = say(line); !said) {
            return said.error();
        }
        return answer();
    }

    /// A reply that is not positive is an error.
    Result<SmtpReply> answer() {
        constexpr int positive = 2;
        auto reply = read_reply(octets_, [this] {
            return tls_ ? tls_->receive(piece, deadline_) : stream_.receive(piece, deadline_);
        });
        if (reply && reply->code / 100 != positive) {
            return Error{"it answers " + std::to_string(reply->code) + ' ' +
                         printable(reply->lines.front(), 100)};
        }
        return reply;
    }

    const Stream& stream_;
    const SubmissionPlace& place_;
    const VisitTerms& terms_;
    Instant deadline_;
    std::optional<TlsStream> tls_;
    std::string octets_;  // received, and not looked at
    SubmissionVisit visit_;
};

}  // namespace

SubmissionVisit visit_submission(const SubmissionPlace& place, const VisitTerms& terms) {
    const auto deadline = std::chrono::steady_clock::now() + terms.patience;
    const auto connection = connect_to_host(place.addresses, place.port, deadline);
    if (!connection.stream) {
        return {.failure = connection.failure, .is_refused = connection.is_refused};
    }
    return Visitor(*connection.stream, place, terms, deadline).visit();
}

}  // namespace msa

// The resolver, see unbound_resolver.h. ub_resolve() blocks 17 s on a dead server, so every
// question is asked asynchronously and waited for by our own clock.
#include "dns/unbound_resolver.h"

#include "base/file.h"
#include "base/waiting.h"
#include "dns/name.h"
#include "dns/record_data.h"

#include <algorithm>
#include <array>
#include <condition_variable>
#include <mutex>
#include <thread>
#include <utility>

#include <poll.h>
#include <sys/eventfd.h>
#include <unbound.h>

namespace msa {
namespace {

using std::chrono::steady_clock;

constexpr int class_internet = 1;
constexpr int rcode_no_error = 0;
constexpr int rcode_no_such_name = 3;

struct ContextEnd {
    void operator()(ub_ctx* context) const { ::ub_ctx_delete(context); }
};
struct ResultEnd {
    void operator()(ub_result* result) const { ::ub_resolve_free(result); }
};

/// What a question is about, and how its data is read.
struct Asked {
    int number;
    std::string_view word;
    RecordType like;
    bool is_service = false;
};
// Names, as PTR has one.
constexpr Asked name_server_records{2, "NS", RecordType::ptr};
constexpr Asked alias_records{5, "CNAME", RecordType::ptr};
constexpr Asked service_records{33, "SRV", RecordType::ptr, true};

int type_number(RecordType type) {
    switch (type) {
        case RecordType::a: return 1;
        case RecordType::aaaa: return 28;
        case RecordType::mx: return 15;
        case RecordType::txt: return 16;
        case RecordType::ptr: return 12;
    }
    return 0;
}

/// One question in flight; lives in the frame of whoever asks.
struct Waiting {
    std::mutex mutex;
    std::condition_variable is_answered;
    bool answered = false;
    int error = 0;
    std::unique_ptr<ub_result, ResultEnd> result;
};

extern "C" void take_answer(void* asked, int error, ub_result* result) {
    auto& waiting = *static_cast<Waiting*>(asked);
    const std::lock_guard lock(waiting.mutex);
    waiting.error = error;
    waiting.result.reset(result);
    waiting.answered = true;
    waiting.is_answered.notify_one();  // within the lock: afterwards `waiting` may be gone
}

Error no_answer(std::string_view name, const Asked& asked, std::string_view why) {
    return {"DNS, " + std::string(name) + ' ' + std::string(asked.word) + ": " + std::string(why)};
}

std::string rcode_text(int rcode) {
    switch (rcode) {
        case 2: return "SERVFAIL";
        case 5: return "REFUSED";
        default: return "response code " + std::to_string(rcode);
    }
}

Result<DnsAnswer> answer_of(const ub_result& result, const Asked& asked) {
    if (result.bogus != 0) {
        return Error{"the signatures are wrong (DNSSEC)"};
    }
    DnsAnswer answer;
    answer.ttl = std::chrono::seconds(std::max(result.ttl, 0));
    if (result.rcode == rcode_no_such_name) {
        answer.kind = DnsAnswer::Kind::no_such_domain;
        return answer;
    }
    if (result.rcode != rcode_no_error) {
        return Error{rcode_text(result.rcode)};
    }
    for (std::size_t i = 0; result.havedata != 0 && result.data[i] != nullptr; ++i) {
        const std::string_view data(result.data[i], static_cast<std::size_t>(result.len[i]));
        auto record =
            asked.is_service ? service_from_wire(data) : record_from_wire(asked.like, data);
        if (!record) {
            return record.error();
        }
        answer.records.push_back(*std::move(record));
    }
    answer.kind = answer.records.empty() ? DnsAnswer::Kind::no_data : DnsAnswer::Kind::records;
    return answer;
}

class UnboundResolver final : public NamesResolver {
public:
    UnboundResolver(std::unique_ptr<ub_ctx, ContextEnd> context, FileDescriptor stop,
                    std::chrono::milliseconds question_timeout)
        : context_(std::move(context)),
          stop_(std::move(stop)),
          question_timeout_(question_timeout),
          dispatcher_([this] { dispatch(); }) {}
    UnboundResolver(const UnboundResolver&) = delete;
    UnboundResolver& operator=(const UnboundResolver&) = delete;
    UnboundResolver(UnboundResolver&&) = delete;
    UnboundResolver& operator=(UnboundResolver&&) = delete;
    ~UnboundResolver() override {
        (void)::eventfd_write(stop_.get(), 1);  // fails only where the counter is full
        dispatcher_.join();
    }

    [[nodiscard]] Result<DnsAnswer> ask(std::string_view name, RecordType type,
                                        Deadline deadline) const override {
        return ask(name, Asked{type_number(type), to_text(type), type}, deadline);
    }
    [[nodiscard]] Result<std::vector<std::string>> name_servers(std::string_view zone,
                                                                Deadline deadline) const override;
    [[nodiscard]] Result<DnsAnswer> services(std::string_view name,
                                             Deadline deadline) const override {
        return ask(name, service_records, deadline);
    }
    [[nodiscard]] Result<std::string> alias(std::string_view name,
                                            Deadline deadline) const override;

private:
    [[nodiscard]] Result<DnsAnswer> ask(std::string_view name, const Asked& asked,
                                        Deadline deadline) const;
    void dispatch() const;

    std::unique_ptr<ub_ctx, ContextEnd> context_;
    FileDescriptor stop_;
    std::chrono::milliseconds question_timeout_;
    std::thread dispatcher_;  // last: it uses what stands above
};

/// Hands answers to those who wait for them, until told to stop.
void UnboundResolver::dispatch() const {
    std::array<pollfd, 2> ready{{{::ub_fd(context_.get()), POLLIN, 0}, {stop_.get(), POLLIN, 0}}};
    while ((ready[1].revents & POLLIN) == 0) {
        if (::poll(ready.data(), ready.size(), -1) < 0) {
            continue;  // a signal
        }
        // Where libunbound's own thread is gone nobody is answered: every question ends in time.
        if ((ready[0].revents & POLLIN) != 0 && ::ub_process(context_.get()) != UB_NOERROR) {
            return;
        }
    }
}

Result<std::vector<std::string>> UnboundResolver::name_servers(std::string_view zone,
                                                               Deadline deadline) const {
    const auto answer = ask(zone, name_server_records, deadline);
    if (!answer) {
        return answer.error();
    }
    std::vector<std::string> names;
    for (const auto& each : answer->records) {
        names.push_back(each.value);
    }
    return names;
}

Result<std::string> UnboundResolver::alias(std::string_view name, Deadline deadline) const {
    const auto answer = ask(name, alias_records, deadline);
    if (!answer) {
        return answer.error();
    }
    return answer->records.empty() ? std::string() : answer->records.front().value;
}

Result<DnsAnswer> UnboundResolver::ask(std::string_view name, const Asked& asked,
                                       Deadline deadline) const {
    const auto escaped = escaped_name(name);
    if (!escaped) {
        return DnsAnswer{.kind = DnsAnswer::Kind::no_such_domain, .records = {}};
    }
    const Deadline until = std::min(deadline, steady_clock::now() + question_timeout_);
    if (until <= steady_clock::now()) {
        return no_answer(*escaped, asked, "no time left to ask");
    }
    Waiting waiting;
    int number = 0;
    if (const int error = ::ub_resolve_async(context_.get(), escaped->c_str(), asked.number,
                                             class_internet, &waiting, take_answer, &number);
        error != UB_NOERROR) {
        return no_answer(*escaped, asked, ::ub_strerror(error));
    }
    const WhileWaiting pause;
    std::unique_lock lock(waiting.mutex);
    const auto answered = [&waiting] { return waiting.answered; };
    if (!waiting.is_answered.wait_until(lock, until, answered)) {
        lock.unlock();
        if (::ub_cancel(context_.get(), number) == UB_NOERROR) {
            return no_answer(*escaped, asked, "no answer in time");
        }
        // Not there to be cancelled: the answer is on its way to take_answer() at this moment.
        lock.lock();
        waiting.is_answered.wait(lock, answered);
    }
    if (waiting.error != UB_NOERROR || !waiting.result) {
        return no_answer(*escaped, asked, ::ub_strerror(waiting.error));
    }
    auto answer = answer_of(*waiting.result, asked);
    return answer ? answer : no_answer(*escaped, asked, answer.error().what);
}

Result<void> use_servers(ub_ctx& context, const std::vector<std::string>& servers) {
    if (servers.empty()) {
        const int error = ::ub_ctx_resolvconf(&context, nullptr);
        return error == UB_NOERROR
                   ? Result<void>()
                   : Error{"/etc/resolv.conf: " + std::string(::ub_strerror(error))};
    }
    for (const auto& server : servers) {
        if (const int error = ::ub_ctx_set_fwd(&context, server.c_str()); error != UB_NOERROR) {
            return Error{"DNS server " + server + ": " + ::ub_strerror(error),
                         ErrorKind::bad_config};
        }
    }
    return {};
}

Result<void> set_up(ub_ctx& context) {
    // What private and documentation addresses are called is the servers' matter, not libunbound's.
    // Of a server that does not answer libunbound doubles its patience for as long as it remembers
    // it, and a question under way keeps to that: 35 s late after an outage with a memory of 30 s,
    // 4 s at most with 5. Where one of two is dead, whichever answered last is asked first: 1.5 s
    // instead of 2.3.
    constexpr std::array<std::pair<const char*, const char*>, 6> options{
        {{"do-not-query-localhost:", "no"},
         {"unblock-lan-zones:", "yes"},
         {"infra-host-ttl:", "5"},
         {"infra-keep-probing:", "yes"},
         {"fast-server-num:", "1"},
         {"fast-server-permil:", "1000"}}};
    (void)::ub_ctx_debugout(&context, nullptr);  // what goes wrong is in the answers
    for (const auto& [name, value] : options) {
        if (const int error = ::ub_ctx_set_option(&context, name, value); error != UB_NOERROR) {
            return Error{"libunbound, " + std::string(name) + ' ' + ::ub_strerror(error)};
        }
    }
    const int error = ::ub_ctx_async(&context, 1);  // threads, no processes
    return error == UB_NOERROR ? Result<void>() : Error{::ub_strerror(error)};
}

}  // namespace

Result<std::unique_ptr<const NamesResolver>> make_unbound_resolver(
    const ResolverSettings& settings) {
    std::unique_ptr<ub_ctx, ContextEnd> context(::ub_ctx_create());
    FileDescriptor stop(::eventfd(0, EFD_CLOEXEC));
    if (!context || !stop.is_open()) {
        return Error{"libunbound cannot be set up"};
    }
    if (const auto done = set_up(*context); !done) {
        return done.error();
    }
    if (const auto done = use_servers(*context, settings.servers); !done) {
        return done.error();
    }
    return std::unique_ptr<const NamesResolver>(std::make_unique<UnboundResolver>(
        std::move(context), std::move(stop), settings.question_timeout));
}

}  // namespace msa

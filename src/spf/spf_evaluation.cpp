#include "spf/spf_evaluation.h"

#include "base/ip_address.h"
#include "spf/libspf2.h"
#include "spf/spf_lookups.h"

#include <cstring>
#include <exception>
#include <memory>
#include <string>

#include <arpa/inet.h>

namespace msa {
namespace {

/// What the hooks work with. An exception must not pass through libspf2's frames.
struct Work {
    SpfLookups lookups;
    std::exception_ptr thrown{};
    bool has_matched = false;
};

Work& work_of(const SPF_dns_server_t* layer) {
    return *static_cast<Work*>(layer->hook);
}

/// False where memory is short.
bool add_record(SPF_dns_rr_t& answer, const std::string& value) {
    const int index = answer.num_rr;
    if (SPF_dns_rr_buf_realloc(&answer, index, value.size() + 1) != SPF_E_SUCCESS) {
        return false;
    }
    auto* const data = answer.rr[index];
    if (answer.rr_type == ns_t_mx) {
        std::memcpy(data->mx, value.c_str(), value.size() + 1);
    } else if (answer.rr_type == ns_t_aaaa) {
        (void)::inet_pton(AF_INET6, value.c_str(), &data->aaaa);  // an address by its type
    } else {
        (void)::inet_pton(AF_INET, value.c_str(), &data->a);
    }
    ++answer.num_rr;
    return true;
}

// Must not return null: libspf2 would abort().
extern "C" SPF_dns_rr_t* look_up(SPF_dns_server_t* layer, const char* name, ns_type type,
                                 int /*should_cache*/) {
    auto& work = work_of(layer);
    auto* const answer = SPF_dns_rr_new_init(layer, name, type, 0, TRY_AGAIN);
    try {
        const auto found = work.lookups.found(name);
        if (!found || answer == nullptr) {
            return answer;
        }
        answer->herrno = found->empty() ? NO_DATA : NETDB_SUCCESS;
        for (const auto& value : *found) {
            if (!add_record(*answer, value)) {
                work.lookups.fail(SpfResult::temperror, "out of memory");
            }
        }
    } catch (...) {
        work.thrown = std::current_exception();
        work.lookups.fail(SpfResult::temperror, "internal trouble");
    }
    return answer;
}

extern "C" SPF_errcode_t fetch_record(SPF_server_t* server, SPF_request_t* request,
                                      SPF_response_t* response, SPF_record_t** record) {
    auto& work = work_of(server->resolver);
    *record = nullptr;
    try {
        const auto text = work.lookups.record(request->cur_dom);
        return text ? SPF_record_compile(server, response, record, text->c_str()) : SPF_E_DNS_ERROR;
    } catch (...) {
        work.thrown = std::current_exception();
        work.lookups.fail(SpfResult::temperror, "internal trouble");
        return SPF_E_DNS_ERROR;
    }
}

template <auto release>
struct Release {
    template <class T>
    void operator()(T* pointer) const {
        release(pointer);
    }
};
using Server = std::unique_ptr<SPF_server_t, Release<SPF_server_free>>;
using Request = std::unique_ptr<SPF_request_t, Release<SPF_request_free>>;
using Response = std::unique_ptr<SPF_response_t, Release<SPF_response_free>>;

/// ::ffff:192.0.2.1 is 192.0.2.1 (RFC 7208, 5).
std::string plain_address(const std::string& address) {
    const auto parsed = IpAddress::parse(address);
    return parsed ? parsed->unmapped().text() : address;
}

SpfAnswer answer_of(SPF_response_t& response) {
    switch (SPF_response_result(&response)) {
        case SPF_RESULT_PASS: return {SpfResult::pass, {}};
        case SPF_RESULT_FAIL: return {SpfResult::fail, {}};
        case SPF_RESULT_SOFTFAIL: return {SpfResult::softfail, {}};
        case SPF_RESULT_NEUTRAL: return {SpfResult::neutral, {}};
        default: break;
    }
    const auto code = SPF_response_errcode(&response);
    return {code == SPF_E_NO_MEMORY ? SpfResult::temperror : SpfResult::permerror,
            SPF_strerror(code)};
}

/// What libspf2 makes of it; an answer is only good where no look-up has failed.
SpfAnswer ask_libspf2(Work& work, const std::string& address) {
    SPF_dns_server_t layer{};
    layer.lookup = look_up;
    layer.get_spf = fetch_record;
    layer.name = "msa-milter";
    layer.hook = &work;
    const Server server(SPF_server_new_dns(&layer, 0));
    const Request request(server ? SPF_request_new(server.get()) : nullptr);
    const bool is_ip6 = address.find(':') != std::string::npos;
    const auto sender = "postmaster@" + SpfLookups::first_token();
    const bool is_set = request &&
                        (is_ip6 ? SPF_request_set_ipv6_str : SPF_request_set_ipv4_str)(
                            request.get(), address.c_str()) == SPF_E_SUCCESS &&
                        SPF_request_set_helo_dom(request.get(), "helo.invalid") == SPF_E_SUCCESS &&
                        SPF_request_set_env_from(request.get(), sender.c_str()) == SPF_E_SUCCESS;
    if (!is_set) {
        return {SpfResult::temperror, "libspf2 does not take the question"};
    }
    SPF_response_t* made = nullptr;
    (void)SPF_request_query_mailfrom(request.get(), &made);  // the response holds the error, too
    const Response response(made);
    work.has_matched = response && SPF_response_reason(response.get()) == SPF_REASON_MECH;
    return response ? answer_of(*response) : SpfAnswer{SpfResult::temperror, "out of memory"};
}

}  // namespace

SpfEvaluation evaluate_spf(const SpfQuestion& question, const Resolver& resolver, Deadline deadline,
                           const SpfStart& start) {
    auto plain = question;
    plain.address = plain_address(question.address);
    if (plain.sender.empty() || plain.sender.front() == '@') {
        plain.sender.insert(0, plain.sender.empty() ? "postmaster@" + plain.helo : "postmaster");
    }
    Work work{.lookups = SpfLookups(resolver, plain, deadline, start)};
    auto answer = ask_libspf2(work, plain.address);
    if (work.thrown) {
        std::rethrow_exception(work.thrown);
    }
    if (work.lookups.failure()) {
        answer = *work.lookups.failure();
    }
    const bool holds =
        answer.result != SpfResult::temperror && !work.lookups.depends_on_local_part();
    return {.answer = answer,
            .ttl = holds ? work.lookups.ttl() : std::chrono::seconds(0),
            .terms = work.lookups.terms(),
            .voids = work.lookups.voids(),
            .has_matched = work.has_matched};
}

}  // namespace msa

// The callbacks as libmilter calls them for one session, with everything behind them in memory.
#pragma once

#include "fake_libmilter.h"
#include "milter/libmilter/callbacks.h"
#include "unit/milter/memory_daemon.h"

#include <chrono>
#include <string>
#include <utility>

#include <boost/test/unit_test.hpp>

namespace msa {

inline constexpr unsigned long all_actions = 0x1ff;
inline constexpr unsigned long all_steps = 0x1fffff;

/// A daemon with one session, whose steps are said in order.
struct Milter : MemoryDaemon {
    explicit Milter(RuleSetBuilder builder = RuleSetBuilder()) : MemoryDaemon(std::move(builder)) {
        open_gate(daemon);
        context.macros = {{"v", "Postfix 3.7.11"}, {"{auth_authen}", "alice"}, {"i", "Q1"}};
    }
    Milter(const Milter&) = delete;
    Milter& operator=(const Milter&) = delete;
    ~Milter() {
        call.xxfi_close(&context);
        BOOST_TEST(close_gate(std::chrono::milliseconds(0)));
    }

    sfsistat negotiate(unsigned long actions = all_actions, unsigned long steps = all_steps) {
        unsigned long ignored = 0;
        return call.xxfi_negotiate(&context, actions, steps, 0, 0, &agreed_actions, &agreed_steps,
                                   &ignored, &ignored);
    }
    sfsistat connect() { return call.xxfi_connect(&context, text("client.example.org"), nullptr); }
    sfsistat mail() {
        char* arguments[] = {text("<alice@example.com>"), nullptr};
        return call.xxfi_envfrom(&context, arguments);
    }
    sfsistat recipient() {
        char* arguments[] = {text("<rcpt@example.net>"), nullptr};
        return call.xxfi_envrcpt(&context, arguments);
    }
    sfsistat header(const char* name, const char* value) {
        return call.xxfi_header(&context, text(name), text(value));
    }
    sfsistat body() {
        std::string chunk = "Hello.\r\n";
        return call.xxfi_body(&context, reinterpret_cast<unsigned char*>(chunk.data()),
                              chunk.size());
    }
    sfsistat end_of_headers() { return call.xxfi_eoh(&context); }
    sfsistat end_of_message() { return call.xxfi_eom(&context); }

    void begin_session() {
        BOOST_REQUIRE(negotiate() == SMFIS_CONTINUE);
        BOOST_REQUIRE(connect() == SMFIS_NOREPLY);
    }
    /// Until the body, all of it accepted.
    void begin_message() {
        begin_session();
        BOOST_REQUIRE(mail() == SMFIS_CONTINUE);
        BOOST_REQUIRE(recipient() == SMFIS_CONTINUE);
        BOOST_REQUIRE(header("From", " alice@example.com") == SMFIS_NOREPLY);
    }

    static char* text(const char* constant) { return const_cast<char*>(constant); }

    SMFICTX context;
    smfiDesc call = callbacks();
    unsigned long agreed_actions = 0;
    unsigned long agreed_steps = 0;
};

}  // namespace msa

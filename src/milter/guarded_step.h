// The boundary between an engine and a session: exceptions do not get past it.
#pragma once

#include "milter/connection.h"
#include "milter/worker_threads.h"

#include <exception>
#include <string_view>

namespace msa {

/// Runs `step`. Nothing thrown gets past: `failure` is told of it and says what to return.
template <class Step, class Failure>
sfsistat caught(Step step, Failure failure) noexcept {
    try {
        return step();
    } catch (const std::exception& error) {
        return failure(error.what());
    } catch (...) {
        return failure("an exception without a text");
    }
}

/// Runs a step that is answered; a failure becomes 451.
template <class Step>
sfsistat answered(Connection& connection, const MtaContext& mta, Step step) noexcept {
    const AtWork work;
    return caught(step, [&](std::string_view trouble) {
        connection.remember(trouble);
        return connection.answer_pending(mta);
    });
}

/// Runs a step that has no answer (SMFIP_NR_*); a failure becomes 451 at the next one that has.
template <class Step>
sfsistat unanswered(Connection& connection, unsigned long silent_step, Step step) noexcept {
    const AtWork work;
    const sfsistat silence = connection.agreement().silence(silent_step);
    return caught(
        [&] {
            step();
            return silence;
        },
        [&](std::string_view trouble) {
            connection.remember(trouble);
            return silence;
        });
}

}  // namespace msa

// Records that could not be written, see lost_records.h.
#include "audit/lost_records.h"

#include "audit/control_line.h"
#include "base/text.h"

#include <algorithm>
#include <utility>

namespace msa {

namespace {

constexpr std::size_t most_sessions = 500;  // 32 KB or so

/// Of a record's line; empty: it is of none.
std::string session_of(std::string_view line) {
    constexpr std::string_view key = "\"session\":\"";
    const auto at = line.find(key);
    if (at == std::string_view::npos) {
        return {};
    }
    const auto value = line.substr(at + key.size());
    return std::string(value.substr(0, value.find('"')));
}

}  // namespace

void LostRecords::add(std::string_view lines, std::string_view why, Time now) {
    if (!are_any()) {
        why_ = why;
        from_ = now;
    }
    to_ = now;
    for (const auto line : split(lines, '\n')) {
        if (line.empty()) {
            continue;
        }
        ++count_;
        auto session = session_of(line);
        if (session.empty() ||
            std::find(sessions_.begin(), sessions_.end(), session) != sessions_.end()) {
            continue;
        }
        if (sessions_.size() < most_sessions) {
            sessions_.push_back(std::move(session));
        } else {
            ++of_others_;
        }
    }
}

std::string LostRecords::line(Time now, std::string_view host) const {
    ControlLine line("gap", now, host);
    line.number("records", count_)
        .text("why", why_)
        .instant("from", from_)
        .instant("to", to_)
        .texts("sessions", sessions_);
    if (of_others_ != 0) {
        line.number("records_of_others", of_others_);
    }
    return line.finished();
}

}  // namespace msa

// Control records one behind another, see trail_story.h.
#include "inquiry/trail_story.h"

#include "trail/trail_time.h"

namespace msa {

namespace {

std::string text(const ControlRecord& record, std::string_view key) {
    return std::string(record.text(key));
}

void tell(Privilege& privilege, const RecordHead& head, const ControlRecord& record) {
    privilege.id = text(record, "id");
    privilege.owner = text(record, "owner");
    privilege.ticket = text(record, "ticket");
    privilege.until = text(record, "until");
    privilege.what = head.kind == RecordKind::delegation
                         ? text(record, "right")
                         : text(record, "rule") + ": " + text(record, "action");
    privilege.has_ended = record.text("event") == "ended";
    privilege.ended = privilege.has_ended ? trail_time(head.time) : "";
}

}  // namespace

void TrailStory::add(const RecordHead& head, const ControlRecord& record) {
    if (head.time >= end_) {
        return;
    }
    if (head.kind == RecordKind::delegation) {
        tell(delegations_[text(record, "id")], head, record);
    } else if (head.kind == RecordKind::exception) {
        tell(exceptions_[text(record, "id")], head, record);
    }
    if (head.time < begin_) {
        return;
    }
    if (head.kind == RecordKind::rules) {
        rule_changes_.push_back({head.time, text(record, "host"), text(record, "event"),
                                 text(record, "file"), text(record, "version"),
                                 text(record, "hash")});
    } else if (head.kind == RecordKind::gap) {
        lost_.push_back({head.time, text(record, "host"), text(record, "records"),
                         text(record, "why"), text(record, "from"), text(record, "to")});
    } else {
        add_run(head, record);
    }
}

void TrailStory::add_run(const RecordHead& head, const ControlRecord& record) {
    auto& host = hosts_[text(record, "host")];
    if (head.kind == RecordKind::start) {
        ++host.starts;
        if (record.text("clean") == "false") {
            host.unclean_starts.push_back(head.time);
        }
    } else if (head.kind == RecordKind::stop) {
        ++host.stops;
    } else if (head.kind == RecordKind::clock) {
        host.clock_steps.push_back(head.time);
    }
}

}  // namespace msa

// The audit trail, see audit_trail.h.
#include "audit/audit_trail.h"

#include "audit/message_line.h"
#include "audit/record_json.h"
#include "audit/trail_paths.h"

#include <utility>

#include <unistd.h>

namespace msa {

namespace {

/// Whether the client still hears of it that there is no record: with 451, whatever was to be said.
/// Who gave up hears nothing any more, and recipients were answered one by one.
bool is_put_off_without_record(const AuditRecord& record) {
    switch (record.disposition) {
        case Disposition::aborted: return false;
        case Disposition::rejected:
        case Disposition::deferred: return record.stage != "recipient";
        default: return true;
    }
}

/// What became of a transaction whose record could not be written.
AuditRecord without_record(AuditRecord record, const Error& error) {
    if (record.trouble.empty()) {
        record.trouble = error.what;
    }
    if (is_put_off_without_record(record)) {
        record.disposition = Disposition::deferred;
        record.reply = identified(try_again_later(), {}, record.session.id);
        record.edits.clear();
        record.signatures.clear();
    }
    return record;
}

/// For the log, where it cannot be told what of it may be kept.
AuditRecord without_names(AuditRecord record) {
    record.reply.reset();
    record.unsigned_reason.clear();
    record.session.client_address.clear();
    return record;
}

}  // namespace

AuditTrail::AuditTrail(TrailWriter writer, LogOutput log)
    : settings_(writer.settings()),
      writer_(std::make_unique<TrailWriter>(std::move(writer))),
      commit_([this](std::string_view lines) {
          auto appended = writer_.with([this, lines](auto& held) {
              auto result = held->append(lines);
              records_.store(held->size(), std::memory_order_relaxed);
              return result;
          });
          timer_.tell_news();
          return appended;
      }),
      log_(std::move(log)),
      discretion_(settings_.minimisation, TrailPaths::of(settings_.file).pseudonyms),
      timer_([this] { return make_checkpoint(); }) {
    records_ = writer_.with([](const auto& held) { return held->size(); });
}

AuditTrail::~AuditTrail() {
    (void)make_checkpoint();  // it logs what it cannot do
}

Result<std::unique_ptr<AuditTrail>> AuditTrail::open(TrailSettings settings, LogOutput log) {
    auto writer = TrailWriter::open(std::move(settings), log);
    if (!writer) {
        return within("audit file", writer.error());
    }
    std::unique_ptr<AuditTrail> trail(new AuditTrail(*std::move(writer), std::move(log)));
    if (const auto ready = trail->discretion_.prepare(trail->settings_.now()); !ready) {
        return within("audit file", ready.error());
    }
    trail->writer_.with([&](const auto& held) {
        trail->log_notice(held->beginning().notice);
        trail->log_notice(held->torn_line());
    });
    return trail;
}

Result<void> AuditTrail::start(std::string_view version) {
    auto line = control("start");
    const auto found = writer_.with([](const auto& held) { return held->beginning(); });
    line.text("version", version)
        .number("pid", ::getpid())
        .truth("clean", found.is_clean)
        .number("read_again", found.read_again);
    if (!found.notice.empty()) {
        line.text("notice", found.notice);
    }
    return write(line);
}

void AuditTrail::stop() {
    auto line = control("stop");
    if (write(line)) {
        writer_.with([](auto& held) { held->note_stop(); });
    }
}

void AuditTrail::leave_as_found() {
    writer_.with([](auto& held) {
        if (held->beginning().is_clean) {
            held->note_stop();
        }
    });
}

ControlLine AuditTrail::control(std::string_view kind) const {
    return {kind, settings_.now(), settings_.host};
}

Result<void> AuditTrail::write(ControlLine& line) {
    return write_lines(line.finished() + '\n');
}

Result<void> AuditTrail::write_lines(std::string_view lines) {
    const auto appended = commit_.write(lines);
    if (!appended) {
        log_(LogLevel::error,
             LogLine("audit").add("result", "failed").add("error", appended.error().what));
        return within("audit file", appended.error());
    }
    log_notice(*appended);
    return {};
}

Result<std::string> AuditTrail::recipient(std::string_view address) {
    return discretion_.recipient(address, settings_.now());
}

Result<void> AuditTrail::write(const AuditRecord& record) {
    const auto discreet = discretion_.applied(record);
    const auto& kept = discreet && *discreet ? **discreet : record;
    const auto appended = discreet ? commit_.write(record_lines(kept, settings_.host))
                                   : Result<std::string>(discreet.error());
    if (!appended) {
        const Error error = within("audit file", appended.error());
        const AuditRecord ended = without_record(discreet ? kept : without_names(record), error);
        log_(LogLevel::error, LogLine("audit")
                                  .add("result", "failed")
                                  .add("transaction", record.transaction)
                                  .add("queue_id", record.queue_id)
                                  .add("action", to_text(ended.disposition))
                                  .add("error", appended.error().what));
        log_(LogLevel::warning, message_line(ended));
        return error;
    }
    log_notice(*appended);
    log_(record.trouble.empty() ? LogLevel::info : LogLevel::warning, message_line(kept));
    return {};
}

Result<void> AuditTrail::reopen() {
    const auto reopened = writer_.with([](auto& held) { return held->reopen(); });
    if (!reopened) {
        return within("audit file", reopened.error());
    }
    log_notice(writer_.with([](const auto& held) { return held->torn_line(); }));
    if (*reopened) {  // the first line of the new file
        const auto begun = commit_.write({});
        (void)make_checkpoint();  // it logs what it cannot do
        return begun ? Result<void>() : within("audit file", begun.error());
    }
    return {};
}

bool AuditTrail::make_checkpoint() {
    auto snapshot = writer_.with([](auto& held) { return held->snapshot(); });
    if (snapshot.state.origin.empty()) {
        return true;  // nothing was ever written
    }
    const auto published = snapshot.publisher.publish(snapshot.turn, snapshot.state);
    const bool was_failing = is_checkpoint_failing_.exchange(!published);
    if (published) {
        note_checkpoint(snapshot.state.tree.size());
    } else if (!was_failing) {
        log_(LogLevel::error,
             LogLine("checkpoint").add("result", "failed").add("error", published.error().what));
    }
    return published.has_value();
}

void AuditTrail::note_checkpoint(std::uint64_t size) {
    checkpoint_.with([this, size](Standing& last) {
        last.checkpointed = size;
        last.checkpoint_at = settings_.now();
    });
}

AuditTrail::Standing AuditTrail::standing() const {
    auto standing = checkpoint_.with([](const Standing& last) { return last; });
    standing.records = records_.load(std::memory_order_relaxed);
    standing.is_checkpoint_failing = is_checkpoint_failing_;
    return standing;
}

void AuditTrail::log_notice(std::string_view notice) const {
    if (!notice.empty()) {
        log_(
            LogLevel::warning,
            LogLine("audit").add("result", "ok").add("file", settings_.file).add("notice", notice));
    }
}

}  // namespace msa

#include "commands/sample_check.h"

#include "base/text.h"
#include "dkim/key_record.h"

#include <chrono>
#include <exception>
#include <utility>
#include <vector>

namespace msa {
namespace {

constexpr std::chrono::seconds patience{10};  // a stop of the daemon waits for it

constexpr const char* passed = "passed";
constexpr const char* mismatch = "mismatch";
constexpr const char* untold = "cannot_tell";
constexpr const char* skipped = "skipped";

std::string field_text(std::string_view name, std::string_view value) {
    auto text = std::string(name) + ':';
    for (const char c : value) {
        text += c == '\n' ? "\r\n" : std::string(1, c);
    }
    return text + "\r\n";
}

std::string wire_form(const SampledMessage& message) {
    std::string text;
    for (const auto& each : message.signatures) {
        text += field_text("DKIM-Signature", each.value);
    }
    for (const auto& field : message.headers.fields()) {
        text += field_text(field.name, field.value);
    }
    return text + "\r\n" + message.body;
}

std::string message_id(const SampledMessage& message) {
    const auto* const field = message.headers.find("Message-ID");
    return field == nullptr ? "" : std::string(trimmed(field->value));
}

std::vector<PublishedKey> keys_of(const SampledMessage& message) {
    std::vector<PublishedKey> keys;
    for (const auto& each : message.signatures) {
        const auto name = key_record_name(each.selector, each.domain);
        if (const auto record = message.records->find(name); record != message.records->end()) {
            keys.push_back({.name = name, .record = *record->second});
        }
    }
    return keys;
}

JudgedSignature unseen(const Signature& signature) {
    return {.domain = signature.domain,
            .selector = signature.selector,
            .algorithm = {},
            .octets = {},
            .key_name = key_record_name(signature.selector, signature.domain),
            .verdict = DkimVerdict::not_tried,
            .why = "libopendkim does not see it in the message"};
}

}  // namespace

SampleCheck::SampleCheck(AuditTrail& audit, const Log& log)
    : audit_(audit), log_(log), thread_([this] { run(); }) {
    for (const auto* each : {passed, mismatch, untold, skipped}) {
        results_.expect({each});
    }
}

SampleCheck::~SampleCheck() {
    {
        const std::lock_guard lock(mutex_);
        is_over_ = true;
    }
    changed_.notify_all();
    thread_.join();
}

void SampleCheck::offer(SampledMessage message) noexcept {
    try {
        const std::lock_guard lock(mutex_);
        if (waiting_.size() < most_waiting) {
            waiting_.push_back(std::move(message));
            changed_.notify_one();
            return;
        }
    } catch (const std::exception&) {  // no memory: mail matters more
    }
    skip();
}

void SampleCheck::skip() noexcept {
    try {
        results_.add({skipped});
    } catch (const std::exception&) {  // no memory for a label: it is one sample
    }
}

void SampleCheck::run() {
    while (true) {
        SampledMessage message;
        {
            std::unique_lock lock(mutex_);
            changed_.wait(lock, [this] { return is_over_ || !waiting_.empty(); });
            if (is_over_) {
                return;
            }
            message = std::move(waiting_.front());
            waiting_.pop_front();
        }
        try {
            verify(message);
        } catch (const std::exception& error) {
            log_.error(LogLine("sample").add("error", error.what()));
        }
    }
}

/// What it sees first are our signatures: they are on top.
void SampleCheck::verify(const SampledMessage& message) {
    const auto id = message_id(message);
    const auto answer =
        ask_referee(wire_form(message), {.keys = keys_of(message), .patience = patience});
    if (!answer) {
        results_.add({untold});
        if (!std::exchange(is_away_, true)) {  // once, however many samples there are
            log_.warning(LogLine("sample").add("message_id", id).add("error", answer.error().what));
        }
        return;
    }
    is_away_ = false;
    bool is_well = true;
    for (std::size_t i = 0; i < message.signatures.size(); ++i) {
        const auto judged =
            i < answer->signatures.size() ? answer->signatures[i] : unseen(message.signatures[i]);
        if (!judged.passes()) {
            is_well = false;
            tell(id, judged);
        }
    }
    results_.add({is_well ? passed : mismatch});
}

void SampleCheck::tell(const std::string& message_id, const JudgedSignature& judged) {
    constexpr std::size_t shown_octets = 32;
    ++mismatches_;
    auto line = audit_.control("dkim_key");
    line.text("event", "mismatch")
        .text("domain", judged.domain)
        .text("selector", judged.selector)
        .text("algorithm", judged.algorithm)
        .text("signature", judged.octets)
        .text("message_id", message_id)
        .text("verdict", to_text(judged.verdict))
        .text("why", judged.why);
    (void)audit_.write(line);  // it logs what it cannot write
    log_.error(LogLine("sample")
                   .add("result", "mismatch")
                   .add("message_id", message_id)
                   .add("domain", judged.domain)
                   .add("selector", judged.selector)
                   .add("signature", judged.octets.substr(0, shown_octets))
                   .add("verdict", to_text(judged.verdict))
                   .add("why", judged.why));
}

}  // namespace msa

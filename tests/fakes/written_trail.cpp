#include "fakes/written_trail.h"

#include "audit/checkpoint.h"
#include "audit/timestamp.h"
#include "crypto/ed25519.h"
#include "crypto/new_key.h"

#include <chrono>

namespace msa {

PrivateKey new_audit_key() {
    return parse_private_key(new_ed25519_key(), 2048).value();
}

WrittenTrail::WrittenTrail(const PrivateKey* key, std::string host, const std::string& year,
                           const std::string& previous)
    : key_(key),
      host_(std::move(host)),
      year_(year.substr(0, 4)),
      origin_(host_ + "/msa-milter/" + year) {
    std::string quoted = "null";
    if (!previous.empty()) {
        quoted = "\"";
        for (const char c : previous) {
            quoted += c == '\n' ? std::string("\\n") : std::string(1, c);
        }
        quoted += '"';
    }
    add("tree", "\"origin\":\"" + origin_ + "\",\"previous\":" + quoted +
                    ",\"key\":" + (key_ == nullptr ? "null" : '"' + verifier_key() + '"'));
}

std::string WrittenTrail::text_of(const PrivateKey* key) const {
    return key == nullptr ? std::string() : msa::verifier_key(*key, origin_).value().text();
}

std::string WrittenTrail::head(const std::string& kind) {
    using namespace std::chrono;
    const sys_days begin = year(std::stoi(year_)) / March / 1;
    return "{\"n\":" + std::to_string(next_) + ",\"time\":\"" +
           timestamp(system_clock::time_point(begin) + seconds(++seconds_)) +
           "\",\"v\":2,\"record\":\"" + kind + '"';
}

void WrittenTrail::add(const std::string& kind, const std::string& members) {
    const auto begin = head(kind);
    add_line(begin + ",\"host\":\"" + host_ + '"' + (members.empty() ? "" : ',' + members) + '}');
}

void WrittenTrail::add_transaction(const std::string& login, const std::string& more) {
    const auto id = "s" + std::to_string(next_);
    add("transaction",
        "\"session\":\"" + id + "\",\"transaction\":\"" + id + ".1\",\"queue_id\":\"Q" +
            std::to_string(next_) + "\",\"identity\":{\"login\":\"" + login +
            "\",\"source\":\"sasl\",\"proof\":\"PLAIN\"}" + (more.empty() ? "" : ',' + more));
}

void WrittenTrail::add_line(const std::string& line) {
    lines.push_back(line);
    tree_.add(line);
    ++next_;
}

void WrittenTrail::add_older() {
    lines.push_back(
        R"({"time":"2025-12-31T00:00:00.000000Z","v":2,"record":"transaction","host":")" + host_ +
        "\"}");
}

std::string WrittenTrail::note(std::uint64_t size, const Digest& root,
                               const PrivateKey* key) const {
    SignedNote note{Checkpoint{origin_, size, root}.text(), {}};
    if (key != nullptr) {
        (void)sign(note, *key, origin_).has_value();
    }
    return note.octets();
}

std::string WrittenTrail::checkpoint() {
    notes.push_back(note(tree_.size(), tree_.root(), key_));
    return notes.back();
}

void WrittenTrail::replace_key(const PrivateKey& key) {
    add("audit_key", "\"key\":\"" + text_of(&key) + "\",\"retires\":\"" + verifier_key() + '"');
    checkpoint();
    key_ = &key;
}

std::string WrittenTrail::records(std::size_t begin, std::size_t end) const {
    std::string text;
    for (std::size_t i = begin; i < std::min(end, lines.size()); ++i) {
        text += lines[i] + '\n';
    }
    return text;
}

std::string WrittenTrail::checkpoints() const {
    std::string text;
    for (const auto& each : notes) {
        // Without signatures the blank line behind the text ends the note.
        text += each + (each.ends_with("\n\n") ? "" : "\n");
    }
    return text;
}

void WrittenTrail::write_into(const TemporaryFolder& folder) const {
    (void)folder.write("audit.jsonl", records());
    (void)folder.write("audit.checkpoints", checkpoints());
}

}  // namespace msa

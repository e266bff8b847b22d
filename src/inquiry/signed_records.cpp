// Records by their signatures, see signed_records.h.
#include "inquiry/signed_records.h"

#include "audit/record_json.h"
#include "inquiry/record_keys.h"

#include <algorithm>
#include <array>
#include <iterator>

namespace msa {
namespace {

/// What people want to know of it, in this order.
constexpr std::array<std::string_view, 16> told_keys{
    "disposition", "login",     "source",  "client",    "listener", "sender",
    "author",      "recipient", "grant",   "exception", "change",   "signature",
    "message_id",  "queue_id",  "session", "rules"};

/// A value that was cut ends in the mark of it (see audit/json_text.h): it tells nothing whole.
bool is_whole(std::string_view value) {
    return !value.ends_with(" octets]");
}

SignedRecord signed_record(const RecordReader& reader, std::string_view line) {
    const auto& record = reader.transaction();
    SignedRecord found;
    found.line = line;
    found.host = record.host;
    found.transaction = record.transaction;
    found.n = reader.head().n;
    found.message_id = record.message_id;
    found.body_octets = record.new_body_octets.value_or(record.body_octets);
    for (const auto& each : record.signatures) {
        found.signatures.emplace_back(each.b);
    }
    for (const auto& author : record.authors) {
        if (author.field == "From" && author.leaves && !author.address.empty()) {
            found.from.emplace_back(author.address);
        }
    }
    for (const auto& edit : record.edits) {
        if (!edit.new_value.empty() && is_whole(edit.new_value)) {
            found.new_fields.emplace_back(edit.field, edit.new_value);
        }
    }
    const SeenRecord seen{reader.head(), record};
    for (const auto name : told_keys) {
        for (auto& value : find_record_key(name)->values(seen)) {
            found.told.emplace_back(name, std::move(value));
        }
    }
    return found;
}

struct Found {
    std::vector<SignedRecord> records;
    OwnKeys keys;
};

void look(Found& found, const RecordReader& reader, std::string_view line) {
    if (reader.head().kind == RecordKind::transaction) {
        found.records.push_back(signed_record(reader, line));
        return;
    }
    const auto& key = reader.control();
    found.keys[std::string(key.text("selector")) + "._domainkey." + std::string(key.text("domain"))]
        .emplace_back(key.text("fingerprint"));
}

}  // namespace

Result<SignedRecords> records_of_signatures(
    const std::vector<TrailFile>& files, const std::vector<std::string>& signatures,
    const std::function<void(std::uint64_t done, std::uint64_t all)>& progress) {
    const auto& kinds = filter_kinds();
    const auto kind = std::find_if(kinds.begin(), kinds.end(),
                                   [](const auto& each) { return each.name == "signature"; });
    auto wanted = signatures;
    std::erase_if(wanted, [](const auto& each) { return each.size() < recorded_signature_octets; });
    RecordFilter filter;
    if (const auto demanded = filter.demand(*kind, wanted, {}); !demanded) {
        return demanded.error();
    }
    SearchScope scope;
    scope.transactions = &filter;
    scope.control = [](RecordKind each) { return each == RecordKind::dkim_key; };
    SignedRecords all;
    auto damaged = search<Found>(files, progress, scope, look, [&all](Found found) {
        std::move(found.records.begin(), found.records.end(), std::back_inserter(all.records));
        for (auto& [name, fingerprints] : found.keys) {
            auto& known = all.keys[name];
            known.insert(known.end(), fingerprints.begin(), fingerprints.end());
        }
    });
    if (!damaged) {
        return damaged.error();
    }
    all.damaged = *std::move(damaged);
    return all;
}

}  // namespace msa

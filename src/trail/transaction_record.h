// A transaction as its record tells it: the keys of audit/record_json.h as plain values.
#pragma once

#include "trail/candidate_record.h"
#include "trail/claimed_record.h"
#include "trail/suspension_record.h"

#include <cstdint>
#include <optional>
#include <string_view>
#include <vector>

namespace msa {

/// Texts are views into the RecordReader that read them; what is null or absent is empty.
struct TransactionRecord {
    using Text = std::string_view;
    using Texts = std::vector<Text>;
    struct Mta {
        Text kind;
        Text version;
        Text name;
    };
    struct Client {
        Text address;
        std::uint64_t port = 0;
        Text name;
    };
    struct Tls {
        Text version;
        Text cipher;
        std::uint64_t bits = 0;
    };
    struct Identity {
        Text login;
        Text source;
        Text proof;
    };
    using Claimed = ClaimedRecord;
    struct Recipient {
        Text address;  // as it is compared; in older records, and of what is none, as it was typed
        Text spelled;  // as it was typed, where that is something else
        bool accepted = false;
        Text by;  // "mta": the MTA itself refused it
        Text reply;
    };
    struct Source {
        Text kind;
        Text id;
        Text table;
        Text line;
        Text until;
        Text owner;
        Text ticket;
    };
    struct Author {
        Text field;
        Text address;
        Text spelled;
        bool judged = false;
        bool leaves = false;
        Text right;
        std::optional<Source> by;
    };
    struct Right {
        Text address;
        Texts fields;
        Text right;
        Text by;
        Text owner;
        Text ticket;
    };
    struct Finding {
        Text rule;
        Text where;
        Text stage;
        Text recipient;
        Text what;
        Text action;
        Text mode;
        Text exception;
        Text exception_owner;
        Text exception_ticket;
        bool cannot_tell = false;
        Text reply;
    };
    struct Edit {
        Text edit;
        Text field;
        std::uint64_t occurrence = 0;
        Text old_value;
        Text new_value;
    };
    struct Signature {
        Text d;
        Text s;
        Text a;
        Text b;  // the first recorded_signature_octets
    };
    struct Rules {
        Text file;
        Text version;
        Text hash;
    };

    std::uint64_t format = 0;  // v
    Text began;
    Text session;
    Text transaction;
    Text queue_id;
    Text host;
    Mta mta;
    Text listener;
    std::uint64_t listener_port = 0;
    Client client;
    std::optional<Tls> tls;
    std::optional<Identity> identity;
    Claimed claimed;
    Text envelope_sender;
    std::vector<Recipient> recipients;  // behind them those of lines of their own
    std::uint64_t recipients_apart = 0;
    std::uint64_t recipients_omitted = 0;
    Text recipients_as;  // empty: in clear
    Text message_id;
    std::uint64_t body_octets = 0;
    std::optional<std::uint64_t> new_body_octets;
    Text body_sha256;
    Text new_body_sha256;
    std::vector<Author> authors;
    Text pra;  // as it leaves
    std::vector<Right> rights;
    std::vector<Finding> findings;
    std::vector<Edit> edits;
    std::uint64_t edits_omitted = 0;
    std::vector<Signature> signatures;
    Text unsigned_reason;
    Text disposition;
    Text stage;
    Text reply;
    Text trouble;
    std::optional<SuspendedRecord> suspended;
    std::optional<SuspendsRecord> suspends;
    std::optional<CandidateRecord> candidate;
    Rules rules;
};

}  // namespace msa

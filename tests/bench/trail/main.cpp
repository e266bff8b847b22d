// Writes a trail as the daemon does, of made-up messages of one month, and opens it as after a
// kill:
//   bench-trail write FILE RECORDS      prints the verifier key
//   bench-trail open FILE               prints what it took
//   bench-trail judge FILE RECORDS RULES   of messages that these rules judge, with all facts
#include "audit/checkpoint_publisher.h"
#include "audit/note_key.h"
#include "audit/record_json.h"
#include "audit/trail_writer.h"
#include "base/file.h"
#include "crypto/ed25519.h"
#include "crypto/new_key.h"
#include "fakes/sample_record.h"
#include "trail/judged_messages.h"

#include <chrono>
#include <fstream>
#include <iostream>
#include <memory>
#include <string>

namespace {

using Clock = std::chrono::system_clock;
using Key = std::shared_ptr<const msa::PrivateKey>;
using std::chrono::microseconds;

constexpr int lines_at_once = 256;
constexpr int uncovered = 500;  // records that a daemon writes in a second or two
constexpr const char* host = "msa1.example.net";
const Clock::time_point month_begin = std::chrono::sys_days{std::chrono::year{2026} / 11 / 1};
constexpr std::chrono::seconds month = std::chrono::hours{24 * 30};

/// Message `i` of `count`: of five hundred logins some write much, and three in a hundred are
/// refused.
msa::AuditRecord message(int i, int count) {
    const auto who = (i * 7919 % 500) * (i % 7) / 6;
    const auto login =
        "user" + std::to_string(who) + "@example" + std::to_string(who % 40) + ".com";
    auto record = msa::sample_record();
    record.session.id = "5d0c8a33e1b7" + std::to_string(1000 + i % 9000);
    record.transaction = record.session.id + '.' + std::to_string(i);
    record.ended = month_begin + microseconds(month) / count * i;
    record.began = record.ended - std::chrono::milliseconds(180);
    record.identity->login = login;
    record.queue_id = "4dB" + std::to_string(i);
    record.envelope.sender_argument = '<' + login + '>';
    record.envelope.mta_sender = login;
    record.from = {" " + login};
    record.rights = {{login, {msa::Right::Kind::owner, "self"}}};
    record.body_octets = static_cast<std::uint64_t>(1000 + i * 31 % 90000);
    if (i % 33 == 0) {
        record.disposition = msa::Disposition::rejected;
        record.reply = msa::Reply{550, "5.7.1", "not your address"};
        record.findings.front().rule = "header_from_rights";
        record.findings.front().mode = msa::Mode::enforce;
        record.findings.front().reply = record.reply;
        record.signatures.clear();
        record.edits.clear();
    }
    return record;
}

msa::TrailWriter opened(msa::TrailSettings settings) {
    return msa::TrailWriter::open(std::move(settings), [](msa::LogLevel, const msa::LogLine&) {})
        .value();
}

void publish(msa::TrailWriter& writer) {
    auto snapshot = writer.snapshot();
    (void)snapshot.publisher.publish(snapshot.turn, snapshot.state).value();
}

Key key_in(const std::string& file) {
    return std::make_shared<const msa::PrivateKey>(
        msa::parse_private_key(msa::read_file(file, 4096).value(), 2048).value());
}

void write(const std::string& file, int count) {
    std::ofstream(file + ".key") << msa::new_ed25519_key();
    const auto key = key_in(file + ".key");
    auto now = std::make_shared<Clock::time_point>(month_begin);
    auto writer = opened(
        {.file = file,
         .host = host,
         .key = key,
         .now = [now] { return *now; },
         .monotonic =
             [now] { return std::chrono::steady_clock::time_point(now->time_since_epoch()); }});
    std::string lines;
    for (int i = 0; i < count; ++i) {
        const auto record = message(i, count);
        lines += msa::record_lines(record, host);
        if ((i + 1) % lines_at_once == 0 || i + 1 == count) {
            *now = record.ended;
            (void)writer.append(lines).value();
            lines.clear();
            publish(writer);
        }
    }
    std::cout << msa::verifier_key(*key, std::string(host) + "/msa-milter/2026").value().text()
              << '\n';
}

void open(const std::string& file) {
    const auto now = [] { return month_begin + month; };
    const auto settings = [&] {
        return msa::TrailSettings{
            .file = file, .host = host, .key = key_in(file + ".key"), .now = now};
    };
    {
        auto killed = opened(settings());  // what it writes is behind the last checkpoint
        for (int i = 0; i < uncovered; ++i) {
            (void)killed.append(msa::record_lines(message(i, uncovered), host)).value();
        }
    }
    const auto begin = std::chrono::steady_clock::now();
    const auto writer = opened(settings());
    const auto took = std::chrono::steady_clock::now() - begin;
    std::cout << "{\"milliseconds\": " << std::chrono::duration<double, std::milli>(took).count()
              << ", \"read_again\": " << writer.beginning().read_again << "}\n";
}

}  // namespace

int main(int argc, char** argv) {
    const std::string what = argc > 2 ? argv[1] : "";
    if (what == "write" && argc == 4) {
        write(argv[2], std::stoi(argv[3]));
    } else if (what == "open" && argc == 3) {
        open(argv[2]);
    } else if (what == "judge" && argc == 5) {
        msa::write_judged_messages(argv[2], std::stoi(argv[3]), argv[4]);
    } else {
        std::cerr << "usage: bench-trail write FILE RECORDS | open FILE | "
                     "judge FILE RECORDS RULES\n";
        return 64;
    }
    return 0;
}

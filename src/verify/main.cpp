// msa-milter-verify: the referee. libopendkim, which has no part in signing, says whether the
// signatures of one message verify. It reads key records and the message from standard input (see
// message_reader.h), and answers in one line of JSON:
//
//     {"signatures": [{"d": "example.com", "s": "s2026a", "a": "rsa-sha256", "b": "...",
//                      "key": "s2026a._domainkey.example.com", "verdict": "pass", "why": "",
//                      "bits": 2048}], "untold": 0, "fields": 12, "body": 345}
//
// It asks no DNS: a signature whose key is not among those given is told and not verified; of more
// than 1,000 such the lowest are told, which have been on the message for longest, and the others
// only counted as untold.
// Exit status: 0 there is a signature, and all with a key given pass; 1 one does not, or there is
// none; 65 no message; 69 it cannot be confined or cannot read; 70 internal trouble.
#include "verify/confinement.h"
#include "verify/message_reader.h"
#include "verify/signature_check.h"

#include <algorithm>
#include <cstdio>
#include <iostream>
#include <iterator>
#include <optional>
#include <utility>

#include <nlohmann/json.hpp>
#include <unistd.h>

namespace msa {
namespace {

constexpr std::size_t most_told = 1000;   // signatures of a message
constexpr std::size_t most_checked = 16;  // each costs a hash of the body
constexpr int exit_passed = 0;
constexpr int exit_failed = 1;
constexpr int exit_no_message = 65;
constexpr int exit_unavailable = 69;
constexpr int exit_software = 70;

int complain(const Error& error) {
    std::cerr << "msa-milter-verify: " << error.what << '\n';
    return error.kind == ErrorKind::bad_input ? exit_no_message : exit_unavailable;
}

struct Examined {
    CheckedSignature signature;
    std::optional<SignatureCheck> check;  // where it is to be verified
};

struct Examination {
    std::vector<Examined> told;
    std::size_t untold = 0;  // on top, for which there is no key, beyond most_told
};

/// Why a signature is not verified although it could be; empty: it is.
std::string objection(const SignatureTags& tags, std::size_t checked) {
    if (tags.signs_signatures) {
        return "it signs DKIM-Signature fields, which libopendkim cannot be shown";
    }
    return checked < most_checked
               ? ""
               : "more than " + std::to_string(most_checked) + " signatures have a key";
}

/// How many have no key: of too many, those on top stay untold.
std::size_t without_key(const std::vector<std::optional<SignatureTags>>& tags, const Given& given) {
    return static_cast<std::size_t>(std::count_if(
        tags.begin(), tags.end(),
        [&given](const auto& each) { return each && !given.keys.contains(each->key_name()); }));
}

Examination begin(const std::vector<std::string>& fields, const Given& given) {
    std::vector<std::optional<SignatureTags>> all_tags;
    std::transform(fields.begin(), fields.end(), std::back_inserter(all_tags), signature_tags);
    const auto unknown = without_key(all_tags, given);
    Examination all;
    std::size_t checked = 0;
    for (std::size_t i = 0; i < fields.size(); ++i) {
        auto& tags = all_tags[i];
        if (!tags) {
            continue;
        }
        const auto key = given.keys.find(tags->key_name());
        if (key == given.keys.end() && all.untold + most_told < unknown) {
            ++all.untold;
            continue;
        }
        Examined each;
        if (key != given.keys.end() && !given.only.empty() && !given.only.contains(tags->octets)) {
            each.signature.verdict = DkimVerdict::not_asked;
        } else if (key != given.keys.end()) {
            each.signature.why = objection(*tags, checked);
            each.signature.verdict = DkimVerdict::not_tried;
            if (each.signature.why.empty()) {
                ++checked;
                each.check.emplace(fields, i, key->second);
            }
        }
        each.signature.tags = *std::move(tags);
        all.told.push_back(std::move(each));
    }
    return all;
}

void finish(Examined& each) {
    if (each.check) {
        auto checked = each.check->finish();
        checked.tags = std::move(each.signature.tags);
        each.signature = std::move(checked);
    }
}

nlohmann::ordered_json told(const CheckedSignature& signature) {
    const auto& tags = signature.tags;
    return {{"d", tags.domain},       {"s", tags.selector},
            {"a", tags.algorithm},    {"b", tags.octets},
            {"key", tags.key_name()}, {"verdict", to_text(signature.verdict)},
            {"why", signature.why},   {"bits", signature.key_bits}};
}

bool has_failed(const Examined& each) {
    const auto verdict = each.signature.verdict;
    return verdict != DkimVerdict::pass && verdict != DkimVerdict::no_key &&
           verdict != DkimVerdict::not_asked;
}

int judge() {
    if (const auto confined = confine(); !confined) {
        return complain(confined.error());
    }
    MessageReader input(STDIN_FILENO);
    const auto given = input.given();
    if (!given) {
        return complain(given.error());
    }
    const auto fields = input.header();
    if (!fields) {
        return complain(fields.error());
    }
    auto [signatures, untold] = begin(*fields, *given);
    std::size_t octets = 0;
    const auto read = input.body([&octets, &all = signatures](std::string_view chunk) {
        octets += chunk.size();
        for (auto& each : all) {
            if (each.check) {
                each.check->add_body(chunk);
            }
        }
        return Result<void>();
    });
    if (!read) {
        return complain(read.error());
    }
    auto list = nlohmann::ordered_json::array();
    for (auto& each : signatures) {
        finish(each);
        list.push_back(told(each.signature));
    }
    const nlohmann::ordered_json answer{{"signatures", std::move(list)},
                                        {"untold", untold},
                                        {"fields", fields->size()},
                                        {"body", octets}};
    std::cout << answer.dump(-1, ' ', true, nlohmann::json::error_handler_t::replace) << std::endl;
    const bool is_good =
        !signatures.empty() && std::none_of(signatures.begin(), signatures.end(), has_failed);
    return is_good ? exit_passed : exit_failed;
}

}  // namespace
}  // namespace msa

int main() {
    try {
        return msa::judge();
    } catch (const std::exception& error) {
        std::cerr << "msa-milter-verify: internal trouble: " << error.what() << '\n';
        return msa::exit_software;
    }
}

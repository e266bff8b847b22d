// A trail that tests are at, and what the verifier says of it.
#pragma once

#include "fakes/written_trail.h"
#include "trail/verification.h"

#include <functional>
#include <string>
#include <vector>

namespace msa::trail_test {

using Strings = std::vector<std::string>;

/// Twelve records with a checkpoint behind each third one: sizes 3, 6, 9 and 12.
struct Site {
    Site() {
        trail.add("start", "\"clean\":true");
        for (int i = 2; i < 12; ++i) {
            if (i % 3 == 0) {
                trail.checkpoint();
            }
            trail.add_transaction("user" + std::to_string(i));
        }
        trail.checkpoint();
    }

    msa::VerificationReport verify(const Strings& paths = {}) {
        request.paths = paths.empty() ? Strings{folder.path()} : paths;
        request.keys = {msa::parse_verifier_key(trail.verifier_key()).value()};
        return msa::verify_trail(request).value();
    }
    /// `VERDICT NAME:LINE` of each observation.
    Strings told(const Strings& paths = {}) { return told_of(verify(paths)); }
    [[nodiscard]] Strings told_of(const msa::VerificationReport& report) const {
        Strings all;
        for (const auto& each : report.observations.kept()) {
            all.push_back(std::string(to_text(each.verdict)) + ' ' +
                          report.where(each.place).substr(folder.path().size() + 1));
        }
        return all;
    }
    Strings told_after(const std::function<void()>& attack) {
        attack();
        trail.write_into(folder);
        return told();
    }

    msa::PrivateKey key = msa::new_audit_key();
    WrittenTrail trail{&key};
    msa::TemporaryFolder folder;
    msa::VerificationRequest request;
};

}  // namespace msa::trail_test

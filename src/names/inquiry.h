// Whom an item may ask.
#pragma once

#include "names/sight.h"
#include "names/site.h"
#include "names/submission_visit.h"
#include "names/web_visit.h"
#include "names/zone_view.h"

#include <chrono>
#include <functional>
#include <string>

namespace msa {

struct Inquiry {
    using Prove = std::function<Result<std::string>(const SiteKey& key, const std::string& record)>;
    using Visit = std::function<SubmissionVisit(const SubmissionPlace& place)>;
    using Fetch = std::function<WebVisit(const WebPlace& place)>;

    ZoneView& zone;
    Prove prove;  // why libopendkim does not verify a signature with that record; empty: it does
    Visit visit;  // a connection to a submission service
    Fetch fetch;  // a text from a web server

    /// For one answer, or all that one evaluation asks.
    [[nodiscard]] static Deadline soon() {
        return std::chrono::steady_clock::now() + std::chrono::seconds(10);
    }
};

/// Of an answer that is none: the servers differ, or nobody can tell.
[[nodiscard]] Sight no_answer(const std::string& where, const ZoneAnswer& seen);

}  // namespace msa

// header_counts: fields that may occur once occur once (RFC 5322, 3.6; RFC 2045, 3). Names are
// compared without case and without blanks in front of the colon. A missing Date or Message-ID is
// completed, a missing From is not (RFC 6409, 3.2); repeated To, Cc and Bcc mean one list (4.5.3).
#include "base/text.h"
#include "checks/single_fields.h"
#include "policy/check_kind.h"
#include "submission/header_meter.h"

namespace msa {
namespace {

std::size_t octets_of(const HeaderList& headers) {
    std::size_t sum = 0;
    for (const auto& field : headers.fields()) {
        sum += field.name.size() + field.value.size();
    }
    return sum;
}

struct HeaderCounts final : Check, HeaderLimit {
    std::int64_t max_fields = 5000;
    std::int64_t max_octets = 2097152;
    std::int64_t max_authors = 100;

    [[nodiscard]] HeaderCeiling header_ceiling() const override {
        return {.fields = static_cast<std::size_t>(max_fields),
                .octets = static_cast<std::size_t>(max_octets)};
    }

    [[nodiscard]] Findings at_headers(const HeadersStage& at) const override {
        if (at.headers->count("From") == 0) {
            return {malformed("no From field")};
        }
        for (const auto name : single_fields) {
            if (at.headers->count(name) > 1) {
                return {malformed("more than one " + std::string(name) + " field")};
            }
        }
        if (at.headers->fields().size() > static_cast<std::size_t>(max_fields)) {
            return {malformed("more than " + std::to_string(max_fields) + " header fields")};
        }
        if (octets_of(at.headers) > static_cast<std::size_t>(max_octets)) {
            return {malformed("more than " + std::to_string(max_octets) + " octets of header")};
        }
        return too_many_authors(at);
    }

private:
    /// Each costs a question of who may use it. What cannot be read is for address_syntax.
    [[nodiscard]] Findings too_many_authors(const HeadersStage& at) const {
        for (const char* name : {"From", "Resent-From"}) {
            for (std::size_t nth = 1; const auto* field = at.headers->find(name, nth); ++nth) {
                const auto authors = at.addresses.of(field->value).mailboxes();
                if (authors && authors->size() > static_cast<std::size_t>(max_authors)) {
                    return {malformed("more than " + std::to_string(max_authors) +
                                      " addresses in " + name)};
                }
            }
        }
        return {};
    }
};

}  // namespace

CheckKind header_counts() {
    return Describe<HeaderCounts>("header_counts", "RFC 5322, 3.6",
                                  "There is a From, and fields that may occur once do.")
        .option<std::int64_t>("max_fields", &HeaderCounts::max_fields,
                              "More header fields than this are refused.", between(1, 100000))
        .option<std::int64_t>("max_octets", &HeaderCounts::max_octets,
                              "More octets of names and values than this are refused.",
                              between(1000, 16777216))
        .option<std::int64_t>("max_authors", &HeaderCounts::max_authors,
                              "More addresses than this in From or a Resent-From are refused.",
                              between(1, 100000))
        .replies("554 5.6.0 Malformed message: more than one From field");
}

}  // namespace msa

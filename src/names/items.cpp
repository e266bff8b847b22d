#include "names/items.h"

#include "base/text.h"

namespace msa {

std::string zone_lines(const WantedRecords& records) {
    std::string lines;
    for (const auto& each : records) {
        lines += (lines.empty() ? "" : "\n") + zone_text(each);
    }
    return lines;
}

Result<std::vector<std::string>> addresses_of(const std::string& name, const Inquiry& inquiry) {
    std::vector<std::string> addresses;
    for (const auto type : {RecordType::a, RecordType::aaaa}) {
        const auto answer = inquiry.zone.ask(name, type, Inquiry::soon());
        if (!answer) {
            return answer.error();
        }
        for (const auto& each : answer->records) {
            addresses.push_back(each.value);
        }
    }
    return addresses;
}

std::vector<std::string> texts_of(const DnsAnswer& answer, std::string_view version) {
    std::vector<std::string> texts;
    for (const auto& each : answer.records) {
        const auto front = std::string_view(each.value).substr(0, version.size());
        if (equal_ignoring_case(front, version)) {
            texts.push_back(each.value);
        }
    }
    return texts;
}

Sight optional_text(const std::string& where, std::string_view version,
                    std::string (*fault)(const std::string& text), Inquiry& inquiry,
                    const std::string& fix) {
    const auto& seen = inquiry.zone.look(where, RecordType::txt);
    if (!seen.answer) {
        return no_answer(where, seen);
    }
    const auto texts = texts_of(*seen.answer, version);
    if (texts.empty()) {
        return fine(where, "none, which is allowed" + seen.note);
    }
    const auto why = texts.size() > 1 ? std::to_string(texts.size()) + " records, which is none"
                                      : fault(texts.front());
    return why.empty() ? fine(where, printable(texts.front()) + seen.note)
                       : wrong(where, why + ": " + printable(texts.front()), fix);
}

}  // namespace msa

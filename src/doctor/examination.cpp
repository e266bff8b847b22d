#include "doctor/examination.h"

#include <algorithm>
#include <utility>

namespace msa {
namespace {

std::string counted(std::size_t count, std::string_view noun) {
    return std::to_string(count) + ' ' + std::string(noun) + (count == 1 ? "" : "s");
}

}  // namespace

std::string_view to_text(Severity severity) {
    switch (severity) {
        case Severity::problem: return "problem";
        case Severity::warning: return "warning";
        case Severity::note: return "note";
    }
    return "problem";
}

std::string to_text(const Complaint& complaint) {
    std::string text = complaint.where + ": " + std::string(to_text(complaint.severity)) + ": " +
                       complaint.what + '\n';
    if (!complaint.effect.empty()) {
        text += "    " + complaint.effect + '\n';
    }
    if (!complaint.fix.empty()) {
        text += "    fix: " + complaint.fix + '\n';
    }
    return text;
}

void Examination::complain(Complaint complaint) {
    const bool is_known =
        std::any_of(complaints.begin(), complaints.end(), [&complaint](const Complaint& other) {
            return other.where == complaint.where && other.what == complaint.what;
        });
    if (!is_known) {
        complaints.push_back(std::move(complaint));
    }
}

std::size_t Examination::count(Severity severity) const {
    return static_cast<std::size_t>(
        std::count_if(complaints.begin(), complaints.end(),
                      [severity](const Complaint& each) { return each.severity == severity; }));
}

std::string Examination::summary() const {
    const auto problems = count(Severity::problem);
    return std::string(problems == 0 ? "ok: " : "not ok: ") + counted(problems, "problem") + ", " +
           counted(count(Severity::warning), "warning") + ", " +
           counted(count(Severity::note), "note");
}

bool DaemonFacts::governs(const std::string& listener) const {
    return listeners.empty() ||
           std::find(listeners.begin(), listeners.end(), listener) != listeners.end();
}

}  // namespace msa

// Threads that wait, see waiting.h.
#include "base/waiting.h"

#include <utility>

namespace msa {

namespace {

// Of the thread, not of what it works on; null while it waits, too.
Employer*& own_employer() noexcept {
    thread_local Employer* employer = nullptr;
    return employer;
}

}  // namespace

void work_for(Employer* employer) noexcept {
    own_employer() = employer;
}

WhileWaiting::WhileWaiting() noexcept : employer_(std::exchange(own_employer(), nullptr)) {
    if (employer_ != nullptr) {
        employer_->begin_waiting();
    }
}

WhileWaiting::~WhileWaiting() {
    if (employer_ != nullptr) {
        employer_->end_waiting();
        own_employer() = employer_;
    }
}

}  // namespace msa

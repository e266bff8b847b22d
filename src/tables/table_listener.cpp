#include "tables/table_listener.h"

namespace msa {

namespace {

TableListener*& listener_of_thread() noexcept {
    thread_local TableListener* listener = nullptr;
    return listener;
}

}  // namespace

WhileListening::WhileListening(TableListener& listener) noexcept {
    listener_of_thread() = &listener;
}

WhileListening::~WhileListening() {
    listener_of_thread() = nullptr;
}

void tell_listener(const Table& table, std::string_view key, const Result<LookupAnswer>& answer) {
    if (auto* const listener = listener_of_thread()) {
        listener->heard(table, key, answer);
    }
}

}  // namespace msa

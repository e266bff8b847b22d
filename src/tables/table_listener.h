// Who hears what tables say to a thread, for people who ask why.
#pragma once

#include "submission/ports.h"

#include <string_view>

namespace msa {

class TableListener {
public:
    virtual ~TableListener() = default;
    /// By the thread that has asked.
    virtual void heard(const Table& table, std::string_view key,
                       const Result<LookupAnswer>& answer) = 0;
};

/// While this lives `listener` hears every answer that the calling thread gets. Not nested.
class WhileListening {
public:
    explicit WhileListening(TableListener& listener) noexcept;
    WhileListening(const WhileListening&) = delete;
    WhileListening& operator=(const WhileListening&) = delete;
    ~WhileListening();
};

/// Tells who listens in this thread, if anybody does.
void tell_listener(const Table& table, std::string_view key, const Result<LookupAnswer>& answer);

}  // namespace msa

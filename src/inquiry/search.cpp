// Searching, see search.h.
#include "inquiry/search.h"

namespace msa {

std::unique_ptr<RecordReader> ReaderPool::take() {
    auto reader = idle_.with([](auto& idle) {
        std::unique_ptr<RecordReader> last;
        if (!idle.empty()) {
            last = std::move(idle.back());
            idle.pop_back();
        }
        return last;
    });
    return reader ? std::move(reader) : std::make_unique<RecordReader>();
}

void ReaderPool::give_back(std::unique_ptr<RecordReader> reader) {
    idle_.with([&](auto& idle) { idle.push_back(std::move(reader)); });
}

void DamagedLines::add(std::size_t file, const TrailLine& line) {
    if (!line.has_end) {
        endless.push_back({file, line.number});
        return;
    }
    ++count;
    if (named.size() < most_named) {
        named.push_back({file, line.number});
    }
}

BlockSearch::Sight BlockSearch::see(std::string_view line) {
    const auto head = record_head(line);
    if (!head) {
        return Sight::damaged;
    }
    const bool is_worth = is_worth_reading(*head, line);
    if (head->kind != RecordKind::recipients) {
        has_parts_ = false;
    }
    if (!is_worth) {
        return Sight::none;
    }
    const auto read = reader_.read(line);
    if (read == RecordReader::Line::damaged) {
        return Sight::damaged;
    }
    if (read == RecordReader::Line::part) {
        has_parts_ = true;
        return Sight::none;
    }
    return is_wanted() ? Sight::wanted : Sight::none;
}

bool BlockSearch::is_worth_reading(const RecordHead& head, std::string_view line) const {
    const bool is_in_span = scope_.span.holds(head.time);
    switch (head.kind) {
        case RecordKind::recipients: return is_in_span && scope_.transactions != nullptr;
        case RecordKind::transaction:
            return is_in_span && scope_.transactions != nullptr &&
                   (has_parts_ || scope_.transactions->may_match(line));
        default:
            return (scope_.control_span ? scope_.control_span->holds(head.time) : is_in_span) &&
                   scope_.control(head.kind);
    }
}

bool BlockSearch::is_wanted() const {
    return reader_.head().kind != RecordKind::transaction ||
           scope_.transactions->matches({reader_.head(), reader_.transaction()});
}

}  // namespace msa

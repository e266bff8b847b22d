#include "fakes/mta.h"

#include <algorithm>
#include <optional>
#include <stdexcept>

namespace msa {
namespace {

struct Line {
    std::string name;
    std::string value;
    bool is_removed = false;
};

class Queue {
public:
    Queue(const HeaderList& received, bool renumbers) : renumbers_(renumbers) {
        for (const auto& field : received.fields()) {
            lines_.push_back({field.name, field.value});
        }
    }

    void carry_out(const Edit& edit) {
        switch (edit.kind) {
            case Edit::Kind::append: lines_.push_back({edit.name, edit.value}); break;
            case Edit::Kind::prepend: lines_.insert(lines_.begin(), {edit.name, edit.value}); break;
            case Edit::Kind::change: find(edit) = {edit.name, edit.value}; break;
            case Edit::Kind::remove: remove(edit); break;
            case Edit::Kind::sender:
            case Edit::Kind::recipient: break;  // no field
        }
    }

    [[nodiscard]] PlainFields fields() const {
        PlainFields result;
        for (const auto& line : lines_) {
            if (!line.is_removed) {
                result.emplace_back(line.name, line.value);
            }
        }
        return result;
    }

private:
    Line& find(const Edit& edit) {
        std::size_t number = 0;
        for (auto& line : lines_) {
            const bool counts = same_name(line.name, edit.name) && !(renumbers_ && line.is_removed);
            if (counts && ++number == edit.occurrence) {
                return line;
            }
        }
        throw std::logic_error("no field " + edit.name + " number " +
                               std::to_string(edit.occurrence));
    }
    void remove(const Edit& edit) { find(edit).is_removed = true; }

    bool renumbers_;
    std::vector<Line> lines_;
};

PlainFields carried_out(const HeaderList& received, const std::vector<Edit>& plan, bool renumbers) {
    Queue queue(received, renumbers);
    for (const auto& edit : plan) {
        queue.carry_out(edit);
    }
    return queue.fields();
}

}  // namespace

PlainFields plain(const HeaderList& headers) {
    PlainFields result;
    for (const auto& field : headers.fields()) {
        result.emplace_back(field.name, field.value);
    }
    return result;
}

PlainFields as_postfix_edits(const HeaderList& received, const std::vector<Edit>& plan) {
    return carried_out(received, plan, true);
}

PlainFields as_sendmail_edits(const HeaderList& received, const std::vector<Edit>& plan) {
    return carried_out(received, plan, false);
}

}  // namespace msa

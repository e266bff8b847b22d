#include "fakes/mta.h"

#include "base/text.h"

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
    explicit Queue(const HeaderList& received) {
        for (const auto& field : received.fields()) {
            lines_.push_back({field.name, field.value});
        }
    }
    Queue(const Queue&) = delete;
    Queue& operator=(const Queue&) = delete;
    virtual ~Queue() = default;

    void carry_out(const std::vector<Edit>& plan) {
        for (const auto& edit : plan) {
            switch (edit.kind) {
                case Edit::Kind::append: append({edit.name, edit.value}); break;
                case Edit::Kind::prepend: prepend({edit.name, edit.value}); break;
                case Edit::Kind::change: find(edit) = {edit.name, edit.value}; break;
                case Edit::Kind::remove: find(edit).is_removed = true; break;
                case Edit::Kind::sender:
                case Edit::Kind::recipient: break;  // no field
            }
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

protected:
    using Lines = std::vector<Line>;
    [[nodiscard]] Lines& lines() { return lines_; }
    [[nodiscard]] Lines::iterator first(const std::string& name) {
        return std::find_if(lines_.begin(), lines_.end(),
                            [&](const Line& line) { return same_name(line.name, name); });
    }

private:
    virtual void append(Line line) = 0;
    virtual void prepend(Line line) = 0;
    [[nodiscard]] virtual bool counts(const Line& line) const = 0;

    Line& find(const Edit& edit) {
        std::size_t number = 0;
        for (auto& line : lines_) {
            if (same_name(line.name, edit.name) && counts(line) && ++number == edit.occurrence) {
                return line;
            }
        }
        throw std::logic_error("no field " + edit.name + " number " +
                               std::to_string(edit.occurrence));
    }

    Lines lines_;
};

class PostfixQueue final : public Queue {
public:
    using Queue::Queue;

private:
    void append(Line line) override { lines().push_back(std::move(line)); }
    void prepend(Line line) override { lines().insert(lines().begin(), std::move(line)); }
    [[nodiscard]] bool counts(const Line& line) const override { return !line.is_removed; }
};

class SendmailQueue final : public Queue {
public:
    using Queue::Queue;

private:
    void append(Line line) override {
        const auto place = first(line.name);
        const bool has_slot = place == lines().end() && is_added_by_itself(line.name);
        lines().insert(has_slot ? lines().begin() : place, std::move(line));
    }
    void prepend(Line line) override {
        if (is_added_by_itself(line.name) && first(line.name) == lines().end()) {
            lines().insert(lines().begin(), {line.name, " of Sendmail"});
        }
        lines().insert(lines().begin(), std::move(line));
    }
    [[nodiscard]] bool counts(const Line& /*line*/) const override { return true; }

    static bool is_added_by_itself(const std::string& name) {
        const auto names = {"Date",        "From",        "Message-Id",
                            "Resent-Date", "Resent-From", "Resent-Message-Id"};
        return std::any_of(names.begin(), names.end(),
                           [&](const char* own) { return same_name(name, own); });
    }
};

}  // namespace

PlainFields plain(const HeaderList& headers) {
    PlainFields result;
    for (const auto& field : headers.fields()) {
        result.emplace_back(field.name, field.value);
    }
    return result;
}

PlainFields as_postfix_edits(const HeaderList& received, const std::vector<Edit>& plan) {
    PostfixQueue queue(received);
    queue.carry_out(plan);
    return queue.fields();
}

PlainFields as_sendmail_edits(const HeaderList& received, const std::vector<Edit>& plan) {
    SendmailQueue queue(received);
    queue.carry_out(plan);
    return queue.fields();
}

PlainFields as_edited_by(MtaKind host, const HeaderList& received, const std::vector<Edit>& plan) {
    return host == MtaKind::sendmail ? as_sendmail_edits(received, plan)
                                     : as_postfix_edits(received, plan);
}

std::map<std::string, std::vector<std::string>> by_name(const PlainFields& fields) {
    std::map<std::string, std::vector<std::string>> values;
    for (const auto& [name, value] : fields) {
        values[ascii_lower(bare_name(name))].push_back(value);
    }
    return values;
}

}  // namespace msa

// What the MTAs do, see mta_model.h. Observed with Postfix 3.7.11 and Sendmail 8.17.1.9.
#include "wire/mta_model.h"

#include "base/text.h"

#include <algorithm>
#include <array>

namespace msa::wire {

namespace {

template <std::size_t size>
bool is_one_of(const std::array<std::string_view, size>& names, std::string_view name) {
    return std::any_of(names.begin(), names.end(),
                       [name](std::string_view each) { return equal_ignoring_case(each, name); });
}

// message_drop_headers
constexpr std::array<std::string_view, 4> dropped_by_postfix{"bcc", "content-length", "resent-bcc",
                                                             "return-path"};
// What Sendmail adds at delivery where it is missing, and drops at once where it is empty.
constexpr std::array<std::string_view, 3> provided_by_sendmail{"Date", "From", "Message-Id"};

bool is_kept(Flavour flavour, const Field& field) {
    if (flavour == Flavour::postfix) {
        return !is_one_of(dropped_by_postfix, field.name);
    }
    return !is_one_of(provided_by_sendmail, field.name) || !trimmed(field.value).empty();
}

// Two strings, each ended by NUL.
Field two_strings(std::string_view data) {
    const auto end = data.find('\0');
    return {.name = std::string(data.substr(0, end)),
            .value = std::string(data.substr(end + 1, data.size() - end - 2))};
}

}  // namespace

MessageModel::MessageModel(Flavour flavour, const std::vector<Field>& header, bool leading_space)
    : flavour_(flavour), leading_space_(leading_space) {
    lines_.push_back(
        {.field = {.name = "Received", .value = " by msa.example.com"}, .is_own = true});
    for (const Field& field : header) {
        if (is_kept(flavour, field)) {
            lines_.push_back({.field = field});
        }
    }
}

std::vector<Field> MessageModel::shown() const {
    std::vector<Field> result;
    for (const Line& line : lines_) {
        if (!line.is_own) {
            result.push_back(line.field);
            auto& value = result.back().value;
            if (!leading_space_ && value.starts_with(' ')) {
                value.erase(0, 1);
            }
        }
    }
    return result;
}

bool MessageModel::apply(const Packet& packet) {
    switch (packet.command) {
        case 'h': add(two_strings(packet.data)); return true;
        case 'i': insert(host_order(packet.data), two_strings(packet.data.substr(4))); return true;
        case 'm': change(host_order(packet.data), two_strings(packet.data.substr(4))); return true;
        case 'b': new_body_ = new_body_.value_or("") + packet.data; return true;
        case 'q': hold_reason_ = packet.data.substr(0, packet.data.find('\0')); return true;
        case 'e':
        case '+':
        case '2':
        case '-': return true;  // the envelope is not modelled
        default: return false;
    }
}

std::vector<Field> MessageModel::delivered() const {
    std::vector<Field> result;
    for (const Line& line : lines_) {
        if (!line.is_own && !line.is_deleted) {
            result.push_back(line.field);
        }
    }
    if (flavour_ == Flavour::sendmail) {
        for (const std::string_view name : provided_by_sendmail) {
            const bool is_there = std::any_of(lines_.begin(), lines_.end(), [&](const Line& line) {
                return equal_ignoring_case(line.field.name, name) && !line.is_deleted &&
                       !line.is_inserted;
            });
            if (!is_there) {
                result.push_back({.name = std::string(name), .value = " by sendmail"});
            }
        }
    }
    return result;
}

std::vector<std::string> MessageModel::values(std::string_view name) const {
    std::vector<std::string> result;
    for (const Field& field : delivered()) {
        if (equal_ignoring_case(field.name, name)) {
            result.push_back(field.value);
        }
    }
    return result;
}

// Postfix appends; Sendmail puts a further field of a name in front of the first one.
void MessageModel::add(Field field) {
    vet(field);
    if (!leading_space_) {
        field.value.insert(0, " ");
    }
    auto place = lines_.end();
    if (flavour_ == Flavour::sendmail) {
        place = std::find_if(lines_.begin(), lines_.end(), [&](const Line& line) {
            return !line.is_own && equal_ignoring_case(line.field.name, field.name);
        });
    }
    lines_.insert(place, {.field = std::move(field)});
}

// The MTA's own Received is number 0. Beyond 1 Sendmail counts what nobody sees.
void MessageModel::insert(std::size_t index, Field field) {
    vet(field);
    if (!leading_space_) {
        field.value.insert(0, " ");
    }
    if (index > 1) {
        faults_.emplace_back("insertion at a position that means another place in Sendmail");
    }
    const auto place = lines_.begin() + static_cast<std::ptrdiff_t>(std::min(index, lines_.size()));
    lines_.insert(place, {.field = std::move(field), .is_inserted = true});
}

// The nth field of a name, the MTA's own Received not counted. Postfix renumbers after a removal.
void MessageModel::change(std::size_t occurrence, const Field& field) {
    const bool is_removal = field.value.empty();
    std::size_t seen = 0;
    for (auto line = lines_.begin(); line != lines_.end(); ++line) {
        if (line->is_own || !equal_ignoring_case(line->field.name, field.name) ||
            ++seen != std::max<std::size_t>(occurrence, 1)) {
            continue;
        }
        if (!is_removal) {
            vet(field);
            line->field.value = (leading_space_ ? "" : " ") + field.value;
            line->is_deleted = false;
        } else if (flavour_ == Flavour::postfix) {
            lines_.erase(line);
        } else {
            line->is_deleted = true;
        }
        return;
    }
    faults_.push_back("change of a field that is not there: " + field.name);
}

void MessageModel::vet(const Field& field) {
    const std::string& value = field.value;
    if (value.find('\r') != std::string::npos) {
        faults_.push_back("CR in " + field.name);
    }
    for (auto at = value.find('\n'); at != std::string::npos; at = value.find('\n', at + 1)) {
        if (at + 1 == value.size() || !is_blank(value[at + 1])) {
            faults_.push_back("a line that is no continuation in " + field.name);
        }
    }
}

}  // namespace msa::wire

// What Postfix and Sendmail make of a message before and after a milter: which fields it is shown,
// and where the fields that it asks for end up. Both number fields in their own way.
#pragma once

#include "wire/packet_stream.h"

#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace msa::wire {

enum class Flavour { postfix, sendmail };

struct Field {
    std::string name;
    std::string value;  // what follows the colon, as on the wire; folds as LF

    bool operator==(const Field&) const = default;
};

class MessageModel {
public:
    /// `header` as the client sent it. `leading_space`: SMFIP_HDR_LEADSPC was agreed on.
    MessageModel(Flavour flavour, const std::vector<Field>& header, bool leading_space);

    /// The fields that the milter is shown.
    [[nodiscard]] std::vector<Field> shown() const;

    /// Carries out a change that the milter asks for. False: it is none of those known here.
    bool apply(const Packet& packet);

    /// The header section that is delivered, without the MTA's own Received.
    [[nodiscard]] std::vector<Field> delivered() const;
    [[nodiscard]] std::vector<std::string> values(std::string_view name) const;

    [[nodiscard]] const std::string& hold_reason() const { return hold_reason_; }
    /// The body that the milter gave the message; absent: the one that came.
    [[nodiscard]] const std::optional<std::string>& new_body() const { return new_body_; }
    /// What no MTA should be asked for.
    [[nodiscard]] const std::vector<std::string>& faults() const { return faults_; }

private:
    struct Line {
        Field field;
        bool is_own = false;       // the MTA's Received
        bool is_inserted = false;  // at a position: Sendmail does not know it as one of its own
        bool is_deleted = false;   // Sendmail keeps counting it
    };

    void add(Field field);
    void insert(std::size_t index, Field field);
    void change(std::size_t occurrence, const Field& field);
    void vet(const Field& field);

    Flavour flavour_;
    bool leading_space_;
    std::vector<Line> lines_;
    std::string hold_reason_;
    std::optional<std::string> new_body_;
    std::vector<std::string> faults_;
};

}  // namespace msa::wire

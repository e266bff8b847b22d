// A transaction of a trail as plain values, to be judged again: what its record and its facts say
// of it.
#pragma once

#include "base/result.h"
#include "trail/record.h"
#include "workbench/ending.h"
#include "workbench/recorded_answers.h"
#include "workbench/submission.h"

#include <cstdint>
#include <string>
#include <vector>

namespace msa {

/// What of a transaction its trail does not have.
struct NotKept {
    struct Field {
        std::string name;
        std::string why;  // `facts = "judged" does not keep`, to stand behind `which`
    };
    std::vector<Field> fields{};
    std::vector<std::string> masked{};  // fields of which the form is known, see masked_list.h
    bool is_size_known = true;          // of the header section
    bool body = false;                  // what was counted in it
    std::string recipients{};           // why; empty: they are known
    std::string client{};               // the same, of the client's address
    std::vector<Doubt> all{};           // without which nothing can be judged

    [[nodiscard]] bool is_anything() const {
        return !fields.empty() || !is_size_known || body || !recipients.empty() ||
               !client.empty() || !all.empty();
    }
};

struct RecordedMail {
    std::int64_t time = 0;  // see trail_time.h
    std::string transaction{};
    std::string session{};
    std::string queue_id{};
    std::string login{};  // that was proved; empty: none
    SubmittedMail submission{};
    Moment now{};
    std::string host{};
    std::string rules_file{};
    std::string rules_hash{};
    std::optional<Suspension> suspended{};  // the login was
    RecordedFacts facts{};                  // answers; its message is in `submission`
    Ending ending{};
    NotKept not_kept{};
};

/// The transaction that was read last. Error: why nothing of it can be judged again.
[[nodiscard]] Result<RecordedMail> recorded_mail(const RecordReader& reader);

}  // namespace msa

// What rules in force were made of: the texts of their files, and the tables that these name.
#pragma once

#include "commands/services.h"
#include "commands/table_fingerprint.h"

#include <string>
#include <vector>

namespace msa {

struct LoadedInputs {
    struct Text {
        std::string file;
        std::string octets;
    };
    struct NamedTable {
        std::string rules;  // the file that names it
        TableSettings settings;
        TableFingerprint print;
    };
    std::vector<Text> texts;
    std::vector<NamedTable> tables;  // each once
};

/// The real ones, which note in `inputs` what goes by. Both must outlive the loading.
/// `taker`, where it is not null, outlives the signers. Files that are among `texts` are read from
/// there.
[[nodiscard]] RuleServices watched_services(OpenTables& opened, LoadedInputs& inputs,
                                            SampleTaker* taker,
                                            const std::vector<LoadedInputs::Text>& texts = {});

}  // namespace msa

// What NAME.test.toml may hold.
#pragma once

#include "config/schema.h"

#include <vector>

namespace msa {

[[nodiscard]] const SectionSchema& test_file_schema();
[[nodiscard]] const SectionSchema& given_name_schema();
[[nodiscard]] const SectionSchema& test_case_schema();
[[nodiscard]] const SectionSchema& test_expect_schema();
[[nodiscard]] const SectionSchema& test_ownership_schema();
/// Of a case in a file of its own, see case_file.h.
[[nodiscard]] const SectionSchema& case_file_schema();

/// All of them, for the manual.
[[nodiscard]] std::vector<SectionSchema> test_file_schemas();

}  // namespace msa

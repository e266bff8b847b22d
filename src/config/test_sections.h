// The sections of NAME.test.toml and the keys of a case, each described where it is loaded.
#pragma once

#include "config/case_file.h"
#include "config/section_of.h"
#include "config/test_file.h"

#include <functional>
#include <string>
#include <vector>

namespace msa {

/// What reading a test needs beside its file.
struct TestContext {
    Diagnostics& diagnostics;
    const std::function<Result<std::string>(const std::string& path)>& read_file;
};

[[nodiscard]] const SectionOf<GivenName>& given_name_section();
[[nodiscard]] const SectionOf<TestFile, TestContext>& test_file_section();
[[nodiscard]] const SectionOf<MessageTest, TestContext>& test_case_section();
[[nodiscard]] const SectionOf<Expectation, TestContext>& test_expect_section();
[[nodiscard]] const SectionOf<OwnershipTest, TestContext>& test_ownership_section();
/// Of a case in a file of its own.
[[nodiscard]] const SectionOf<Case, TestContext>& case_section();

}  // namespace msa

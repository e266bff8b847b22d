// Environment variables that a test sets for a while.
#pragma once

#include <cstdlib>
#include <optional>
#include <string>

namespace msa {

// NOLINTBEGIN(concurrency-mt-unsafe): tests run in one thread
/// Has this value, for the test and for what it starts, as long as this lives.
class EnvironmentVariable {
public:
    EnvironmentVariable(const char* name, const std::string& value) : name_(name), old_(of(name)) {
        (void)::setenv(name, value.c_str(), 1);  // a test that needs it fails
    }
    EnvironmentVariable(const EnvironmentVariable&) = delete;
    EnvironmentVariable& operator=(const EnvironmentVariable&) = delete;
    EnvironmentVariable(EnvironmentVariable&&) = delete;
    EnvironmentVariable& operator=(EnvironmentVariable&&) = delete;
    ~EnvironmentVariable() {
        if (old_) {
            (void)::setenv(name_, old_->c_str(), 1);
        } else {
            (void)::unsetenv(name_);
        }
    }

    [[nodiscard]] static std::optional<std::string> of(const char* name) {
        const char* const value = std::getenv(name);
        return value == nullptr ? std::nullopt : std::optional<std::string>(value);
    }

private:
    const char* name_;
    std::optional<std::string> old_;
};
// NOLINTEND(concurrency-mt-unsafe)

}  // namespace msa

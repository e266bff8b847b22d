// A value or the reason why there is none; names as in std::expected, which g++ 12 has only for
// C++23.
#pragma once

#include <string>
#include <string_view>
#include <utility>
#include <variant>

namespace msa {

/// What kind of trouble an Error is; decides the exit status of a command (sysexits.h).
enum class ErrorKind {
    bad_input,      // 65: data that cannot be read as what it should be
    unavailable,    // 69: a service or file that did not answer
    cannot_create,  // 73: a socket or output file
    no_permission,  // 77: owner, mode, user
    bad_config,     // 78: rule file or daemon settings
};

struct Error {
    std::string what;  // one line, lower case: what and where
    ErrorKind kind = ErrorKind::unavailable;
};

/// Puts a context in front: `context: what`.
[[nodiscard]] inline Error within(std::string_view context, Error error) {
    error.what = std::string(context) + ": " + error.what;
    return error;
}

template <class T>
class [[nodiscard]] Result {
public:
    // Both conversions are meant: `return value;` and `return Error{...};`.
    Result(T value) : state_(std::move(value)) {}      // NOLINT(google-explicit-constructor)
    Result(Error error) : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

    [[nodiscard]] bool has_value() const { return std::holds_alternative<T>(state_); }
    explicit operator bool() const { return has_value(); }

    /// Throws std::bad_variant_access where has_value() is false.
    [[nodiscard]] const T& value() const& { return std::get<T>(state_); }
    [[nodiscard]] T& value() & { return std::get<T>(state_); }
    [[nodiscard]] T&& value() && { return std::get<T>(std::move(state_)); }
    [[nodiscard]] const T& operator*() const& { return value(); }
    [[nodiscard]] T& operator*() & { return value(); }
    [[nodiscard]] T&& operator*() && { return std::move(*this).value(); }
    const T* operator->() const { return &value(); }
    T* operator->() { return &value(); }

    /// Throws std::bad_variant_access where has_value() is true.
    [[nodiscard]] const Error& error() const { return std::get<Error>(state_); }

private:
    std::variant<T, Error> state_;
};

template <>
class [[nodiscard]] Result<void> {
public:
    Result() = default;
    Result(Error error) : state_(std::move(error)) {}  // NOLINT(google-explicit-constructor)

    [[nodiscard]] bool has_value() const { return std::holds_alternative<std::monostate>(state_); }
    explicit operator bool() const { return has_value(); }
    [[nodiscard]] const Error& error() const { return std::get<Error>(state_); }

private:
    std::variant<std::monostate, Error> state_;
};

}  // namespace msa

// What a stage lets rules repair: checks read it, and only the judge changes it, as findings
// demand.
#pragma once

#include <cstddef>
#include <string>
#include <type_traits>

namespace msa {

struct Finding;
struct MailStage;
struct RecipientStage;
struct HeadersStage;
struct MessageStage;

/// Carries out the repairs of a finding; false: it has none that fits the stage, or it is too late.
class Repairs {
public:
    [[nodiscard]] static bool make(Finding& finding, const MailStage& at);
    [[nodiscard]] static bool make(Finding& finding, const RecipientStage& at);
    [[nodiscard]] static bool make(Finding& finding, const HeadersStage& at);
    [[nodiscard]] static bool make(Finding& finding, const MessageStage& at);
};

/// A value of the transaction as a stage shows it.
template <class T>
class Repairable {
public:
    // Meant: a stage is made of the values that it shows.
    Repairable(T& value) : value_(&value) {}       // NOLINT(google-explicit-constructor)
    operator const T&() const { return *value_; }  // NOLINT(google-explicit-constructor)
    [[nodiscard]] const T& operator*() const { return *value_; }
    [[nodiscard]] const T* operator->() const { return value_; }

private:
    friend class Repairs;
    T* value_;
};

}  // namespace msa

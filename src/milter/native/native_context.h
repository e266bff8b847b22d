// The MTA within one step of a session of the native engine: its macros, and the packets that go
// back to it.
#pragma once

#include "milter/mta_context.h"
#include "milter/native/macros.h"

#include <optional>
#include <string>
#include <string_view>

namespace msa {

class NativeContext : public MtaContext {
public:
    /// `descriptor`: of the socket to the MTA. Packets are appended to `output`.
    NativeContext(const Agreement& agreement, const Macros& macros, int descriptor,
                  std::string& output)
        : MtaContext(agreement),
          actions_(agreement.actions),
          macros_(macros),
          descriptor_(descriptor),
          output_(output) {}

    [[nodiscard]] std::string macro(const char* name) const override {
        return std::string(macros_.value(name));
    }
    [[nodiscard]] bool is_gone() const override;

    /// Writes the packet that stands for what a step has returned.
    void answer(sfsistat status);

private:
    [[nodiscard]] bool set_reply(const std::string& code, const std::string& enhanced,
                                 const std::string& text) const override;
    [[nodiscard]] bool append_field(const std::string& name,
                                    const std::string& value) const override;
    [[nodiscard]] bool insert_field(int index, const std::string& name,
                                    const std::string& value) const override;
    [[nodiscard]] bool change_field(const std::string& name, int occurrence,
                                    const std::string& value) const override;
    [[nodiscard]] bool remove_field(const std::string& name, int occurrence) const override;
    [[nodiscard]] bool change_sender(const std::string& path,
                                     const std::string& parameters) const override;
    [[nodiscard]] bool add_recipient(const std::string& path,
                                     const std::string& parameters) const override;
    [[nodiscard]] bool remove_recipient(const std::string& path) const override;
    [[nodiscard]] bool replace_body(const std::string& body) const override;
    [[nodiscard]] bool hold(const std::string& reason) const override;

    [[nodiscard]] bool ask(unsigned long action, char command,
                           std::initializer_list<std::string_view> strings,
                           std::optional<std::uint32_t> number = std::nullopt) const;

    unsigned long actions_;
    const Macros& macros_;
    int descriptor_;
    std::string& output_;
    mutable std::string reply_;  // to be sent with the next answer of its class
};

}  // namespace msa

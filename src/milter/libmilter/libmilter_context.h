// The MTA within one callback of libmilter.
#pragma once

#include "milter/mta_context.h"

namespace msa {

class LibmilterContext : public MtaContext {
public:
    LibmilterContext(SMFICTX* context, const Agreement& agreement)
        : MtaContext(agreement), context_(context) {}

    [[nodiscard]] std::string macro(const char* name) const override;
    [[nodiscard]] bool is_gone() const override;

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

    SMFICTX* context_;
};

}  // namespace msa

// The MTA as libmilter knows it, see libmilter_context.h.
#include "milter/libmilter/libmilter_context.h"

#include "milter/libmilter/session_input.h"

#include <limits>

namespace msa {

namespace {

// libmilter copies what it is given; its parameters are not const.
char* text_of(const std::string& text) {
    return const_cast<char*>(text.c_str());
}

}  // namespace

std::string LibmilterContext::macro(const char* name) const {
    const char* const value = ::smfi_getsymval(context_, const_cast<char*>(name));
    return value == nullptr ? "" : value;
}

bool LibmilterContext::is_gone() const {
    return is_mta_gone();
}

// libmilter ignores a reply whose class is not that of the status that the callback returns.
bool LibmilterContext::set_reply(const std::string& code, const std::string& enhanced,
                                 const std::string& text) const {
    return ::smfi_setreply(context_, text_of(code), text_of(enhanced), text_of(text)) == MI_SUCCESS;
}

bool LibmilterContext::append_field(const std::string& name, const std::string& value) const {
    return ::smfi_addheader(context_, text_of(name), text_of(value)) == MI_SUCCESS;
}

bool LibmilterContext::insert_field(int index, const std::string& name,
                                    const std::string& value) const {
    return ::smfi_insheader(context_, index, text_of(name), text_of(value)) == MI_SUCCESS;
}

bool LibmilterContext::change_field(const std::string& name, int occurrence,
                                    const std::string& value) const {
    return ::smfi_chgheader(context_, text_of(name), occurrence, text_of(value)) == MI_SUCCESS;
}

bool LibmilterContext::remove_field(const std::string& name, int occurrence) const {
    return ::smfi_chgheader(context_, text_of(name), occurrence, nullptr) == MI_SUCCESS;
}

bool LibmilterContext::change_sender(const std::string& path, const std::string& parameters) const {
    return ::smfi_chgfrom(context_, text_of(path),
                          parameters.empty() ? nullptr : text_of(parameters)) == MI_SUCCESS;
}

bool LibmilterContext::add_recipient(const std::string& path, const std::string& parameters) const {
    const int added = parameters.empty()
                          ? ::smfi_addrcpt(context_, text_of(path))
                          : ::smfi_addrcpt_par(context_, text_of(path), text_of(parameters));
    return added == MI_SUCCESS;
}

bool LibmilterContext::remove_recipient(const std::string& path) const {
    return ::smfi_delrcpt(context_, text_of(path)) == MI_SUCCESS;
}

bool LibmilterContext::replace_body(const std::string& body) const {
    auto* octets = const_cast<unsigned char*>(reinterpret_cast<const unsigned char*>(body.data()));
    return body.size() <= std::numeric_limits<int>::max() &&
           ::smfi_replacebody(context_, octets, static_cast<int>(body.size())) == MI_SUCCESS;
}

bool LibmilterContext::hold(const std::string& reason) const {
    return ::smfi_quarantine(context_, text_of(reason)) == MI_SUCCESS;
}

}  // namespace msa

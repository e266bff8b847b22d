// Stands in for libmilter's functions, see fake_libmilter.h: the dynamic linker prefers these.
#include "fake_libmilter.h"

namespace {

int done(SMFICTX* context, const std::string& function, const std::string& call) {
    if (context->failing.count(function) != 0) {
        return MI_FAILURE;
    }
    context->calls.push_back(function + call);
    return MI_SUCCESS;
}

std::string shown(const char* text) {
    return text == nullptr ? "(null)" : text;
}

}  // namespace

extern "C" {

char* smfi_getsymval(SMFICTX* context, char* name) {
    if (context->macros_throw) {
        throw std::runtime_error("no macros");
    }
    const auto found = context->macros.find(name);
    return found == context->macros.end() ? nullptr : found->second.data();
}

int smfi_setreply(SMFICTX* context, char* code, char* enhanced, char* text) {
    if (context->failing.count("setreply") != 0) {
        return MI_FAILURE;
    }
    context->reply = shown(code) + " " + shown(enhanced) + " " + shown(text);
    return MI_SUCCESS;
}

int smfi_addheader(SMFICTX* context, char* name, char* value) {
    return done(context, "addheader", " " + shown(name) + ":" + shown(value));
}

int smfi_chgheader(SMFICTX* context, char* name, int index, char* value) {
    return done(context, "chgheader",
                " " + std::to_string(index) + " " + shown(name) + ":" + shown(value));
}

int smfi_insheader(SMFICTX* context, int index, char* name, char* value) {
    return done(context, "insheader",
                " " + std::to_string(index) + " " + shown(name) + ":" + shown(value));
}

int smfi_replacebody(SMFICTX* context, unsigned char* octets, int size) {
    const std::string body(octets, octets + size);
    return done(context, "replacebody", " " + body);
}

int smfi_chgfrom(SMFICTX* context, char* path, char* parameters) {
    return done(context, "chgfrom", " " + shown(path) + " " + shown(parameters));
}

int smfi_addrcpt(SMFICTX* context, char* path) {
    return done(context, "addrcpt", " " + shown(path));
}

int smfi_addrcpt_par(SMFICTX* context, char* path, char* parameters) {
    return done(context, "addrcpt_par", " " + shown(path) + " " + shown(parameters));
}

int smfi_delrcpt(SMFICTX* context, char* path) {
    return done(context, "delrcpt", " " + shown(path));
}

int smfi_quarantine(SMFICTX* context, char* reason) {
    return done(context, "quarantine", " " + shown(reason));
}

int smfi_setsymlist(SMFICTX* context, int stage, char* names) {
    (void)names;  // those are tested over the wire
    return done(context, "setsymlist", " " + std::to_string(stage));
}

int smfi_setpriv(SMFICTX* context, void* session) {
    context->session = session;
    return MI_SUCCESS;
}

void* smfi_getpriv(SMFICTX* context) {
    return context->session;
}

}  // extern "C"

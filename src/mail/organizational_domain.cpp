#include "mail/organizational_domain.h"

#include <memory>

#include <libpsl.h>

namespace msa {
namespace {

struct ListEnd {
    void operator()(psl_ctx_t* list) const { ::psl_free(list); }
};

const psl_ctx_t* public_suffixes() {
    static const std::unique_ptr<psl_ctx_t, ListEnd> latest(::psl_latest(nullptr));
    return latest ? latest.get() : ::psl_builtin();
}

}  // namespace

std::string organizational_domain(std::string_view domain) {
    std::string name(domain);
    const auto* list = public_suffixes();
    const char* found = list == nullptr ? nullptr : ::psl_registrable_domain(list, name.c_str());
    return found == nullptr ? name : found;
}

}  // namespace msa

#include "fakes/whole_rules.h"

namespace msa {

std::string whole_rules(const std::string& sections) {
    const auto has = [&sections](const char* text) {
        return ('\n' + sections).find('\n' + std::string(text)) != std::string::npos;
    };
    return (has("version =") ? "" : "version = \"1\"\n") + sections +
           (has("sources =") ? "" : "[identity]\nsources = [\"sasl\"]\n") +
           (has("[dkim]") || has("[[dkim") ? "" : "[dkim]\naccept_risk = \"a test\"\n") +
           (has("[owners]") ? "" : "[owners]\nself = true\n");
}

}  // namespace msa

#include "commands/services.h"

#include "base/file.h"
#include "base/text.h"
#include "dkim/digest.h"
#include "dkim/dkim_signer.h"
#include "tables/open_table.h"

#include <string>

namespace msa {
namespace {

std::string sha256(std::string_view octets) {
    Sha256 hash;
    hash.add(octets);
    return hex(hash.finish());
}

}  // namespace

RuleServices rule_services() {
    return {.read_file = [](const std::string& path) { return read_file(path, max_config_file); },
            .open_table = open_table,
            .make_signer = make_dkim_signer,
            .sha256 = sha256};
}

}  // namespace msa

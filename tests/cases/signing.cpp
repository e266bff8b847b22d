#include "cases/signing.h"

#include "commands/throwaway_keys.h"
#include "crypto/private_key.h"
#include "dkim/key_record.h"

namespace msa {

std::string real_key_record(std::string_view file) {
    const auto key = parse_private_key(throwaway_key(file), 1024);
    return key ? key_record(*key) : key.error().what;
}

}  // namespace msa

// Key records: what is read is bounded by what came, and a key is only ours where it is whole.
#include "dkim/key_record.h"
#include "fakes/dkim_keys.h"
#include "fuzz/require.h"

#include <cstddef>
#include <cstdint>

// NOLINTNEXTLINE(readability-identifier-naming): the name is that of libFuzzer
extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t size) {
    static const auto rsa = msa::parse_private_key(msa::rsa_pem(1024), 1024);
    static const auto ed25519 = msa::parse_private_key(msa::ed25519_pem(), 1024);
    const std::string_view txt(reinterpret_cast<const char*>(data), size);
    const auto record = msa::parse_key_record(txt);
    if (!record) {
        msa::require(!record.error().what.empty(), "a reason");
        return 0;
    }
    msa::require(record->public_key.size() < size, "base64 only shrinks");
    const bool is_rsa = msa::objection(*record, *rsa).empty();
    const bool is_ed25519 = msa::objection(*record, *ed25519).empty();
    msa::require(!(is_rsa && is_ed25519), "one record, one key");
    if (is_ed25519) {
        const auto own = msa::parse_key_record(msa::key_record(*ed25519));
        msa::require(own->public_key == record->public_key, "the same key");
    }
    return 0;
}

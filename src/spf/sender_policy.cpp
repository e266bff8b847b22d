#include "spf/sender_policy.h"

#include "base/guarded.h"
#include "base/text.h"
#include "spf/libspf2.h"
#include "spf/spf_cache.h"
#include "spf/spf_evaluation.h"

#include <array>
#include <climits>

#include <unistd.h>

namespace msa {
namespace {

class CachingSenderPolicy final : public SenderPolicy {
public:
    explicit CachingSenderPolicy(const Resolver& resolver) : resolver_(resolver) {}

    [[nodiscard]] SpfAnswer check_host(const SpfQuestion& question,
                                       Deadline deadline) const override {
        const auto domain = question.sender.substr(question.sender.rfind('@') + 1);
        const auto key = question.address + '\n' + question.helo + '\n' + ascii_lower(domain);
        const auto now = std::chrono::steady_clock::now();
        if (auto known = cache_.with([&](const auto& cache) { return cache.find(key, now); })) {
            return *std::move(known);
        }
        const auto evaluated = evaluate_spf(question, resolver_, deadline);
        cache_.with([&](auto& cache) { cache.put(key, evaluated.answer, evaluated.ttl, now); });
        return evaluated.answer;
    }

private:
    const Resolver& resolver_;
    mutable Guarded<SpfCache> cache_;
};

}  // namespace

Result<std::unique_ptr<const SenderPolicy>> make_sender_policy(const Resolver& resolver) {
    // SPF_server_new_dns() asks for the name with this much room, and abort()s where it is not
    // enough.
    std::array<char, HOST_NAME_MAX> name{};
    if (::gethostname(name.data(), name.size() - 1) != 0) {
        return Error{"libspf2 cannot work on a host whose name has " +
                     std::to_string(HOST_NAME_MAX - 1) + " octets or more"};
    }
    // What libspf2 has to say is in its answers; on standard error nobody would miss it.
    SPF_warning_handler = nullptr;
    SPF_info_handler = nullptr;
    SPF_debug_handler = nullptr;
    return std::unique_ptr<const SenderPolicy>(std::make_unique<CachingSenderPolicy>(resolver));
}

}  // namespace msa

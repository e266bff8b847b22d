#include "commands/sampled_signer.h"

#include <atomic>
#include <utility>

namespace msa {
namespace {

class SampledSigning final : public Signing {
public:
    SampledSigning(std::unique_ptr<Signing> signing, const HeaderList& headers, SampleTaker& taker,
                   std::shared_ptr<const RecordsOfKeys> records)
        : signing_(std::move(signing)), taker_(taker) {
        message_.headers = headers;
        message_.records = std::move(records);
    }

    [[nodiscard]] Result<void> add_body(std::string_view chunk) override {
        if (message_.body.size() + chunk.size() <= SampleTaker::most_octets) {
            message_.body += chunk;
        } else {
            is_too_long_ = true;
        }
        return signing_->add_body(chunk);
    }
    [[nodiscard]] Result<std::vector<Signature>> finish() override {
        auto signatures = signing_->finish();
        if (signatures && is_too_long_) {
            taker_.skip();
        } else if (signatures) {
            message_.signatures = *signatures;
            taker_.offer(std::move(message_));
        }
        return signatures;
    }

private:
    std::unique_ptr<Signing> signing_;
    SampleTaker& taker_;
    SampledMessage message_;
    bool is_too_long_ = false;
};

class SampledSigner final : public Signer {
public:
    SampledSigner(std::unique_ptr<const Signer> signer, std::uint64_t every, SampleTaker& taker,
                  std::shared_ptr<const RecordsOfKeys> records)
        : signer_(std::move(signer)), every_(every), taker_(taker), records_(std::move(records)) {}

    [[nodiscard]] std::vector<std::string> signing_domains(std::string_view author_domain,
                                                           const Moment& now) const override {
        return signer_->signing_domains(author_domain, now);
    }
    [[nodiscard]] Result<std::unique_ptr<Signing>> begin(const HeaderList& headers,
                                                         std::string_view author_domain,
                                                         const Moment& now) const override {
        auto signing = signer_->begin(headers, author_domain, now);
        if (!signing || (begun_.fetch_add(1, std::memory_order_relaxed) + 1) % every_ != 0) {
            return signing;
        }
        return std::unique_ptr<Signing>(
            std::make_unique<SampledSigning>(*std::move(signing), headers, taker_, records_));
    }

private:
    std::unique_ptr<const Signer> signer_;
    std::uint64_t every_;
    SampleTaker& taker_;
    std::shared_ptr<const RecordsOfKeys> records_;
    mutable std::atomic<std::uint64_t> begun_ = 0;
};

}  // namespace

std::unique_ptr<const Signer> sampled(std::unique_ptr<const Signer> signer, std::uint64_t every,
                                      SampleTaker& taker,
                                      std::shared_ptr<const RecordsOfKeys> records) {
    return std::make_unique<SampledSigner>(std::move(signer), every, taker, std::move(records));
}

}  // namespace msa

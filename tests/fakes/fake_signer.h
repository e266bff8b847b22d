// A signer whose signatures say what they were made over, and that fails where it is told to.
#pragma once

#include "submission/ports.h"

#include <set>
#include <utility>

namespace msa {

/// Where a FakeSigner fails.
struct SigningFaults {
    bool begin = false;
    bool body = false;
    bool finish = false;
};

class FakeSigning final : public Signing {
public:
    FakeSigning(std::string domain, std::string fields, SigningFaults faults)
        : domain_(std::move(domain)), fields_(std::move(fields)), faults_(faults) {}

    [[nodiscard]] Result<void> add_body(std::string_view chunk) override {
        body_ += chunk;
        return faults_.body ? Result<void>(Error{"body fault"}) : Result<void>();
    }

    /// Two keys of which the second has no business on top.
    [[nodiscard]] Result<std::vector<Signature>> finish() override {
        if (faults_.finish) {
            return Error{"finish fault"};
        }
        const auto signature = [this](const std::string& selector) {
            return Signature{domain_, selector, "rsa-sha256",
                             " s=" + selector + "; h=" + fields_ + "; body=" + body_};
        };
        return std::vector<Signature>{signature("first"), signature("second")};
    }

private:
    std::string domain_;
    std::string fields_;
    SigningFaults faults_;
    std::string body_;
};

class FakeSigner final : public Signer {
public:
    explicit FakeSigner(std::set<std::string, std::less<>> domains, SigningFaults faults = {})
        : domains_(std::move(domains)), faults_(faults) {}

    [[nodiscard]] std::vector<std::string> signing_domains(std::string_view author_domain,
                                                           const Moment& /*now*/) const override {
        return domains_.count(author_domain) == 0
                   ? std::vector<std::string>()
                   : std::vector<std::string>{std::string(author_domain)};
    }
    [[nodiscard]] Result<std::unique_ptr<Signing>> begin(const HeaderList& headers,
                                                         std::string_view author_domain,
                                                         const Moment& /*now*/) const override {
        if (faults_.begin) {
            return Error{"begin fault"};
        }
        std::string fields;
        for (const auto& field : headers.fields()) {
            fields += (fields.empty() ? "" : ":") + field.name;
        }
        return std::unique_ptr<Signing>(
            std::make_unique<FakeSigning>(std::string(author_domain), std::move(fields), faults_));
    }

private:
    std::set<std::string, std::less<>> domains_;
    SigningFaults faults_;
};

}  // namespace msa

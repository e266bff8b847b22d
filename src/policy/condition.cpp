#include "policy/condition.h"

#include "base/text.h"
#include "mail/domain.h"

#include <algorithm>

namespace msa {
namespace {

template <class T>
bool contains(const std::vector<T>& values, const T& value) {
    return std::find(values.begin(), values.end(), value) != values.end();
}

bool sender_is_in(const std::vector<std::string>& domains, const Envelope& envelope) {
    if (!envelope.sender || envelope.sender->is_null()) {
        return false;
    }
    const auto domain = a_labels(envelope.sender->address.domain);
    return domain && contains(domains, *domain);
}

}  // namespace

bool Condition::holds(const MailStage& at, const Groups& groups) const {
    if (!listener.empty() && !contains(listener, at.session.listener)) {
        return false;
    }
    if (!source.empty() && !(at.identity && contains(source, at.identity->source))) {
        return false;
    }
    if (!login.empty() && !(at.identity && groups.any_means(login, at.identity->login))) {
        return false;
    }
    const auto is_client = [&](const Network& range) {
        return range.contains(at.session.client_address);
    };
    if (!network.empty() && std::none_of(network.begin(), network.end(), is_client)) {
        return false;
    }
    if (!sender_domain.empty() && !sender_is_in(sender_domain, at.envelope)) {
        return false;
    }
    return !tls || *tls == !at.session.tls.version.empty();
}

}  // namespace msa

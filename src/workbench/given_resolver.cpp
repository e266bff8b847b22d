#include "workbench/given_resolver.h"

#include "base/text.h"

namespace msa {
namespace {

constexpr int longest_chain = 8;

}  // namespace

GivenResolver& GivenResolver::add(const std::string& name, RecordType type,
                                  const std::string& value) {
    DnsRecord record{.value = value};
    if (type == RecordType::mx) {
        const auto blank = value.find(' ');
        record = {.value = value.substr(blank + 1),
                  .preference = static_cast<unsigned>(std::stoul(value.substr(0, blank)))};
    }
    records_[{name, type}].push_back(std::move(record));
    return add_empty(name);
}

GivenResolver& GivenResolver::add_alias(const std::string& name, const std::string& target) {
    aliases_[name] = target;
    return add_empty(name);
}

GivenResolver& GivenResolver::add_empty(const std::string& name) {
    names_.insert(name);
    missing_.erase(name);
    return *this;
}

GivenResolver& GivenResolver::add_missing(const std::string& name) {
    missing_.insert(name);
    return *this;
}

GivenResolver& GivenResolver::add_failing(const std::string& name) {
    for (const auto type : every_record_type) {
        add_failing(name, type);
    }
    return *this;
}

GivenResolver& GivenResolver::add_failing(const std::string& name, RecordType type) {
    failing_.insert({name, type});
    return add_empty(name);
}

GivenResolver& GivenResolver::forget(const std::string& name) {
    for (const auto type : every_record_type) {
        records_.erase({name, type});
        failing_.erase({name, type});
    }
    aliases_.erase(name);
    names_.erase(name);
    missing_.erase(name);
    return *this;
}

DnsAnswer GivenResolver::answer(const std::string& name, RecordType type) const {
    if (const auto found = records_.find({name, type}); found != records_.end()) {
        return {.kind = DnsAnswer::Kind::records, .records = found->second, .ttl = ttl};
    }
    const bool is_stranger = names_.count(name) == 0;
    const bool is_missing =
        missing_.count(name) != 0 || (is_stranger && strangers_ == Strangers::do_not_exist);
    if (!is_missing && is_stranger && type == RecordType::mx) {
        return {.kind = DnsAnswer::Kind::records, .records = {{name, 10}}, .ttl = ttl};
    }
    return {.kind = is_missing ? DnsAnswer::Kind::no_such_domain : DnsAnswer::Kind::no_data,
            .records = {},
            .ttl = ttl};
}

Result<DnsAnswer> GivenResolver::ask(std::string_view name, RecordType type,
                                     Deadline /*deadline*/) const {
    auto key = ascii_lower(name);
    questions_.push_back(std::string(to_text(type)) + ' ' + key);
    for (int i = 0; i < longest_chain && aliases_.count(key) != 0; ++i) {
        key = aliases_.at(key);
    }
    if (failing_.count({key, type}) != 0 && records_.count({key, type}) == 0) {
        return Error{"DNS, " + key + ' ' + std::string(to_text(type)) + ": SERVFAIL"};
    }
    return answer(key, type);
}

}  // namespace msa

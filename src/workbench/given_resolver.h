// DNS from memory.
#pragma once

#include "submission/ports.h"

#include <array>
#include <map>
#include <set>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace msa {

inline constexpr std::array<RecordType, 5> every_record_type{
    RecordType::a, RecordType::aaaa, RecordType::mx, RecordType::txt, RecordType::ptr};

class GivenResolver final : public Resolver {
public:
    enum class Strangers { do_not_exist, have_mail_servers };
    /// What names are said to be that nobody has added.
    explicit GivenResolver(Strangers strangers = Strangers::do_not_exist) : strangers_(strangers) {}

    /// An MX as "10 mx.example.com"; any other record as DnsRecord has it. Names in lower case.
    GivenResolver& add(const std::string& name, RecordType type, const std::string& value);
    GivenResolver& add_alias(const std::string& name, const std::string& target);
    /// A name without records.
    GivenResolver& add_empty(const std::string& name);
    GivenResolver& add_missing(const std::string& name);
    /// Whoever asks for what it has no records of is told that nobody can tell; for one type or
    /// all.
    GivenResolver& add_failing(const std::string& name);
    GivenResolver& add_failing(const std::string& name, RecordType type);
    /// As if nothing had been said of it.
    GivenResolver& forget(const std::string& name);
    /// Of every answer.
    std::chrono::seconds ttl{300};

    [[nodiscard]] Result<DnsAnswer> ask(std::string_view name, RecordType type,
                                        Deadline deadline) const override;
    /// "MX example.com", in the order in which they were asked.
    [[nodiscard]] const std::vector<std::string>& questions() const { return questions_; }
    void forget_questions() { questions_.clear(); }

private:
    [[nodiscard]] DnsAnswer answer(const std::string& name, RecordType type) const;

    using Key = std::pair<std::string, RecordType>;
    Strangers strangers_;
    std::map<Key, std::vector<DnsRecord>> records_;
    std::map<std::string, std::string> aliases_;
    std::set<std::string> names_;
    std::set<std::string> missing_;
    std::set<Key> failing_;
    mutable std::vector<std::string> questions_;  // tests ask in one thread
};

}  // namespace msa

// What the parts of the examination of Postfix share.
#pragma once

#include "base/file.h"
#include "base/result.h"
#include "doctor/examination.h"
#include "doctor/postfix/settings.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

struct PostfixVisit {
    const PostfixSettings& settings;
    const DaemonFacts& daemon;
    Examination& found;
    const FileReader& read;

    [[nodiscard]] Value value(const Service* service, std::string_view name) const {
        return settings.value(service, name, found);
    }
    [[nodiscard]] std::string text(const Service* service, std::string_view name) const {
        return value(service, name).text;
    }
    [[nodiscard]] std::string queue() const;
    /// The domain that Postfix gives addresses without one: its own MAILER-DAEMON's.
    [[nodiscard]] std::string origin() const;

    /// `name = wanted`, or `-o name=wanted` where that service has the parameter already.
    [[nodiscard]] static std::string instead(const Value& value, std::string_view name,
                                             std::string_view wanted);
};

/// One milter of a list (MILTER_README, "Per-milter settings").
struct MilterEntry {
    std::string endpoint;
    std::map<std::string, std::string, std::less<>> options;
};

[[nodiscard]] Result<std::vector<MilterEntry>> milter_entries(std::string_view list);

enum class Reach {
    ours,     // the daemon's socket
    blocked,  // it is meant, but the service cannot see it where it looks
    other,
};

/// What a service that connects to this endpoint reaches.
[[nodiscard]] Reach reach(const PostfixVisit& visit, const Service& service,
                          std::string_view endpoint);

/// It has the name or the port of a submission service.
[[nodiscard]] bool is_named_submission(const Service& service);
/// A service where users submit: it has such a name, or it lets them log in.
[[nodiscard]] bool is_submission(const PostfixVisit& visit, const Service& service);

/// The cleanup that takes what this smtpd accepts; null: master.cf has none of that name.
[[nodiscard]] const Service* cleanup_of(const PostfixVisit& visit, const Service& service);

/// Whether what the rule file says of identities can be. Before examine_milters(), whose note on
/// local mail knows less.
void examine_identities(const PostfixVisit& visit);
/// Who is asked, and what happens where he does not answer.
void examine_milters(const PostfixVisit& visit);
/// What the listeners themselves do.
void examine_listeners(const PostfixVisit& visit);
/// Who guards the sender and its address beside or without the milter.
void examine_senders(const PostfixVisit& visit);
/// What it means that users submit here without the milter: sentences.
[[nodiscard]] std::string effect_of_absence(const PostfixVisit& visit, const Service& service);
/// What happens to a message behind the milter.
void examine_delivery(const PostfixVisit& visit);

/// Who can ask about mail that rules hold.
void examine_held_mail(const PostfixVisit& visit);

/// Whether the list of milters has ours for this service, reached or not.
[[nodiscard]] bool asks_us(const PostfixVisit& visit, const Service& service,
                           std::string_view list = "smtpd_milters");

}  // namespace msa

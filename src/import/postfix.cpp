#include "import/postfix.h"

#include "base/file.h"
#include "base/text.h"
#include "doctor/postfix/value.h"
#include "doctor/postfix/visit.h"
#include "import/client_range.h"
#include "import/placed_line.h"
#include "import/postfix_map.h"

#include <algorithm>
#include <array>
#include <filesystem>
#include <optional>
#include <string_view>
#include <system_error>
#include <vector>

namespace msa {
namespace {

/// Of Postfix 3.7 (postconf -d), as far as an import asks for them.
std::string defaults_in(const std::string& folder) {
    std::error_code trouble;
    const auto absolute = std::filesystem::absolute(folder, trouble).lexically_normal();
    return "config_directory = " + (trouble ? folder : absolute.string()) +
           "\ndefault_database_type = hash\nmydestination = $myhostname, localhost.$mydomain, "
           "localhost\nmyorigin = $myhostname\nmynetworks =\nrecipient_delimiter =\n"
           "smtpd_sasl_auth_enable = no\nsmtpd_sender_login_maps =\n"
           "smtpd_client_restrictions =\nsmtpd_helo_restrictions =\nsmtpd_sender_restrictions =\n"
           "smtpd_relay_restrictions = permit_mynetworks, permit_sasl_authenticated, "
           "defer_unauth_destination\nsmtpd_recipient_restrictions =\nsmtpd_milters =\n";
}

constexpr std::array<std::string_view, 5> restriction_lists{
    "smtpd_client_restrictions", "smtpd_helo_restrictions", "smtpd_sender_restrictions",
    "smtpd_relay_restrictions", "smtpd_recipient_restrictions"};

class Import {
public:
    Import(const PostfixSettings& settings, const Service* service, Examination& found,
           RuleDraft& draft)
        : settings_(settings), service_(service), found_(found), draft_(draft) {}

    Result<void> take() {
        take_delimiter();
        if (auto taken = take_maps(); !taken) {
            return taken;
        }
        take_restrictions();
        take_networks();
        return {};
    }

    [[nodiscard]] Value value(std::string_view name) const {
        return settings_.value(service_, name, found_);
    }

private:
    void take_delimiter() {
        const auto delimiter = value("recipient_delimiter");
        if (delimiter.text.find_first_not_of("+-=_.") != std::string::npos) {
            draft_.remark(delimiter.where,
                          "recipient_delimiter = " + delimiter.text + ": here any of + - = _ .");
        } else {
            draft_.subaddress = delimiter.text;
        }
    }

    /// The names of this host, for which Postfix asks for accounts, too.
    [[nodiscard]] PostfixNames names() const {
        PostfixNames names{.default_type = value("default_database_type").text};
        for (const auto& name :
             words_in(value("myorigin").text + ' ' + value("mydestination").text)) {
            auto& list = name.find_first_of(":/$") == std::string::npos ? names.local_domains
                                                                        : names.unknown_domains;
            if (std::find(list.begin(), list.end(), ascii_lower(name)) == list.end()) {
                list.push_back(ascii_lower(name));
            }
        }
        return names;
    }

    Result<void> take_maps() {
        const auto maps = value("smtpd_sender_login_maps");
        const auto items = items_of(maps.text);
        if (!items) {
            return within(maps.where, items.error());
        }
        const auto site = names();
        for (const auto& each : *items) {
            if (auto imported = import_postfix_map(each, maps.where, site, draft_); !imported) {
                return imported;
            }
        }
        if (items->empty()) {
            draft_.remark(maps.where,
                          "smtpd_sender_login_maps is empty: nothing says whose an address is");
        }
        if (items->size() > 1) {
            draft_.remark(maps.where,
                          "smtpd_sender_login_maps: of several tables Postfix takes the first that "
                          "knows an address; here their answers are united, so that all owners may "
                          "use it");
        }
        return {};
    }

    void take_restrictions() {
        bool is_asked = false;
        for (const auto name : restriction_lists) {
            const auto list = value(name);
            is_asked = is_asked || list.text.find("sender_login_mismatch") != std::string::npos;
            if (list.text.find("reject_known_sender_login_mismatch") != std::string::npos) {
                draft_.remark(list.where,
                              "reject_known_sender_login_mismatch: let every login use an address "
                              "that no table knows; here such an address is nobody's");
            }
        }
        const auto maps = value("smtpd_sender_login_maps");
        if (!is_asked && !maps.text.empty()) {
            draft_.remark(maps.where,
                          "no restriction asked smtpd_sender_login_maps: every login could use "
                          "every address; here the tables count");
        }
    }

    /// Whether clients in mynetworks may submit without a login: every list must let them pass.
    [[nodiscard]] bool admits_networks() const {
        bool permits = false;
        for (const auto name : restriction_lists) {
            for (const auto& word : words_in(value(name).text)) {
                if (word == "permit_mynetworks") {
                    permits = true;
                    break;
                }
                if (word == "reject" || word == "defer") {
                    return false;
                }
            }
        }
        return permits;
    }

    void take_networks() {
        const auto networks = value("mynetworks");
        if (!admits_networks()) {
            return;
        }
        if (networks.text.empty()) {
            draft_.remark(
                networks.where,
                "permit_mynetworks without mynetworks: `postconf mynetworks` says which clients "
                "need no login; here [[identity.network]] must name them");
            return;
        }
        DraftNetwork network{
            .ranges = {},
            .note = networks.where + ": mynetworks: these clients could submit without a login."};
        for (auto text : words_in(networks.text)) {
            std::erase_if(text, [](char c) { return c == '[' || c == ']'; });
            if (const auto range = client_range(text)) {
                add_range(*range, network.ranges);
            } else if (text.starts_with('!')) {
                draft_.remark(networks.where, "mynetworks: " + text + ' ' + hole_remark(text));
            } else {
                draft_.remark(
                    networks.where,
                    "mynetworks: " + text + ": only addresses and networks can be taken over");
            }
        }
        if (!network.ranges.empty()) {
            draft_.networks.push_back(std::move(network));
        }
    }

    const PostfixSettings& settings_;
    const Service* service_;
    Examination& found_;
    RuleDraft& draft_;
};

Result<NamedText> file_in(const std::string& folder, const std::string& name) {
    const auto path = folder + '/' + name;
    auto text = import_file(path);
    return text ? Result<NamedText>(
                      NamedText{.name = path, .text = *std::move(text), .is_file = true})
                : text.error();
}

/// What could not be read, as an error of its own.
std::optional<Error> complaint(const Examination& found) {
    if (found.complaints.empty()) {
        return std::nullopt;
    }
    return import_error(found.complaints[0].where, found.complaints[0].what);
}

/// The services that users submit to, or the one that is named.
Result<std::vector<const Service*>> chosen_services(const PostfixSettings& settings,
                                                    const std::string& name, Examination& found) {
    const DaemonFacts daemon;
    const FileReader reader = read_file;
    const PostfixVisit visit{settings, daemon, found, reader};
    std::vector<const Service*> services;
    std::vector<std::string> known;
    for (const auto* each : settings.running("smtpd")) {
        known.push_back(each->key());
        if (name.empty() ? is_submission(visit, *each)
                         : each->key() == name || each->name == name) {
            services.push_back(each);
        }
    }
    if (services.empty() && !name.empty()) {
        return import_error(settings.master_name(),
                            "has no smtpd '" + name + "', only " + join(known, ", "));
    }
    return services;
}

}  // namespace

Result<void> import_postfix(const std::string& folder, const std::string& service,
                            RuleDraft& draft) {
    const auto main = file_in(folder, "main.cf");
    if (!main) {
        return main.error();
    }
    const auto master = file_in(folder, "master.cf");
    if (!master) {
        return master.error();
    }
    Examination found;
    const auto settings = PostfixSettings::read(*main, *master, defaults_in(folder), found);
    if (!settings) {
        return settings.error();
    }
    const auto services = chosen_services(*settings, service, found);
    if (const auto bad = complaint(found)) {
        return *bad;
    }
    if (!services) {
        return services.error();
    }
    const Service* const first = services->empty() ? nullptr : services->front();
    Import import(*settings, first, found, draft);
    for (const auto* each : *services) {
        const auto maps = settings->value(each, "smtpd_sender_login_maps", found);
        if (maps.text != import.value("smtpd_sender_login_maps").text) {
            return import_error(maps.where,
                                each->key() + " and " + first->key() +
                                    " differ in smtpd_sender_login_maps: name one with --service");
        }
    }
    draft.origins.push_back(folder + "/main.cf");
    if (first == nullptr) {
        draft.remark(settings->master_name(),
                     "no service lets users log in: what main.cf says was taken");
    }
    auto taken = import.take();
    const auto bad = complaint(found);
    return bad ? Result<void>(*bad) : taken;  // which may be why nothing was taken
}

}  // namespace msa

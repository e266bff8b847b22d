#include "import/opendkim.h"

#include "base/text.h"
#include "import/client_range.h"
#include "import/opendkim_dataset.h"
#include "import/opendkim_settings.h"
#include "import/opendkim_tables.h"
#include "import/signed_names.h"
#include "mail/domain.h"

#include <charconv>
#include <cstddef>
#include <string_view>
#include <utility>
#include <vector>

namespace msa {
namespace {

class Import {
public:
    Import(OpendkimSettings settings, RuleDraft& draft)
        : settings_(std::move(settings)), draft_(draft) {}

    Result<void> take() {
        take_remarks();
        for (const auto step : {&Import::take_mode, &Import::take_key_demands, &Import::take_keys,
                                &Import::take_names, &Import::take_hosts}) {
            if (auto taken = (this->*step)(); !taken) {
                return taken;
            }
        }
        return {};
    }

private:
    [[nodiscard]] std::string text(std::string_view name) const {
        const auto* setting = settings_.find(name);
        return setting == nullptr ? std::string() : setting->text;
    }

    /// Nothing where it is not set, or cannot be read: that is a remark.
    Result<std::optional<Dataset>> dataset(std::string_view name) {
        const auto* setting = settings_.find(name);
        if (setting == nullptr) {
            return std::optional<Dataset>();
        }
        if (const auto path = relative_file(setting->text)) {
            draft_.remark(setting->place, std::string(name) + " '" + *path +
                                              "' depends on where opendkim was started");
            return std::optional<Dataset>();
        }
        auto set = read_dataset(setting->text, setting->place);
        if (set && !*set) {
            draft_.remark(setting->place, std::string(name) + ' ' +
                                              setting->text.substr(0, setting->text.find(':')) +
                                              ": is kept where it cannot be read from here");
        }
        return set;
    }

    void take_remarks() {
        for (const auto& [name, setting] : settings_.all()) {
            const auto* known = opendkim_parameter(name);
            if (known == nullptr) {
                const auto meant = nearest_opendkim_parameter(name);
                draft_.remark(setting.place,
                              "'" + name + "' is not a parameter of opendkim" +
                                  (meant.empty() ? "" : "; did you mean " + meant + '?'));
            } else if (!known->why_not.empty()) {
                draft_.remark(setting.place, std::string(known->name) + ' ' + setting.text + ": " +
                                                 std::string(known->why_not));
            }
        }
        take_form();
    }

    void take_form() {
        if (const auto* form = settings_.find("Canonicalization");
            form != nullptr && ascii_lower(form->text) != "relaxed/relaxed") {
            draft_.remark(form->place, "Canonicalization " + form->text +
                                           ": signatures here are relaxed/relaxed, which verifiers "
                                           "read as well");
        }
        if (const auto* algorithm = settings_.find("SignatureAlgorithm");
            algorithm != nullptr && ascii_lower(algorithm->text) == "rsa-sha1") {
            draft_.remark(algorithm->place,
                          "SignatureAlgorithm rsa-sha1: nobody accepts it any more (RFC 8301); an "
                          "RSA key signs rsa-sha256 here");
        }
        if (const auto* omitted = settings_.find("OmitHeaders"); omitted != nullptr) {
            draft_.remark(omitted->place,
                          "OmitHeaders " + omitted->text +
                              ": leave_unsigned in [dkim] would do that; anybody may "
                              "change such a field");
        }
    }

    Result<void> take_mode() {
        const auto* mode = settings_.find("Mode");
        signs_ = mode == nullptr || mode->text.find('s') != std::string::npos;
        if (mode != nullptr && mode->text.find_first_not_of("sv") != std::string::npos) {
            return import_error(mode->place, "Mode must be s, v or sv, not '" + mode->text + "'");
        }
        if (!signs_) {
            draft_.remark(mode->place,
                          "Mode v: this opendkim signs nothing, and so there are no keys");
        }
        return {};
    }

    Result<void> take_key_demands() {
        const auto safe = settings_.boolean("RequireSafeKeys", true);
        if (!safe) {
            return safe.error();
        }
        draft_.require_safe_keys = draft_.require_safe_keys && *safe;
        const auto* bits = settings_.find("MinimumKeyBits");
        if (bits == nullptr) {
            return {};
        }
        int number = 0;
        const auto* const end = bits->text.data() + bits->text.size();
        if (std::from_chars(bits->text.data(), end, number).ptr != end) {
            return import_error(bits->place,
                                "MinimumKeyBits must be a number, not '" + bits->text + "'");
        }
        if (number < 1024 || number > 4096) {
            draft_.remark(bits->place, "MinimumKeyBits " + bits->text + ": here 1024 to 4096");
        } else if (number > 1024) {
            draft_.minimum_rsa_bits = number;
        }
        return {};
    }

    Result<void> take_keys() {
        if (!signs_) {
            return {};
        }
        const bool has_tables =
            settings_.find("KeyTable") != nullptr || settings_.find("SigningTable") != nullptr;
        return has_tables ? take_tables() : take_single_key();
    }

    Result<void> take_tables() {
        for (const auto* name : {"KeyTable", "SigningTable"}) {
            if (settings_.find(name) == nullptr) {
                const auto* other = settings_.find(
                    std::string_view(name) == "KeyTable" ? "SigningTable" : "KeyTable");
                return import_error(other->place, std::string(name) + " is missing");
            }
        }
        auto keys = dataset("KeyTable");
        auto senders = dataset("SigningTable");
        const auto all = settings_.boolean("MultipleSignatures", false);
        if (!keys || !senders || !all) {
            return !keys ? keys.error() : !senders ? senders.error() : all.error();
        }
        if (!*keys || !*senders) {
            return {};
        }
        return take_signing_tables(
            {.keys = **std::move(keys), .senders = **std::move(senders), .all_match = *all},
            draft_);
    }

    /// All three are set, or none.
    Result<bool> has_single_key() const {
        const PlacedText* first = nullptr;
        std::size_t there = 0;
        for (const auto* name : {"Domain", "Selector", "KeyFile"}) {
            if (const auto* part = settings_.find(name)) {
                first = first == nullptr ? part : first;
                ++there;
            }
        }
        if (there == 0 || there == 3) {
            return there == 3;
        }
        return import_error(first->place, "Domain, Selector and KeyFile belong together");
    }

    Result<void> take_single_key() {
        const auto has_key = has_single_key();
        auto domains = dataset("Domain");
        const auto below = settings_.boolean("SubDomains", false);
        if (!has_key || !domains || !below) {
            return !has_key ? has_key.error() : !domains ? domains.error() : below.error();
        }
        if (!*has_key || !*domains) {
            return {};
        }
        if (const auto* file = settings_.find("KeyFile"); !file->text.starts_with('/')) {
            draft_.remark(file->place,
                          "KeyFile '" + file->text + "' depends on where opendkim was started");
            return {};
        }
        for (const auto& each : (*domains)->entries) {
            take_domain(each, *below);
        }
        return {};
    }

    void take_domain(const DatasetEntry& entry, bool with_subdomains) {
        if (entry.key == "*") {
            draft_.remark(entry.place,
                          "Domain * signs for every author's domain: here a key names those it "
                          "signs for");
            return;
        }
        const auto labels = a_labels(entry.key);
        if (!labels) {
            draft_.remark(entry.place, "Domain '" + entry.key + "': " + labels.error().what);
            return;
        }
        const auto* file = settings_.find("KeyFile");
        auto& key = draft_.key(file->place, {.domain = *labels,
                                             .selector = ascii_lower(text("Selector")),
                                             .file = file->text,
                                             .author_domains = {*labels}});
        if (with_subdomains) {
            key.add_author_domain("*." + *labels);
        }
    }

    Result<void> take_names() {
        auto oversigned = dataset("OversignHeaders");
        auto names = dataset("SignHeaders");
        if (!oversigned || !names) {
            return oversigned ? names.error() : oversigned.error();
        }
        if (*oversigned) {
            for (const auto& each : (*oversigned)->entries) {
                add_oversigned(each.key, each.place, draft_);
            }
        }
        if (*names) {
            for (const auto& each : (*names)->entries) {
                take_signed_name(each);
            }
        }
        return {};
    }

    /// `*` stands for the usual ones, then +NAME adds and -NAME leaves out.
    void take_signed_name(const DatasetEntry& entry) {
        if (entry.key == "*") {
            return;
        }
        if (entry.key.starts_with('-')) {
            draft_.remark(entry.place, "SignHeaders " + entry.key +
                                           ": leave_unsigned in [dkim] would do that; anybody may "
                                           "change such a field");
            return;
        }
        add_signed(entry.key.substr(entry.key.starts_with('+') ? 1 : 0), entry.place, draft_);
    }

    /// Whose mail was signed without a login.
    Result<void> take_hosts() {
        auto hosts = dataset("InternalHosts");
        if (!hosts) {
            return hosts.error();
        }
        if (!*hosts || !signs_) {
            return {};
        }
        DraftNetwork network;
        for (const auto& each : (*hosts)->entries) {
            if (const auto range = client_range(each.key)) {
                if (!is_loopback(*range)) {
                    add_range(*range, network.ranges);
                }
            } else if (each.key.starts_with('!')) {
                draft_.remark(each.place,
                              "InternalHosts '" + each.key + "' " + hole_remark(each.key));
            } else if (ascii_lower(each.key) != "localhost") {
                draft_.remark(
                    each.place,
                    "InternalHosts '" + each.key +
                        "': a client without a login is known here only by its address or network");
            }
        }
        if (!network.ranges.empty()) {
            network.note = settings_.find("InternalHosts")->place +
                           ": InternalHosts: mail of these clients was signed without a login.";
            draft_.networks.push_back(std::move(network));
        }
        return {};
    }

    static bool is_loopback(std::string_view range) {
        return range.starts_with("127.") || range.starts_with("::1");
    }

    OpendkimSettings settings_;
    RuleDraft& draft_;
    bool signs_ = true;
};

}  // namespace

Result<void> import_opendkim(const std::string& file, RuleDraft& draft) {
    auto settings = OpendkimSettings::read(file);
    if (!settings) {
        return settings.error();
    }
    draft.origins.push_back(file);
    return Import(*std::move(settings), draft).take();
}

}  // namespace msa

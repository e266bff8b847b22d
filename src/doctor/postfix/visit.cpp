#include "doctor/postfix/visit.h"

#include "base/text.h"
#include "doctor/milter_place.h"
#include "doctor/postfix/value.h"

#include <algorithm>
#include <array>

namespace msa {

std::string PostfixVisit::queue() const {
    return normal_path(text(nullptr, "queue_directory"));
}

std::string PostfixVisit::origin() const {
    constexpr std::size_t most = 4096;
    std::string origin = text(nullptr, "myorigin");
    if (!origin.starts_with('/')) {
        return origin;
    }
    const auto file = read(origin, most);  // Debian's /etc/mailname
    return file ? std::string(trimmed(split(*file, '\n').front())) : origin;
}

std::string PostfixVisit::instead(const Value& value, std::string_view name,
                                  std::string_view wanted) {
    const std::string key(name);
    if (value.origin == Value::Origin::service) {
        return "-o " + key + '=' + std::string(wanted);
    }
    return key + " =" + (wanted.empty() ? "" : " ") + std::string(wanted);
}

Result<std::vector<MilterEntry>> milter_entries(std::string_view list) {
    const auto items = items_of(list);
    if (!items) {
        return items.error();
    }
    std::vector<MilterEntry> entries;
    for (const std::string& item : *items) {
        const auto parts = items_of(unbraced(item));
        if (!parts) {
            return parts.error();
        }
        if (parts->empty()) {
            continue;
        }
        MilterEntry entry{.endpoint = parts->front(), .options = {}};
        for (auto part = parts->begin() + 1; part != parts->end(); ++part) {
            const auto option = name_and_value(*part);
            if (!option) {
                return Error{.what = "'" + printable(*part) + "' is not name=value",
                             .kind = ErrorKind::bad_config};
            }
            entry.options.insert_or_assign(option->name, option->value);
        }
        entries.push_back(std::move(entry));
    }
    return entries;
}

Reach reach(const PostfixVisit& visit, const Service& service, std::string_view endpoint) {
    const auto asked = milter_place(endpoint);
    const auto daemon = milter_place(visit.daemon.socket);
    if (!asked || !daemon || asked->is_unix() != daemon->is_unix()) {
        return Reach::other;
    }
    if (!asked->is_unix()) {
        return same_network_place(*asked, *daemon) ? Reach::ours : Reach::other;
    }
    const std::string wanted = normal_path(daemon->path);
    const std::string below_queue = normal_path(visit.queue() + '/' + asked->path);
    if (!asked->path.starts_with('/')) {
        return below_queue == wanted ? Reach::ours : Reach::other;
    }
    const bool chrooted = visit.settings.is_chrooted(service, visit.found);
    const std::string seen = chrooted ? below_queue : normal_path(asked->path);
    if (seen == wanted) {
        return Reach::ours;
    }
    return normal_path(asked->path) == wanted || below_queue == wanted ? Reach::blocked
                                                                       : Reach::other;
}

bool is_named_submission(const Service& service) {
    static constexpr std::array<std::string_view, 5> names{"submission", "submissions", "smtps",
                                                           "587", "465"};
    const std::string_view name =
        std::string_view(service.name).substr(service.name.rfind(':') + 1);
    return std::find(names.begin(), names.end(), name) != names.end();
}

bool is_submission(const PostfixVisit& visit, const Service& service) {
    return is_named_submission(service) || is_yes(visit.text(&service, "smtpd_sasl_auth_enable"));
}

const Service* cleanup_of(const PostfixVisit& visit, const Service& service) {
    return visit.settings.service(visit.text(&service, "cleanup_service_name") + "/unix");
}

}  // namespace msa

// main.cf and master.cf, or what postconf(1) prints of them, and what each service makes of them.
#pragma once

#include "base/result.h"
#include "doctor/examination.h"
#include "doctor/named_text.h"

#include <map>
#include <string>
#include <string_view>
#include <vector>

namespace msa {

/// A line of master.cf.
struct Service {
    std::string name;
    std::string type;
    std::string chroot;  // y, n or -
    std::string command;
    std::map<std::string, Setting, std::less<>> overrides;
    std::string place;

    [[nodiscard]] std::string key() const { return name + '/' + type; }
    /// For complaints: `/etc/postfix/master.cf:17: submission/inet`.
    [[nodiscard]] std::string where() const { return place + ": " + key(); }
};

struct Value {
    enum class Origin { unset, main, service };

    std::string text;  // expanded
    Origin origin = Origin::unset;
    std::string where;  // for complaints
};

class PostfixSettings {
public:
    /// `defaults`: what `postconf -d` prints; where it is empty, those of Postfix 3.7 hold. Lines
    /// that are not understood become complaints. Errors: a text without a single parameter or
    /// service.
    [[nodiscard]] static Result<PostfixSettings> read(const NamedText& main,
                                                      const NamedText& master,
                                                      std::string_view defaults,
                                                      Examination& examination);

    [[nodiscard]] const std::vector<Service>& services() const { return services_; }
    /// Services that run this program, such as smtpd.
    [[nodiscard]] std::vector<const Service*> running(std::string_view command) const;
    [[nodiscard]] const Service* service(std::string_view key) const;

    /// As the service sees it; null: as main.cf has it. A value that cannot be expanded is a
    /// complaint and stays as it is written.
    [[nodiscard]] Value value(const Service* service, std::string_view name,
                              Examination& examination) const;
    [[nodiscard]] std::string text(const Service* service, std::string_view name,
                                   Examination& examination) const {
        return value(service, name, examination).text;
    }
    [[nodiscard]] bool is_chrooted(const Service& service, Examination& examination) const;

    /// Parameters of main.cf, by name.
    [[nodiscard]] const std::map<std::string, Setting, std::less<>>& main() const { return main_; }
    [[nodiscard]] const std::string& main_name() const { return main_name_; }
    [[nodiscard]] const std::string& master_name() const { return master_name_; }

private:
    void complete_names();
    [[nodiscard]] const std::string* raw(const Service* service, std::string_view name) const;

    std::string main_name_;
    std::string master_name_;
    std::map<std::string, Setting, std::less<>> main_;
    std::map<std::string, std::string, std::less<>> defaults_;
    std::vector<Service> services_;
};

}  // namespace msa

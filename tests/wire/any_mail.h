// Messages out of pieces that meet many rules.
#pragma once

#include "wire/milter_client.h"

#include <random>
#include <string>
#include <vector>

namespace msa::wire {

using Choice = std::minstd_rand;

inline const std::string& one_of(const std::vector<std::string>& all, Choice& choice) {
    return all[choice() % all.size()];
}

/// A message out of pieces that meet many rules, and those that meet none.
[[nodiscard]] inline Submission any_mail(Choice& choice) {
    static const std::vector<std::string> senders{"<alice@example.com>", "<alice@example.com>",
                                                  "<>", "<bob@example.com>", "<alice@localhost>"};
    static const std::vector<std::string> from{" Alice <alice@example.com>",
                                               " alice@example.com",
                                               " bob@example.com",
                                               " alice@example.com, bob@example.com",
                                               " \"alice@example.com\" <bob@example.com>",
                                               " Alice",
                                               " Alice <alice@example.com"};
    static const std::vector<Field> others{{"Sender", " bob@example.com"},
                                           {"Sender", " alice@example.com"},
                                           {"Bcc", " hidden@example.net"},
                                           {"Bcc", ""},
                                           {"Bcc", " Bob Secret <bob@sales>, b@example.net,"},
                                           {"Cc", " Carol <carol@example.org>,"},
                                           {"Cc", " carol@@example.org"},
                                           {"Subject", " Hello"},
                                           {"Subject", ""},
                                           {"Authentication-Results", " example.com; spf=pass"},
                                           {"Received", " from x by y; now"},
                                           {"Content-Type", " text/plain; charset=utf-8;"},
                                           {"MIME-Version", " 1.0"},
                                           {"Reply-To", " x@example.com (a"},
                                           {"In-Reply-To", " <1@example.com>\n <2@example.com>"},
                                           {"From", " bob@example.com"}};
    Submission mail = honest_mail();
    mail.sender = one_of(senders, choice);
    std::erase_if(mail.header,
                  [&](const Field& field) { return choice() % 6 == 0 && field.name != "To"; });
    for (auto& field : mail.header) {
        if (field.name == "From" && choice() % 2 == 0) {
            field.value = one_of(from, choice);
        }
    }
    for (auto more = choice() % 4; more != 0; --more) {
        mail.header.insert(
            mail.header.begin() + static_cast<std::ptrdiff_t>(choice() % (mail.header.size() + 1)),
            others[choice() % others.size()]);
    }
    return mail;
}

}  // namespace msa::wire

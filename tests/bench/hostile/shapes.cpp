// The shapes, see shapes.h.
#include "bench/hostile/shapes.h"

#include <utility>

namespace msa {
namespace {

using Field = std::pair<std::string, std::string>;

std::string repeated(std::string_view text, std::size_t times) {
    std::string all;
    all.reserve(text.size() * times);
    while (times-- != 0) {
        all += text;
    }
    return all;
}

Submitted with_fields(std::size_t pieces, const Field& field) {
    Submitted message;
    message.fields.insert(message.fields.end(), pieces, field);
    return message;
}

Submitted with_value(const std::string& name, std::string value) {
    Submitted message;
    for (auto& field : message.fields) {
        if (field.first == name) {
            field.second = std::move(value);
            return message;
        }
    }
    message.fields.emplace_back(name, std::move(value));
    return message;
}

Submitted with_body(std::string content_type, const std::string& line, std::size_t pieces) {
    Submitted message;
    message.mail.parameters = {"BODY=8BITMIME"};
    message.fields.emplace_back("MIME-Version", " 1.0");
    message.fields.emplace_back("Content-Type", std::move(content_type));
    constexpr std::size_t chunk = 65535;  // of the milter protocol
    const std::string body = repeated(line, pieces);
    message.body.clear();
    for (std::size_t at = 0; at < body.size(); at += chunk) {
        message.body.push_back(body.substr(at, chunk));
    }
    return message;
}

Submitted distinct_names(std::size_t pieces) {
    Submitted message;
    for (std::size_t i = 0; i < pieces; ++i) {
        message.fields.emplace_back("X-" + std::to_string(i), " x");
    }
    return message;
}

Submitted recipients(std::size_t pieces) {
    Submitted message;
    for (std::size_t i = 0; i < pieces; ++i) {
        message.recipients.push_back("<r" + std::to_string(i) + "@example.org>");
    }
    return message;
}

Submitted resent_blocks(std::size_t pieces) {
    Submitted message;
    for (std::size_t i = 0; i < pieces; ++i) {
        message.fields.insert(message.fields.begin(),
                              {{"Resent-From", " alice@example.com"},
                               {"Resent-To", " bob@example.org"},
                               {"Resent-Date", " Fri, 21 Nov 2025 12:00:00 +0100"},
                               {"Resent-Message-ID", " <1@example.com>"}});
    }
    return message;
}

Submitted parameters(std::size_t pieces) {
    std::string value = " text/plain";
    for (std::size_t i = 0; i < pieces; ++i) {
        value += ";\n p" + std::to_string(i) + "=v";
    }
    return with_value("Content-Type", std::move(value));
}

Submitted continued_parameter(std::size_t pieces) {
    std::string value = " application/octet-stream";
    for (std::size_t i = 0; i < pieces; ++i) {
        value += ";\n name*" + std::to_string(i) + "=v";
    }
    return with_value("Content-Type", std::move(value));
}

}  // namespace

const std::vector<Shape>& shapes() {
    static const std::vector<Shape> all{
        {"blank folds", 7500,
         [](std::size_t n) {
             return with_fields(n, {"A", "x\n "});
         }},
        {"Authentication-Results", 600,
         [](std::size_t n) {
             return with_fields(n, {"Authentication-Results", " msa.example.com; auth=pass"});
         }},
        {"Cc fields", 600,
         [](std::size_t n) {
             return with_fields(n, {"Cc", " c@example.org"});
         }},
        {"Bcc fields", 600,
         [](std::size_t n) {
             return with_fields(n, {"Bcc", " b@example.org"});
         }},
        {"Received fields", 600,
         [](std::size_t n) {
             return with_fields(n, {"Received", " from a by b; today"});
         }},
        {"empty fields", 600,
         [](std::size_t n) {
             return with_fields(n, {"Keywords", ""});
         }},
        {"blanks behind names", 600,
         [](std::size_t n) {
             return with_fields(n, {"X-Odd ", " x"});
         }},
        {"distinct names", 600, distinct_names},
        {"Resent blocks", 150, resent_blocks},
        {"comments", 10000,
         [](std::size_t n) {
             return with_value("From", " alice@example.com" + repeated("\n (c)", n));
         }},
        {"nested comments", 10000,
         [](std::size_t n) {
             return with_value("From",
                               " alice@example.com " + repeated("(\n ", n) + repeated(")\n ", n));
         }},
        {"quoted strings", 10000,
         [](std::size_t n) {
             return with_value("From", repeated("\n \"\\q\"", n) + "\n <alice@example.com>");
         }},
        {"encoded-words", 5000,
         [](std::size_t n) {
             return with_value("From", repeated("\n =?utf-8?q?a?=", n) + "\n <alice@example.com>");
         }},
        {"authors", 3000,
         [](std::size_t n) {
             return with_value("From", repeated(" alice@example.com,\n", n) + " alice@example.com");
         }},
        {"addresses in To", 5000,
         [](std::size_t n) {
             return with_value("To", repeated(" a@example.org,\n", n) + " b@example.org");
         }},
        {"group members", 5000,
         [](std::size_t n) {
             return with_value("To", " g:" + repeated(" a@example.org,\n", n) + " b@example.org;");
         }},
        {"MIME parameters", 3000, parameters},
        {"a continued parameter", 3000, continued_parameter},
        {"References", 5000,
         [](std::size_t n) { return with_value("References", repeated("\n <a@example.org>", n)); }},
        {"List-Unsubscribe", 5000,
         [](std::size_t n) {
             return with_value("List-Unsubscribe",
                               repeated(" <https://example.org/>,\n", n) + " <https://e.org/>");
         }},
        {"8-bit body", 10000,
         [](std::size_t n) {
             return with_body(" text/plain; charset=utf-8", "\xc3\xa9\xc3\xa9\xc3\xa9\r\n", n);
         }},
        {"parts", 5000,
         [](std::size_t n) {
             return with_body(" multipart/mixed; boundary=b", "--b\r\n\r\n\xc3\xa9\r\n", n);
         }},
        {"recipients", 6250, recipients},
    };
    return all;
}

std::size_t octets_of(const Submitted& message) {
    std::size_t sum = 0;
    for (const auto& [name, value] : message.fields) {
        sum += name.size() + value.size() + 3;  // colon and CRLF
    }
    for (const auto& recipient : message.recipients) {
        sum += recipient.size() + 10;  // RCPT TO: and CRLF
    }
    for (const auto& chunk : message.body) {
        sum += chunk.size();
    }
    return sum;
}

}  // namespace msa

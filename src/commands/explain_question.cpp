#include "commands/explain_question.h"

#include "control/conversation.h"
#include "crypto/digest.h"

#include <algorithm>
#include <string>
#include <utility>
#include <vector>

namespace msa {
namespace {

using Json = nlohmann::ordered_json;

Error must_be(const char* name, const char* what) {
    return {'\'' + std::string(name) + "' must be " + what, ErrorKind::bad_input};
}

/// What is not there stays as it was.
Result<void> read(const Json& parameters, const char* name, std::string& value) {
    const auto found = parameters.find(name);
    if (found == parameters.end()) {
        return {};
    }
    if (!found->is_string()) {
        return must_be(name, "a string");
    }
    value = found->get<std::string>();
    return {};
}

Result<void> read_people(const Json& parameters, SessionWords& words) {
    if (parameters.contains("from")) {
        if (auto taken = read(parameters, "from", words.from.emplace()); !taken) {
            return taken;
        }
    }
    const auto people = parameters.value("to", Json::array());
    const bool are_strings =
        people.is_array() && std::all_of(people.begin(), people.end(),
                                         [](const Json& each) { return each.is_string(); });
    if (!are_strings) {
        return must_be("to", "a list of strings");
    }
    words.to = people.get<std::vector<std::string>>();
    return {};
}

}  // namespace

Result<Json> explain_parameters(const ExplainQuestion& question, bool is_json) {
    const auto& words = question.session;
    Json parameters{{"login", words.login},
                    {"method", words.method},
                    {"client", words.client},
                    {"tls", words.tls},
                    {"listener", words.listener},
                    {"local", words.is_local},
                    {"mta", words.mta == MtaKind::sendmail ? "sendmail" : "postfix"},
                    {"to", words.to},
                    {"at", question.at},
                    {"json", is_json},
                    {"message", base64(question.message)}};
    if (words.from) {
        parameters["from"] = *words.from;
    }
    constexpr std::size_t around = 4096;  // the method, and how JSON spells it all
    const auto octets = parameters.dump(-1, ' ', false, Json::error_handler_t::replace).size();
    if (octets + around > ControlLimits().longest_line) {
        return Error{
            "is longer than the running daemon takes; leave out --live, or give the "
            "header alone",
            ErrorKind::bad_input};
    }
    return parameters;
}

Result<ExplainQuestion> explain_question(const Json& parameters) {
    ExplainQuestion question;
    auto& words = question.session;
    std::string mta;
    std::string message;
    for (const auto& [name, value] : {std::pair<const char*, std::string*>{"login", &words.login},
                                      {"method", &words.method},
                                      {"client", &words.client},
                                      {"tls", &words.tls},
                                      {"listener", &words.listener},
                                      {"mta", &mta},
                                      {"at", &question.at},
                                      {"message", &message}}) {
        if (const auto taken = read(parameters, name, *value); !taken) {
            return taken.error();
        }
    }
    if (const auto taken = read_people(parameters, words); !taken) {
        return taken.error();
    }
    auto octets = from_base64(message);
    if (!octets || octets->empty()) {
        return must_be("message", "a message in base64");
    }
    question.message = *std::move(octets);
    words.is_local = parameters.value("local", Json(false)) == true;
    words.mta = mta == "sendmail" ? MtaKind::sendmail : MtaKind::postfix;
    return question;
}

}  // namespace msa

#include "wire/certificates.h"

#include "wire/server_process.h"

#include <stdexcept>

namespace msa::wire {

namespace {

void openssl(const std::string& arguments) {
    if (!shell("openssl " + arguments + " >/dev/null 2>&1")) {
        throw std::runtime_error("openssl " + arguments);
    }
}

constexpr const char* new_key = " -newkey ec -pkeyopt ec_paramgen_curve:prime256v1 -noenc -keyout ";

}  // namespace

Authority::Authority() {
    openssl("req -x509 -days 2 -subj '/CN=Test CA'" + (new_key + folder_.path_of("ca.key")) +
            " -out " + certificate());
}

void Authority::sign(const std::string& host, const std::string& path, int days) const {
    const auto extensions = folder_.write("extensions", "subjectAltName=" + host + '\n');
    openssl("req -subj '/CN=server'" + (new_key + path) + ".key -out " + path + ".csr");
    openssl("x509 -req -days " + std::to_string(days) + " -in " + path + ".csr -CA " +
            certificate() + " -CAkey " + folder_.path_of("ca.key") + " -CAcreateserial -extfile " +
            extensions + " -out " + path + ".pem");
}

}  // namespace msa::wire

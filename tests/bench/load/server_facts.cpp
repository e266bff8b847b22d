#include "load/server_facts.h"

#include <fstream>
#include <iterator>
#include <sstream>
#include <stdexcept>
#include <string>

#include <unistd.h>

namespace msa::bench {

ServerFacts ServerFacts::of(const std::vector<int>& processes) {
    ServerFacts sum;
    for (const int process : processes) {
        std::ifstream file("/proc/" + std::to_string(process) + "/stat");
        const std::string text(std::istreambuf_iterator<char>(file), {});
        const auto name_end = text.rfind(')');
        if (name_end == std::string::npos) {
            throw std::runtime_error("process " + std::to_string(process) + " is gone");
        }
        std::istringstream rest(text.substr(name_end + 1));
        const std::vector<std::string> words(std::istream_iterator<std::string>(rest), {});
        // Counted from the state, which is word 3 of proc(5).
        sum.cpu_seconds += static_cast<double>(std::stol(words.at(11)) + std::stol(words.at(12))) /
                           static_cast<double>(::sysconf(_SC_CLK_TCK));
        sum.threads += std::stol(words.at(17));
        sum.rss_kb += std::stol(words.at(21)) * (::sysconf(_SC_PAGESIZE) / 1024);
    }
    return sum;
}

}  // namespace msa::bench

#include "metrics/process_facts.h"

#include <filesystem>
#include <fstream>
#include <iterator>
#include <system_error>

#include <sys/resource.h>
#include <unistd.h>

namespace msa {

namespace {

double seconds_of(const timeval& time) {
    constexpr double micro = 1e-6;
    return static_cast<double>(time.tv_sec) + micro * static_cast<double>(time.tv_usec);
}

}  // namespace

ProcessFacts process_facts() {
    ProcessFacts facts;
    rusage usage{};
    if (::getrusage(RUSAGE_SELF, &usage) == 0) {
        facts.processor_seconds = seconds_of(usage.ru_utime) + seconds_of(usage.ru_stime);
    }
    std::ifstream pages("/proc/self/statm");
    std::uint64_t total = 0;
    std::uint64_t resident = 0;
    if (pages >> total >> resident) {
        facts.resident_bytes = resident * static_cast<std::uint64_t>(::sysconf(_SC_PAGESIZE));
    }
    std::error_code trouble;
    for (std::filesystem::directory_iterator each("/proc/self/fd", trouble), end;
         !trouble && each != end; each.increment(trouble)) {
        ++facts.descriptors;
    }
    rlimit limit{};
    if (::getrlimit(RLIMIT_NOFILE, &limit) == 0) {
        facts.most_descriptors = limit.rlim_cur;
    }
    return facts;
}

}  // namespace msa

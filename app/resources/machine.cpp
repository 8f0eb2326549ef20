#include "app/resources/machine.h"

#include <sched.h>
#include <sys/resource.h>

#include <algorithm>
#include <cerrno>
#include <fstream>
#include <limits>
#include <sstream>
#include <thread>

#include "app/resources/cgroup.h"
#include "app/whole_number.h"

namespace delcredere {
namespace {

std::string read_text(const std::string& path) {
  std::ifstream file(path);
  std::ostringstream text;
  text << file.rdbuf();
  return text.str();
}

int cpus_by_affinity() {
  for (int cpus = 1024; cpus <= 1 << 20; cpus *= 2) {  // the kernel's mask may be wider than cpu_set_t
    cpu_set_t* mask = CPU_ALLOC(cpus);
    if (mask == nullptr) break;
    const std::size_t bytes = CPU_ALLOC_SIZE(cpus);
    const bool read = ::sched_getaffinity(0, bytes, mask) == 0;
    const bool too_narrow = !read && errno == EINVAL;
    const int count = read ? CPU_COUNT_S(bytes, mask) : 0;
    CPU_FREE(mask);
    if (count > 0) return count;
    if (!too_narrow) break;
  }
  return std::max(1, static_cast<int>(std::thread::hardware_concurrency()));
}

CgroupFolders folders_of(const char* controller) {
  return cgroup_folders(read_text("/proc/self/cgroup"), read_text("/proc/self/mountinfo"), controller);
}

constexpr std::uint64_t kUnknown = std::numeric_limits<std::uint64_t>::max();

std::uint64_t free_in_cgroups() {
  std::uint64_t least = kUnknown;
  const auto consider = [&](const std::string& folder, const char* limit_file, const char* current_file,
                            const char* cache) {
    const auto limit = memory_limit(read_text(folder + '/' + limit_file));
    const auto current = value_of("current " + read_text(folder + '/' + current_file), "current");
    if (!limit || !current) return;
    const auto inactive = value_of(read_text(folder + "/memory.stat"), cache);
    least = std::min(least, free_below(*limit, *current, inactive.value_or(0)));
  };
  const CgroupFolders folders = folders_of("memory");
  for (const std::string& folder : folders.v2) consider(folder, "memory.max", "memory.current", "inactive_file");
  for (const std::string& folder : folders.v1) {
    consider(folder, "memory.limit_in_bytes", "memory.usage_in_bytes", "total_inactive_file");
  }
  return least;
}

std::uint64_t free_in_address_space() {
  rlimit limit{};
  if (::getrlimit(RLIMIT_AS, &limit) != 0 || limit.rlim_cur == RLIM_INFINITY) return kUnknown;
  const auto kib = value_of(read_text("/proc/self/status"), "VmSize");
  return free_below(limit.rlim_cur, kib.value_or(0) * 1024, 0);
}

}  // namespace

int usable_cpus() {
  int cpus = cpus_by_affinity();
  const CgroupFolders folders = folders_of("cpu");
  for (const std::string& folder : folders.v2) {
    if (const auto quota = cpu_quota_v2(read_text(folder + "/cpu.max")))
      cpus = std::min(cpus, threads_for_quota(*quota));
  }
  for (const std::string& folder : folders.v1) {
    const auto quota = cpu_quota_v1(read_text(folder + "/cpu.cfs_quota_us"), read_text(folder + "/cpu.cfs_period_us"));
    if (quota) cpus = std::min(cpus, threads_for_quota(*quota));
  }
  return cpus;
}

std::uint64_t available_memory() {
  std::uint64_t least = std::min(free_in_cgroups(), free_in_address_space());
  if (const auto kib = value_of(read_text("/proc/meminfo"), "MemAvailable")) least = std::min(least, *kib * 1024);
  return least == kUnknown ? 0 : least;
}

std::string cpu_model() {
  std::ifstream file("/proc/cpuinfo");
  for (std::string line; std::getline(file, line);) {
    const std::size_t colon = line.find(": ");
    if (line.rfind("model name", 0) == 0 && colon != std::string::npos) return line.substr(colon + 2);
  }
  return "unknown";
}

int choose_threads(const std::optional<std::string>& typed, int cpus, std::vector<Diagnostic>& warnings) {
  if (!typed) return std::min(cpus, kMostThreads);
  const int threads = static_cast<int>(whole_number("--threads", *typed, 1, kMostThreads));
  if (threads > cpus) {
    warnings.push_back({{},
                        "--threads",
                        std::to_string(threads) + " is more than the " + std::to_string(cpus) +
                            (cpus == 1 ? " CPU" : " CPUs") + " this program may use; it gets slower, not faster"});
  }
  return threads;
}

}  // namespace delcredere

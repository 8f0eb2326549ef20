#pragma once
// What this process may use of the machine it runs on.

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "models/core/error.h"

namespace delcredere {

/// CPUs this process may run on: its affinity, and below that the cgroups' quota. At least 1.
int usable_cpus();

/// Bytes that can still be taken: the least of MemAvailable, the cgroups' limits and RLIMIT_AS. 0: not known.
std::uint64_t available_memory();

/// "Intel(R) Xeon(R) ..." from /proc/cpuinfo; "unknown".
std::string cpu_model();

constexpr int kMostThreads = 1024;

/// --threads as typed: 1 to 1024, else Error (2). Nothing typed: usable_cpus(). More than that adds a warning.
int choose_threads(const std::optional<std::string>& typed, int cpus, std::vector<Diagnostic>& warnings);

}  // namespace delcredere

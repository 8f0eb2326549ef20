#pragma once
// Reading what the kernel says about CPU and memory limits: pure functions of the files' texts.
//
// /proc/self/cgroup names the group this process is in, /proc/self/mountinfo where the groups' folders are; a limit may
// stand on any level from there up. Version 2 has one tree, version 1 one for each controller.

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

namespace delcredere {

/// The folders that limit this process, innermost first; empty where the controller ("cpu", "memory") is not mounted.
struct CgroupFolders {
  std::vector<std::string> v2;
  std::vector<std::string> v1;
};
CgroupFolders cgroup_folders(std::string_view self_cgroup, std::string_view mountinfo, std::string_view controller);

/// CPUs from "50000 100000" (cpu.max): 0.5. "max 100000": nothing.
std::optional<double> cpu_quota_v2(std::string_view cpu_max);

/// CPUs from cpu.cfs_quota_us and cpu.cfs_period_us; a quota of -1: nothing.
std::optional<double> cpu_quota_v1(std::string_view quota, std::string_view period);

/// Bytes from memory.max or memory.limit_in_bytes; "max" and version 1's huge default: nothing.
std::optional<std::uint64_t> memory_limit(std::string_view text);

/// A number by its key: "inactive_file 4096" in memory.stat, "MemAvailable:  123 kB" in /proc/meminfo (as 123).
std::optional<std::uint64_t> value_of(std::string_view text, std::string_view key);

/// Bytes still free below a limit: limit - (current - inactive_file), not below 0. The page cache can be given back.
std::uint64_t free_below(std::uint64_t limit, std::uint64_t current, std::uint64_t inactive_file);

/// Threads that a quota of CPUs keeps busy: rounded up, at least 1.
int threads_for_quota(double cpus);

}  // namespace delcredere

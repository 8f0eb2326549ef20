#include "app/resources/cgroup.h"

#include <catch2/catch.hpp>

using namespace delcredere;

TEST_CASE("a CPU quota is read in both versions, and its absence too") {
  CHECK(cpu_quota_v2("50000 100000\n") == 0.5);
  CHECK(cpu_quota_v2("250000 100000\n") == 2.5);
  CHECK_FALSE(cpu_quota_v2("max 100000\n"));
  CHECK_FALSE(cpu_quota_v2(""));
  CHECK_FALSE(cpu_quota_v2("50000"));
  CHECK(cpu_quota_v1("150000\n", "100000\n") == 1.5);
  CHECK_FALSE(cpu_quota_v1("-1\n", "100000\n"));
  CHECK_FALSE(cpu_quota_v1("", ""));
  CHECK_FALSE(cpu_quota_v1("50000", "0"));
}

TEST_CASE("a quota keeps whole threads busy, never none") {
  CHECK(threads_for_quota(0.01) == 1);
  CHECK(threads_for_quota(0.5) == 1);
  CHECK(threads_for_quota(1) == 1);
  CHECK(threads_for_quota(1.5) == 2);
  CHECK(threads_for_quota(2) == 2);
}

TEST_CASE("memory limits: a number, max, and version 1's huge default") {
  CHECK(memory_limit("536870912\n") == 536870912);
  CHECK_FALSE(memory_limit("max\n"));
  CHECK_FALSE(memory_limit("9223372036854771712\n"));
  CHECK_FALSE(memory_limit("99999999999999999999999\n"));
  CHECK_FALSE(memory_limit(""));
  CHECK(free_below(1000, 700, 200) == 500);
  CHECK(free_below(1000, 700, 900) == 1000);
  CHECK(free_below(1000, 1700, 200) == 0);
}

TEST_CASE("values by key: whole keys only") {
  const char* meminfo = "MemTotal:       24690700 kB\nMemAvailable:   12345678 kB\nSwapTotal:             0 kB\n";
  CHECK(value_of(meminfo, "MemAvailable") == 12345678);
  CHECK(value_of(meminfo, "SwapTotal") == 0);
  CHECK_FALSE(value_of(meminfo, "Mem"));
  CHECK(value_of("active_file 7\ninactive_file 4096\ntotal_inactive_file 8192\n", "inactive_file") == 4096);
  CHECK(value_of("current 12\n\n", "current") == 12);
  CHECK_FALSE(value_of("current ", "current"));
}

TEST_CASE("version 2: every level from the group up to the mount point limits") {
  const auto folders = cgroup_folders("0::/user.slice/run-1.scope\n",
                                      "30 23 0:26 / /sys/fs/cgroup rw,nosuid shared:4 - cgroup2 cgroup2 rw\n", "cpu");
  CHECK(folders.v2 == std::vector<std::string>{"/sys/fs/cgroup/user.slice/run-1.scope", "/sys/fs/cgroup/user.slice",
                                               "/sys/fs/cgroup"});
  CHECK(folders.v1.empty());
}

TEST_CASE("version 1: the mount that lists the controller, in a container that sees only its own part") {
  const char* groups = "12:cpu,cpuacct:/docker/abc\n4:memory:/docker/abc/inner\n1:name=systemd:/docker/abc\n";
  const char* mounts =
      "33 32 0:29 /docker/abc /sys/fs/cgroup/cpu,cpuacct ro,nosuid - cgroup cgroup rw,cpu,cpuacct\n"
      "35 32 0:31 /docker/abc /sys/fs/cgroup/memory ro,nosuid - cgroup cgroup rw,memory\n"
      "36 32 0:32 /docker/abc /sys/fs/cgroup/cpuset ro,nosuid - cgroup cgroup rw,cpuset\n";
  CHECK(cgroup_folders(groups, mounts, "cpu").v1 == std::vector<std::string>{"/sys/fs/cgroup/cpu,cpuacct"});
  CHECK(cgroup_folders(groups, mounts, "memory").v1 ==
        std::vector<std::string>{"/sys/fs/cgroup/memory/inner", "/sys/fs/cgroup/memory"});
  CHECK(cgroup_folders(groups, mounts, "pids").v1.empty());
}

TEST_CASE("a group outside the mounted part falls back to the mount point") {
  const auto folders =
      cgroup_folders("0::/elsewhere\n", "30 23 0:26 /docker/abc /sys/fs/cgroup ro - cgroup2 none rw\n", "cpu");
  CHECK(folders.v2 == std::vector<std::string>{"/sys/fs/cgroup"});
  CHECK(cgroup_folders("", "", "cpu").v2.empty());
  CHECK(cgroup_folders("garbage\n::\n", "no dash here\n - \n", "cpu").v2.empty());
}

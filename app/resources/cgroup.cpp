#include "app/resources/cgroup.h"

#include <charconv>
#include <cmath>

namespace delcredere {
namespace {

std::vector<std::string_view> split(std::string_view text, char separator) {
  std::vector<std::string_view> parts;
  while (!text.empty()) {
    const std::size_t end = text.find(separator);
    parts.push_back(text.substr(0, end));
    if (end == std::string_view::npos) break;
    text.remove_prefix(end + 1);
  }
  return parts;
}

std::string_view trim(std::string_view text) {
  constexpr std::string_view blanks = " \t\r\n";
  const std::size_t first = text.find_first_not_of(blanks);
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(blanks) - first + 1);
}

template <class Number>
std::optional<Number> number(std::string_view text) {
  text = trim(text);
  Number value{};
  const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (problem != std::errc{} || end != text.data() + text.size()) return std::nullopt;
  return value;
}

bool lists(std::string_view comma_separated, std::string_view word) {
  for (const std::string_view part : split(comma_separated, ',')) {
    if (part == word) return true;
  }
  return false;
}

/// From the group's path up to the mount point. `root` is the part of the tree that is mounted there.
std::vector<std::string> upwards(std::string_view mount_point, std::string_view root, std::string_view group) {
  std::string_view inside = group;
  if (root != "/") {
    // Mounted from `root` on: what lies outside cannot be seen, then the mount point itself is all there is.
    const bool below =
        group.substr(0, root.size()) == root && (group.size() == root.size() || group[root.size()] == '/');
    inside = below ? group.substr(root.size()) : std::string_view{};
  }
  std::vector<std::string> folders;
  while (!inside.empty() && inside != "/") {
    folders.push_back(std::string(mount_point) + std::string(inside));
    inside = inside.substr(0, inside.rfind('/'));
  }
  folders.emplace_back(mount_point);
  return folders;
}

}  // namespace

CgroupFolders cgroup_folders(std::string_view self_cgroup, std::string_view mountinfo, std::string_view controller) {
  std::string_view v1_group, v2_group;
  for (const std::string_view line : split(self_cgroup, '\n')) {  // "4:memory:/path", "0::/path"
    const std::size_t first = line.find(':');
    const std::size_t second = line.find(':', first == std::string_view::npos ? first : first + 1);
    if (second == std::string_view::npos) continue;
    const std::string_view controllers = line.substr(first + 1, second - first - 1);
    if (line.substr(0, first) == "0" && controllers.empty()) v2_group = line.substr(second + 1);
    if (lists(controllers, controller)) v1_group = line.substr(second + 1);
  }
  CgroupFolders folders;
  for (const std::string_view line :
       split(mountinfo, '\n')) {  // "id parent dev root point options - type source super"
    const std::size_t dash = line.find(" - ");
    if (dash == std::string_view::npos) continue;
    const auto before = split(line.substr(0, dash), ' ');
    const auto after = split(line.substr(dash + 3), ' ');
    if (before.size() < 5 || after.size() < 3) continue;
    const std::string_view root = before[3], mount_point = before[4];
    if (after[0] == "cgroup2" && !v2_group.empty()) folders.v2 = upwards(mount_point, root, v2_group);
    if (after[0] == "cgroup" && !v1_group.empty() && lists(after[2], controller)) {
      folders.v1 = upwards(mount_point, root, v1_group);
    }
  }
  return folders;
}

std::optional<double> cpu_quota_v2(std::string_view cpu_max) {
  const auto parts = split(trim(cpu_max), ' ');
  if (parts.size() != 2) return std::nullopt;
  return cpu_quota_v1(parts[0], parts[1]);
}

std::optional<double> cpu_quota_v1(std::string_view quota, std::string_view period) {
  const auto time = number<std::int64_t>(quota), of = number<std::int64_t>(period);
  if (!time || !of || *time <= 0 || *of <= 0) return std::nullopt;
  return static_cast<double>(*time) / static_cast<double>(*of);
}

std::optional<std::uint64_t> memory_limit(std::string_view text) {
  const auto bytes = number<std::uint64_t>(text);
  constexpr std::uint64_t no_limit = std::uint64_t{1} << 60;  // version 1 writes 2^63 - 1 rounded down to a page
  if (!bytes || *bytes >= no_limit) return std::nullopt;
  return bytes;
}

std::optional<std::uint64_t> value_of(std::string_view text, std::string_view key) {
  for (const std::string_view line : split(text, '\n')) {
    const std::size_t end = line.find_first_of(" :\t");
    if (end == std::string_view::npos || line.substr(0, end) != key) continue;
    std::string_view rest = trim(line.substr(end + 1));
    return number<std::uint64_t>(rest.substr(0, rest.find(' ')));
  }
  return std::nullopt;
}

std::uint64_t free_below(std::uint64_t limit, std::uint64_t current, std::uint64_t inactive_file) {
  const std::uint64_t used = current > inactive_file ? current - inactive_file : 0;
  return limit > used ? limit - used : 0;
}

int threads_for_quota(double cpus) { return cpus <= 1 ? 1 : static_cast<int>(std::ceil(cpus)); }

}  // namespace delcredere

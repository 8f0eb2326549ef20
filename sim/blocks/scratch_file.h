#pragma once
// Room on disk for what a run must keep but memory should not hold. The file has no name, so that nothing is left
// behind however the run ends.

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

namespace delcredere {

class ScratchFile {
 public:
  /// Reserves `bytes` in `folder` ("" = the working folder). Throws Error (4): not writable, or not as much room.
  ScratchFile(const std::string& folder, std::uint64_t bytes);
  ~ScratchFile();
  ScratchFile(const ScratchFile&) = delete;
  ScratchFile& operator=(const ScratchFile&) = delete;

  /// From several threads at once for different places. Throws Error (4).
  void write(std::uint64_t offset, std::span<const std::byte> data);
  void read(std::uint64_t offset, std::span<std::byte> data) const;

 private:
  std::string folder_;
  int descriptor_ = -1;
};

}  // namespace delcredere

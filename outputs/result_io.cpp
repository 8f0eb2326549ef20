#include "outputs/result_io.h"

#include "outputs/hdf5/result_image.h"

namespace delcredere {

void write_result_file(const ResultFile& file, const std::string& path, Overwrite overwrite, FileSystem& files) {
  check_target(files, path, overwrite);  // before the work of making the image
  write_safely(files, path, result_image(file), overwrite);
}

}  // namespace delcredere

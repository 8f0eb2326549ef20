# build/generated/delcredere_build_info.h: what this program was built from and with, for /provenance and --version.
# Everything but the git commit is known at configure time; the commit is asked at each build (cmake/GitCommit.cmake), and
# the header is touched only when it changes.
string(TOUPPER "${CMAKE_BUILD_TYPE}" build_type)
set(DELCREDERE_COMPILER "${CMAKE_CXX_COMPILER_ID} ${CMAKE_CXX_COMPILER_VERSION}")
set(room_flags "-std=c++20 -ffp-contract=off")
if(DELCREDERE_SANITIZE)
  string(APPEND room_flags " -fsanitize=${DELCREDERE_SANITIZE}")
endif()
string(STRIP "${CMAKE_CXX_FLAGS} ${CMAKE_CXX_FLAGS_${build_type}} ${room_flags}" DELCREDERE_FLAGS)
set(DELCREDERE_BUILD_TYPE "${CMAKE_BUILD_TYPE}")

set(versions "oneTBB=${TBB_VERSION}" "HDF5=${HDF5_VERSION}" "yaml-cpp=${yaml-cpp_VERSION}"
    "Boost=${Boost_VERSION_STRING}" "Eigen=${Eigen3_VERSION}" "fmt=${fmt_VERSION}"
    "CLI11=${CLI11_VERSION}" "nlohmann-json=${nlohmann_json_VERSION}")
if(hwy_VERSION)
  list(APPEND versions "Highway=${hwy_VERSION}")
elseif(HWY_VERSION)
  list(APPEND versions "Highway=${HWY_VERSION}")
endif()
set(DELCREDERE_LIBRARIES "")
foreach(entry IN LISTS versions)
  string(REPLACE "=" ";" pair "${entry}")
  list(LENGTH pair parts)
  if(parts EQUAL 2)
    list(GET pair 0 library)
    list(GET pair 1 version)
    string(APPEND DELCREDERE_LIBRARIES "    LibraryVersion{\"${library}\", \"${version}\"},\n")
  endif()
endforeach()

set(GIT_COMMIT "@GIT_COMMIT@")  # stays a blank for GitCommit.cmake
set(build_info_template ${PROJECT_BINARY_DIR}/generated/delcredere_build_info.h.in)
configure_file(${PROJECT_SOURCE_DIR}/cmake/build_info.h.in ${build_info_template} @ONLY)
add_custom_target(delcredere_build_info
  COMMAND ${CMAKE_COMMAND} -DSOURCE=${PROJECT_SOURCE_DIR} -DTEMPLATE=${build_info_template}
          -DHEADER=${PROJECT_BINARY_DIR}/generated/delcredere_build_info.h
          -P ${PROJECT_SOURCE_DIR}/cmake/GitCommit.cmake
  BYPRODUCTS ${PROJECT_BINARY_DIR}/generated/delcredere_build_info.h
  COMMENT "Asking git for the commit" VERBATIM)

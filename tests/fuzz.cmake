# With libFuzzer or AFL++ each target runs a number of times, always on the same inputs. Without them it reads its
# corpus.
set(fuzz ${here}/fuzz)
set(PODCLONE_FUZZ_RUNS 50000 CACHE STRING "how often a test runs each fuzz target")
# The filter's target makes whole clones; the tree's knows the editor only.
set(floor_filter oracle)
set(floor_tree yaml)
foreach(target filter tree)
  add_executable(fuzz_${target} fuzz/${target}.c $<$<NOT:$<BOOL:${PODCLONE_FUZZ}>>:fuzz/replay.c>)
  target_link_libraries(fuzz_${target} PRIVATE ${floor_${target}})
  set(corpus ${fuzz}/corpus/${target})
  if(PODCLONE_FUZZ)
    target_link_options(fuzz_${target} PRIVATE -fsanitize=fuzzer)
    script(fuzz_${target} fuzz ${fuzz}/run.sh $<TARGET_FILE:fuzz_${target}> ${PODCLONE_FUZZ_RUNS} ${corpus}
           ${documents})
  else()
    script(fuzz_${target} fuzz fuzz_${target} ${corpus} ${here}/style)
  endif()
endforeach()
find_program(AFL_CC afl-clang-fast)
if(AFL_CC AND NOT PODCLONE_FUZZ AND NOT PODCLONE_SANITIZE AND NOT PODCLONE_COVERAGE)
  script(afl fuzz ${fuzz}/afl.sh ${AFL_CC} ${PROJECT_SOURCE_DIR})
endif()

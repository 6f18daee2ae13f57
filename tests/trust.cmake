# Hostile input, faults, and what the process may do.
set(trust ${CMAKE_CURRENT_SOURCE_DIR}/trust)

add_executable(probe trust/probe.c)
target_compile_definitions(probe PRIVATE _GNU_SOURCE)
target_link_libraries(probe PRIVATE base)
script(sandbox unit ${trust}/sandbox.sh ${podclone} $<TARGET_FILE:probe> ${fixtures}/cart/input.yaml
       ${fixtures}/cart-json/input.json)

add_executable(hostile trust/hostile/main.c trust/hostile/nesting.c trust/hostile/anchors.c trust/hostile/crowds.c
               trust/hostile/streams.c trust/hostile/texts.c)
target_link_libraries(hostile PRIVATE flags)
target_compile_options(hostile PRIVATE -Wno-format-nonliteral)
if(PODCLONE_SANITIZE)
  script(hostile unit ${trust}/hostile/run.sh ${podclone} $<TARGET_FILE:hostile> 600 none)
else()
  script(hostile unit ${trust}/hostile/run.sh ${podclone} $<TARGET_FILE:hostile> 30 $<TARGET_FILE:parse_only>)
endif()

add_library(oracle STATIC oracle/oracle.c oracle/output.c oracle/differences.c oracle/words.c)
target_include_directories(oracle PUBLIC ${CMAKE_CURRENT_SOURCE_DIR})
target_link_libraries(oracle PUBLIC filter)
add_executable(properties property/properties.c)
target_link_libraries(properties PRIVATE oracle)
file(GLOB inputs CONFIGURE_DEPENDS ${fixtures}/*/input.*)
script(properties property $<TARGET_FILE:properties> ${inputs})
add_executable(documents trust/documents.c)
target_link_libraries(documents PRIVATE oracle)
script(types property ${trust}/types.sh $<TARGET_FILE:documents> $<IF:$<BOOL:${PODCLONE_SANITIZE}>,7,1>)
script(truncate property $<TARGET_FILE:documents> ${fixtures}/heapster/input.yaml ${fixtures}/cart-json/input.json
       ${fixtures}/json-surrogates/input.json)

# A library that takes the place of malloc cannot be loaded under sanitizers.
add_executable(nonblock trust/nonblock.c)
target_link_libraries(nonblock PRIVATE flags)
set(preload none)
if(NOT PODCLONE_SANITIZE AND CMAKE_SYSTEM_NAME STREQUAL "Linux")
  add_library(preload MODULE trust/preload.c)
  target_compile_definitions(preload PRIVATE _GNU_SOURCE)
  target_link_libraries(preload PRIVATE ${CMAKE_DL_LIBS})
  set(preload $<TARGET_FILE:preload>)
endif()
script(faults unit ${trust}/faults.sh ${podclone} "${preload}" $<TARGET_FILE:nonblock> ${fixtures}/style-crlf/input.yaml
       ${fixtures}/list-failing/input.yaml)
script(verify golden ${trust}/verify.sh ${podclone} ${fixtures})
script(paste unit ${trust}/paste.sh ${podclone})

# With libFuzzer or AFL++ each target is run some times, always the same ones; without them the corpus is replayed.
set(fuzz ${CMAKE_CURRENT_SOURCE_DIR}/fuzz)
set(PODCLONE_FUZZ_RUNS 50000 CACHE STRING "how often a test runs each fuzz target")
# The filter's target plays whole clones; the tree's knows the editor only.
set(floor_filter oracle)
set(floor_tree yaml)
foreach(target filter tree)
  add_executable(fuzz_${target} fuzz/${target}.c $<$<NOT:$<BOOL:${PODCLONE_FUZZ}>>:fuzz/replay.c>)
  target_link_libraries(fuzz_${target} PRIVATE ${floor_${target}})
  if(PODCLONE_FUZZ)
    target_link_options(fuzz_${target} PRIVATE -fsanitize=fuzzer)
    script(fuzz_${target} fuzz ${fuzz}/run.sh $<TARGET_FILE:fuzz_${target}> ${PODCLONE_FUZZ_RUNS} ${fuzz}/corpus/${target}
           ${documents})
  else()
    script(fuzz_${target} fuzz $<TARGET_FILE:fuzz_${target}> ${fuzz}/corpus/${target} ${CMAKE_CURRENT_SOURCE_DIR}/style)
  endif()
endforeach()
program(feeds yaml property/feeds.c fuzz/replay.c)
script(feeds property $<TARGET_FILE:feeds> ${inputs} ${CMAKE_CURRENT_SOURCE_DIR}/style ${fuzz}/corpus/tree ${fuzz}/corpus/filter)
find_program(AFL_CC afl-clang-fast)
if(AFL_CC AND NOT PODCLONE_FUZZ AND NOT PODCLONE_SANITIZE AND NOT PODCLONE_COVERAGE)
  script(afl fuzz ${fuzz}/afl.sh ${AFL_CC} ${PROJECT_SOURCE_DIR})
endif()

add_executable(generated generated/main.c generated/fields.c generated/shape.c generated/style.c)
target_link_libraries(generated PRIVATE oracle)
script(generated property $<TARGET_FILE:generated>)

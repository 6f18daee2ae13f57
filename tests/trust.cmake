# Hostile input, faults, and what the process may do.
set(trust ${here}/trust)

add_executable(probe trust/probe.c)
target_compile_definitions(probe PRIVATE _GNU_SOURCE)
target_link_libraries(probe PRIVATE base)
script(sandbox unit ${trust}/sandbox.sh ${podclone} $<TARGET_FILE:probe> ${fixtures}/cart/input.yaml
       ${fixtures}/cart-json/input.json)

set(hostile main nesting anchors adding crowds streams texts)
list(TRANSFORM hostile REPLACE "(.+)" "trust/hostile/\\1.c")
add_executable(hostile ${hostile})
target_link_libraries(hostile PRIVATE flags)
target_compile_options(hostile PRIVATE -Wno-format-nonliteral)
if(PODCLONE_SANITIZE)
  set(limits 600 none)
else()
  set(limits 30 $<TARGET_FILE:parse_only>)
endif()
script(hostile unit ${trust}/hostile/run.sh ${podclone} $<TARGET_FILE:hostile> ${limits})

add_executable(documents trust/documents.c)
target_link_libraries(documents PRIVATE oracle)
script(types property ${trust}/types.sh $<TARGET_FILE:documents> $<IF:$<BOOL:${PODCLONE_SANITIZE}>,7,1>)
script(truncate property documents ${fixtures}/heapster/input.yaml ${fixtures}/cart-json/input.json
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
script(faults unit ${trust}/faults.sh ${podclone} "${preload}" $<TARGET_FILE:nonblock>
       ${fixtures}/style-crlf/input.yaml ${fixtures}/list-failing/input.yaml)
script(verify golden ${trust}/verify.sh ${podclone} ${fixtures})
script(paste unit ${trust}/paste.sh ${podclone})

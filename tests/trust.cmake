# Hostile input, faults, and what the process may do.
set(trust ${CMAKE_CURRENT_SOURCE_DIR}/trust)

add_executable(probe trust/probe.c)
target_compile_definitions(probe PRIVATE _GNU_SOURCE)
target_link_libraries(probe PRIVATE clone)
script(sandbox unit ${trust}/sandbox.sh ${podclone} $<TARGET_FILE:probe> ${fixtures}/cart/input.yaml
       ${fixtures}/cart-json/input.json)

# What holds of any document, any clone, any options.

# The editor alone.
set(edits main tree entries lines expected bytes program trial operations)
list(TRANSFORM edits REPLACE "(.+)" "edits/\\1.c")
program(edits yaml ${edits} events/events.c)
script(edits property edits ${documents})
program(feeds yaml property/feeds.c fuzz/replay.c)
script(feeds property feeds ${inputs} ${here}/style ${here}/fuzz/corpus/tree ${here}/fuzz/corpus/filter)

# Whole clones.
program(streams filter property/streams.c events/events.c)
script(streams property streams ${styles})
script(again property ${here}/property/again.sh ${podclone} ${fixtures})
# Sanitizers have a memory of their own.
if(NOT PODCLONE_SANITIZE)
  script(memory property ${here}/property/memory.sh ${podclone} ${fixtures} 10000 10240)
endif()

# The oracle, and those that ask it.
add_library(oracle STATIC oracle/oracle.c oracle/output.c oracle/differences.c oracle/reasons.c oracle/words.c)
target_include_directories(oracle PUBLIC ${here})
target_link_libraries(oracle PUBLIC filter)
add_executable(properties property/properties.c)
target_link_libraries(properties PRIVATE oracle)
script(properties property properties ${inputs})
add_executable(generated generated/main.c generated/fields.c generated/shape.c generated/style.c)
target_link_libraries(generated PRIVATE oracle)
script(generated property generated)

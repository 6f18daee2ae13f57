# Writes OUT, a C file with DIR/init.sh and the scripts in it, as a word of a command; and OUT.sh, the script as it is.

# As a word of a command that the kubelet expands: a dollar before another or a parenthesis is doubled.
function(escape bytes out)
  if(bytes MATCHES "0x24,0x24,(0x24|0x28)")
    message(FATAL_ERROR "${DIR}: three dollars, or two and a parenthesis, are not handled here")
  endif()
  string(REGEX REPLACE "0x24,(0x24|0x28)" "0x24,0x24,\\1" bytes "${bytes}")
  set(${out} "${bytes}" PARENT_SCOPE)
endfunction()

function(quote bytes out)
  string(REGEX REPLACE "0x(0a|09)," "" rest "${bytes}")
  if(rest MATCHES "0x([01][0-9a-f]|7f|[89a-f][0-9a-f])")
    message(FATAL_ERROR "${DIR}: the byte ${CMAKE_MATCH_1} is not handled here")
  endif()
  foreach(pair 5c:5c 22:22 0a:6e 09:74)
    string(REPLACE ":" ";" pair ${pair})
    list(GET pair 0 byte)
    list(GET pair 1 letter)
    string(REPLACE "0x${byte}," "0x5c,0x${letter}," bytes "${bytes}")
  endforeach()
  set(${out} "0x22,${bytes}0x22," PARENT_SCOPE)
endfunction()

# init.sh names the others by @NAME.sh@, each on a line of its own.
file(READ ${DIR}/init.sh text)
foreach(name hold shell rerun)
  file(READ ${DIR}/${name}.sh part)
  string(REPLACE "@${name}.sh@\n" "${part}" text "${text}")
endforeach()
file(WRITE ${OUT}.sh "${text}")
file(READ ${OUT}.sh hex HEX)
string(REGEX REPLACE "([0-9a-f][0-9a-f])" "0x\\1," bytes "${hex}")
escape("${bytes}" text)
quote("${text}" json)
file(WRITE ${OUT} "#include \"clone/scripts.h\"\n
static const char text[] = {${text}}, json[] = {${json}};\n
const struct script script = {{text, sizeof text}, {json, sizeof json}};\n")

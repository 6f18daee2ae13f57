# What a break-in would need, made harder: checked calls of libc, stack protectors, addresses nobody knows, tables that
# are read-only once the program runs. Each where the compiler has it.
include(CheckCCompilerFlag)
include(CheckCSourceCompiles)
include(CheckPIESupported)
check_pie_supported(LANGUAGES C)
set(CMAKE_POSITION_INDEPENDENT_CODE ON)

foreach(option -fstack-protector-strong -fstack-clash-protection -fcf-protection=full)
  string(MAKE_C_IDENTIFIER "have${option}" have)
  check_c_compiler_flag(${option} ${have})
  if(${have})
    target_compile_options(flags INTERFACE ${option})
  endif()
endforeach()

# A distribution that sets its own level keeps it.
if(NOT "${CMAKE_C_FLAGS} $ENV{CPPFLAGS}" MATCHES "_FORTIFY_SOURCE")
  set(CMAKE_REQUIRED_FLAGS "-O2 -Werror")
  check_c_source_compiles("
#include <string.h>
#if defined __GNUC__ && !defined __clang__ && __GNUC__ >= 12
int main(void) { return 0; }
#else
#error
#endif" have_fortify_3)
  unset(CMAKE_REQUIRED_FLAGS)
  target_compile_options(flags INTERFACE -U_FORTIFY_SOURCE -D_FORTIFY_SOURCE=$<IF:$<BOOL:${have_fortify_3}>,3,2>)
endif()

if(CMAKE_SYSTEM_NAME STREQUAL "Linux")
  target_link_options(flags INTERFACE -Wl,-z,relro,-z,now,-z,noexecstack)
endif()

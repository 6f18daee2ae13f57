/* The texts of the scripts in tools/, made at build time, as words that the kubelet will expand. */
#ifndef SCRIPTS_H
#define SCRIPTS_H

extern const char script_init[], script_shell[], script_rerun[];

#endif

/* The texts of tools/*.sh, made at build time. */
#ifndef SCRIPTS_H
#define SCRIPTS_H

extern const char script_init[], script_shell[], script_rerun[];

#endif

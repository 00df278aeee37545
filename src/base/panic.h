/* The one way to die: exhausted memory or a broken promise between our own layers. Never the user's input. */
#ifndef IL_PANIC_H
#define IL_PANIC_H

/* Prints FILE:LINE and WHAT to stderr and aborts. */
_Noreturn void il_panic(const char *file, int line, const char *what);

#define IL_PANIC(what) il_panic(__FILE__, __LINE__, (what))

/* Kept in release builds: a wrong edit is worse than a dead process. */
#define IL_ASSERT(cond) ((cond) ? (void)0 : il_panic(__FILE__, __LINE__, "broken promise: " #cond))

#endif

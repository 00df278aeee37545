/* Entry: arguments in, exit status out. */
#include <errno.h>
#include <signal.h>
#include <stdarg.h>
#include <stdio.h>
#include <string.h>
#include <unistd.h>

#include "commands.h"
#include "disk.h"
#include "intern.h"
#include "manual.h"

int il_commands__fail(const char *format, ...)
{
    va_list args;
    va_start(args, format);
    fputs("infralint: ", stderr);
    vfprintf(stderr, format, args);
    fputc('\n', stderr);
    va_end(args);
    return 2;
}

int il_commands__print(int fd, il_str text)
{
    for (size_t written = 0; written < text.n;) {
        ssize_t n = write(fd, text.p + written, text.n - written);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0 && errno == EPIPE)
            return 0;
        if (n < 0)
            return il_commands__fail("cannot write the report: %s", strerror(errno));
        written += (size_t)n;
    }
    return 0;
}

int il_commands__emit(const il_options *options, const il_output *to, const il_buf *out)
{
    if (to->file.p) {
        const char *why = il_disk_write(options->arena, to->file, il_buf_str(out));
        return why ? il_commands__fail("%.*s cannot be written: %s", IL_FMT(to->file), why) : 0;
    }
    bool occupied = options->fix && options->stdin_filename.p;
    return il_commands__print(occupied ? STDERR_FILENO : STDOUT_FILENO, il_buf_str(out));
}

static int print_text(const il_options *options)
{
    il_buf out = {0};
    if (options->command == IL_COMMAND_HELP)
        il_manual_help(&out);
    else if (options->command == IL_COMMAND_MAN)
        il_manual_page(&out);
    else
        il_buf_puts(&out, "infralint " IL_VERSION "\n");
    int status = il_commands__print(STDOUT_FILENO, il_buf_str(&out));
    il_buf_free(&out);
    return status;
}

static int completions(const il_options *options)
{
    il_buf out = {0};
    if (options->paths.n != 1 || !il_manual_completions(&out, options->paths.items[0]))
        return il_commands__fail("completions takes the shell: bash, zsh or fish");
    int status = il_commands__print(STDOUT_FILENO, il_buf_str(&out));
    il_buf_free(&out);
    return status;
}

static int dispatch(const il_options *options)
{
    switch (options->command) {
    case IL_COMMAND_CHECK:
        return il_command_check(options);
    case IL_COMMAND_RULES:
        return il_command_rules(options);
    case IL_COMMAND_EXPLAIN:
        return il_command_explain(options);
    case IL_COMMAND_TRACE:
        return il_command_trace(options);
    case IL_COMMAND_MODEL:
        return il_command_model(options);
    case IL_COMMAND_CONFIG:
        return il_command_config(options);
    case IL_COMMAND_TEST:
        return il_command_test(options);
    case IL_COMMAND_SUPPRESSIONS:
        return il_command_suppressions(options);
    case IL_COMMAND_BASELINE:
        return il_command_baseline(options);
    case IL_COMMAND_INIT:
        return il_command_init(options);
    case IL_COMMAND_DOCTOR:
        return il_command_doctor(options);
    case IL_COMMAND_COMPLETIONS:
        return completions(options);
    case IL_COMMAND_MAN:
    case IL_COMMAND_VERSION:
    case IL_COMMAND_HELP:
        return print_text(options);
    }
    return 2;
}

int main(int argc, char **argv)
{
    signal(SIGPIPE, SIG_IGN);
    il_arena *arena = il_arena_new();
    il_options options;
    int status = il_options_parse(&options, arena, argc, argv) ? dispatch(&options) : 2;
    il_arena_free(arena);
    il_intern_free();
    return status;
}

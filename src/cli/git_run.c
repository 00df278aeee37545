#include "git_run.h"

#include <errno.h>
#include <fcntl.h>
#include <spawn.h>
#include <stdint.h>
#include <stdlib.h>
#include <string.h>
#include <sys/wait.h>
#include <unistd.h>

#include "vec.h"

/* git does as it is told in the repository's own configuration, which a project can suggest to people: what would run programs is turned off. */
static const char *const always[] = {"git",
                                     "--no-pager",
                                     "--no-optional-locks",
                                     "--literal-pathspecs",
                                     "-c",
                                     "core.fsmonitor=false",
                                     "-c",
                                     "core.hooksPath=/dev/null",
                                     "-c",
                                     "submodule.recurse=false"};

typedef struct {
    pid_t pid;
    int in, out; /* what it reads and what it prints; -1 when closed */
} child;

static char **words_of(il_arena *arena, il_str folder, const char *const *arguments)
{
    IL_VEC(char *) words = {0};
    for (size_t i = 0; i < sizeof always / sizeof *always; i++)
        IL_PUSH(arena, &words, (char *)(uintptr_t)always[i]);
    if (folder.n) {
        IL_PUSH(arena, &words, (char *)(uintptr_t) "-C");
        IL_PUSH(arena, &words, (char *)(uintptr_t)il_arena_str(arena, folder).p);
    }
    for (size_t i = 0; arguments[i]; i++)
        IL_PUSH(arena, &words, (char *)(uintptr_t)arguments[i]);
    IL_PUSH(arena, &words, NULL);
    return words.items;
}

/* Pipes of PAIRS that are open. */
static void close_pipes(int (*pairs)[2], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        close(pairs[i][0]);
        close(pairs[i][1]);
    }
}

static bool open_pipes(int (*pairs)[2], size_t n)
{
    for (size_t i = 0; i < n; i++) {
        if (pipe(pairs[i]) == 0)
            continue;
        close_pipes(pairs, i);
        return false;
    }
    for (size_t i = 0; i < n; i++) {
        fcntl(pairs[i][0], F_SETFD, FD_CLOEXEC);
        fcntl(pairs[i][1], F_SETFD, FD_CLOEXEC);
    }
    return true;
}

static bool start(child *c, char **words)
{
    int pairs[2][2]; /* to its standard input, from its standard output */
    posix_spawn_file_actions_t actions;
    if (!open_pipes(pairs, 2))
        return false;
    posix_spawn_file_actions_init(&actions);
    posix_spawn_file_actions_adddup2(&actions, pairs[0][0], STDIN_FILENO);
    posix_spawn_file_actions_adddup2(&actions, pairs[1][1], STDOUT_FILENO);
    posix_spawn_file_actions_addopen(&actions, STDERR_FILENO, "/dev/null", O_WRONLY, 0);
    int error = posix_spawnp(&c->pid, words[0], &actions, NULL, words, environ);
    posix_spawn_file_actions_destroy(&actions);
    close(pairs[0][0]);
    close(pairs[1][1]);
    c->in = pairs[0][1];
    c->out = pairs[1][0];
    if (!error)
        return true;
    close(c->in);
    close(c->out);
    return false;
}

static int finish(child *c)
{
    int status;
    if (c->in >= 0)
        close(c->in);
    close(c->out);
    while (waitpid(c->pid, &status, 0) < 0)
        if (errno != EINTR)
            return -1;
    if (!WIFEXITED(status))
        return -1;
    return WEXITSTATUS(status) == 127 ? -1 : WEXITSTATUS(status);
}

int il_git_run(il_arena *arena, il_str folder, const char *const *arguments, il_buf *out)
{
    child c;
    char block[65536];
    if (!start(&c, words_of(arena, folder, arguments)))
        return -1;
    close(c.in);
    c.in = -1;
    for (ssize_t n = 1; n != 0;) {
        n = read(c.out, block, sizeof block);
        if (n > 0)
            il_buf_add(out, (il_str){block, (size_t)n});
        else if (n < 0 && errno != EINTR)
            break;
    }
    return finish(&c);
}

static bool write_all(int fd, il_str text)
{
    for (size_t written = 0; written < text.n;) {
        ssize_t n = write(fd, text.p + written, text.n - written);
        if (n < 0 && errno != EINTR)
            return false;
        written += n > 0 ? (size_t)n : 0;
    }
    return true;
}

static bool read_all(int fd, char *bytes, size_t n)
{
    for (size_t filled = 0; filled < n;) {
        ssize_t got = read(fd, bytes + filled, n - filled);
        if (got == 0 || (got < 0 && errno != EINTR))
            return false;
        filled += got > 0 ? (size_t)got : 0;
    }
    return true;
}

/* One answer of `cat-file --batch`: "NAME blob SIZE", a line break, the bytes, a line break. */
static bool read_blob(il_arena *arena, int fd, il_str *text)
{
    char head[128];
    size_t n = 0;
    while (n < sizeof head && read_all(fd, &head[n], 1) && head[n] != '\n')
        n++;
    if (n == sizeof head || n == 0)
        return false;
    il_str rest = {head, n};
    double size;
    il_str_cut(&rest, ' ');
    il_str kind = il_str_cut(&rest, ' ');
    if (!il_str_is(kind, "blob") || !il_str_number(rest, &size) || size > 1e9)
        return false;
    char *bytes = il_arena_alloc(arena, (size_t)size + 1), end;
    if (!read_all(fd, bytes, (size_t)size) || !read_all(fd, &end, 1))
        return false;
    *text = (il_str){bytes, (size_t)size};
    return true;
}

bool il_git_blobs(il_arena *arena, const il_str *names, size_t n, il_str *texts)
{
    static const char *const arguments[] = {"cat-file", "--batch", NULL};
    child c;
    if (n == 0)
        return true;
    if (!start(&c, words_of(arena, (il_str){NULL, 0}, arguments)))
        return false;
    bool fine = true;
    for (size_t i = 0; i < n && fine; i++)
        fine =
            write_all(c.in, il_arena_printf(arena, "%.*s\n", IL_FMT(names[i]))) && read_blob(arena, c.out, &texts[i]);
    return finish(&c) == 0 && fine;
}

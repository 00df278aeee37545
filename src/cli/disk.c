#include "disk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <limits.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/stat.h>
#include <unistd.h>

#include "buf.h"
#include "document.h"
#include "vec.h"

/* PATH for system calls: "" is the working directory. */
static const char *c_path(il_arena *arena, il_str path)
{
    return path.n ? il_arena_str(arena, path).p : ".";
}

static il_file_kind kind_of_mode(mode_t mode)
{
    return S_ISREG(mode) ? IL_FILE_REGULAR : S_ISDIR(mode) ? IL_FILE_FOLDER : IL_FILE_NONE;
}

static il_file_kind disk_kind(void *context, il_str path)
{
    (void)context;
    char text[PATH_MAX];
    struct stat info;
    if (path.n >= sizeof text)
        return IL_FILE_NONE;
    memcpy(text, path.n ? path.p : ".", path.n ? path.n : 1);
    text[path.n ? path.n : 1] = '\0';
    return stat(text, &info) == 0 ? kind_of_mode(info.st_mode) : IL_FILE_NONE;
}

static const char *read_all(int fd, il_arena *arena, il_str *text)
{
    struct stat info;
    if (fstat(fd, &info) != 0)
        return strerror(errno);
    if (S_ISDIR(info.st_mode))
        return "it is a folder";
    if (!S_ISREG(info.st_mode))
        return "it is not a regular file";
    if ((size_t)info.st_size > IL_SOURCE_MAX)
        return "the file is larger than 1 GiB";
    char *bytes = il_arena_alloc(arena, (size_t)info.st_size + 1);
    size_t filled = 0;
    while (filled < (size_t)info.st_size) {
        ssize_t n = read(fd, bytes + filled, (size_t)info.st_size - filled);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return strerror(errno);
        if (n == 0)
            break;
        filled += (size_t)n;
    }
    *text = (il_str){bytes, filled};
    return NULL;
}

static const char *disk_read(void *context, il_arena *arena, il_str path, il_str *text)
{
    (void)context;
    int fd = open(c_path(arena, path), O_RDONLY | O_CLOEXEC | O_NONBLOCK);
    if (fd < 0)
        return strerror(errno);
    const char *why = read_all(fd, arena, text);
    close(fd);
    return why;
}

/* Whether the folder PATH leads back to one of its own parents, as a link may. */
static bool is_loop(il_arena *arena, il_str path, const struct stat *info)
{
    il_str up = il_path_directory(path);
    for (;;) {
        struct stat parent;
        if (stat(c_path(arena, up), &parent) == 0 && parent.st_dev == info->st_dev && parent.st_ino == info->st_ino)
            return true;
        if (!up.n || il_str_is(up, "/") || il_str_ends(up, IL_STR("..")))
            return false;
        up = il_path_directory(up);
    }
}

static il_file_kind entry_kind(il_arena *arena, il_str path, const struct dirent *entry)
{
    struct stat info;
    if (entry->d_type == DT_REG)
        return IL_FILE_REGULAR;
    if (entry->d_type == DT_DIR)
        return IL_FILE_FOLDER;
    if (stat(c_path(arena, path), &info) != 0)
        return IL_FILE_NONE;
    if (S_ISDIR(info.st_mode) && is_loop(arena, path, &info))
        return IL_FILE_NONE;
    return kind_of_mode(info.st_mode);
}

static int entry_order(const void *a, const void *b)
{
    return il_str_cmp(((const il_file_entry *)a)->name, ((const il_file_entry *)b)->name);
}

static const char *disk_list(void *context, il_arena *arena, il_str folder, il_file_entry **entries, size_t *n)
{
    (void)context;
    IL_VEC(il_file_entry) found = {0};
    DIR *directory = opendir(c_path(arena, folder));
    if (!directory)
        return strerror(errno);
    for (struct dirent *entry; (entry = readdir(directory));) {
        il_str name = il_str_of(entry->d_name);
        if (il_str_is(name, ".") || il_str_is(name, ".."))
            continue;
        name = il_arena_str(arena, name);
        il_file_entry item = {.name = name, .link = entry->d_type == DT_LNK};
        item.kind = entry_kind(arena, il_path_join(arena, folder, name), entry);
        if (item.kind != IL_FILE_NONE)
            IL_PUSH(arena, &found, item);
    }
    closedir(directory);
    if (found.n)
        qsort(found.items, found.n, sizeof *found.items, entry_order);
    *entries = found.items;
    *n = found.n;
    return NULL;
}

static int64_t disk_modified(void *context, il_str path)
{
    (void)context;
    char text[PATH_MAX];
    struct stat info;
    if (path.n >= sizeof text)
        return 0;
    memcpy(text, path.p, path.n);
    text[path.n] = '\0';
    return stat(text, &info) == 0 ? (int64_t)info.st_mtim.tv_sec * 1000000000 + info.st_mtim.tv_nsec : 0;
}

il_files il_disk_files(il_arena *arena)
{
    char here[PATH_MAX];
    il_files files = {NULL, disk_kind, disk_read, disk_list, IL_STR_INIT(""), disk_modified};
    if (getcwd(here, sizeof here))
        files.here = il_arena_str(arena, il_str_of(here));
    return files;
}

const char *il_disk_read_stdin(il_arena *arena, il_str *text)
{
    il_buf bytes = {0};
    const char *why = NULL;
    for (ssize_t n = 1; n > 0;) {
        char block[65536];
        n = read(STDIN_FILENO, block, sizeof block);
        if (n > 0)
            il_buf_add(&bytes, (il_str){block, (size_t)n});
        else if (n < 0 && errno == EINTR)
            n = 1;
        else if (n < 0)
            why = strerror(errno);
        if (bytes.n > IL_SOURCE_MAX) {
            why = "it is larger than 1 GiB";
            break;
        }
    }
    *text = il_arena_str(arena, il_buf_str(&bytes));
    il_buf_free(&bytes);
    return why;
}

il_str il_disk_path(il_arena *arena, il_str path)
{
    char cwd[PATH_MAX];
    if (path.n && path.p[0] == '/' && getcwd(cwd, sizeof cwd)) {
        il_str here = il_str_of(cwd);
        if (il_str_eq(path, here))
            return IL_STR("");
        bool below = il_str_starts(path, here) && path.n > here.n && path.p[here.n] == '/';
        if (below)
            path = il_str_slice(path, here.n + 1, path.n);
    }
    while (path.n > 1 && path.p[path.n - 1] == '/')
        path.n--;
    return il_path_join(arena, IL_STR(""), path);
}

il_str il_disk_git_prefix(il_arena *arena)
{
    char cwd[PATH_MAX];
    if (!getcwd(cwd, sizeof cwd))
        return IL_STR("");
    il_str here = il_arena_str(arena, il_str_of(cwd)), folder = here;
    for (;;) {
        struct stat info;
        il_str git = il_arena_printf(arena, "%.*s/.git", IL_FMT(folder));
        if (stat(git.p, &info) == 0)
            break;
        if (folder.n <= 1)
            return IL_STR("");
        folder = il_path_directory(folder);
    }
    if (folder.n >= here.n)
        return IL_STR("");
    il_str below = il_str_slice(here, folder.n, here.n);
    while (below.n && below.p[0] == '/')
        below = il_str_slice(below, 1, below.n);
    return il_arena_printf(arena, "%.*s/", IL_FMT(below));
}

static const char *write_all(int fd, il_str text)
{
    size_t written = 0;
    while (written < text.n) {
        ssize_t n = write(fd, text.p + written, text.n - written);
        if (n < 0 && errno == EINTR)
            continue;
        if (n < 0)
            return strerror(errno);
        written += (size_t)n;
    }
    return fsync(fd) == 0 ? NULL : strerror(errno);
}

/* Fills the temporary file FD, gives it MODE and renames it from TEMPORARY to REAL. */
static const char *finish_replace(int fd, const char *temporary, const char *real, il_str text, mode_t mode)
{
    const char *why = write_all(fd, text);
    if (!why && fchmod(fd, mode) != 0)
        why = strerror(errno);
    if (close(fd) != 0 && !why)
        why = strerror(errno);
    if (!why && rename(temporary, real) != 0)
        why = strerror(errno);
    if (why)
        unlink(temporary);
    return why;
}

const char *il_disk_replace(il_arena *arena, il_str path, il_str text, const il_str *expected)
{
    char real[PATH_MAX];
    struct stat info;
    if (!realpath(c_path(arena, path), real) || stat(real, &info) != 0)
        return strerror(errno);
    if (access(real, W_OK) != 0)
        return strerror(errno);
    il_str now;
    const char *why = expected ? disk_read(NULL, arena, il_str_of(real), &now) : NULL;
    if (why)
        return why;
    if (expected && il_str_eq(now, text)) /* through another name of the same file */
        return NULL;
    if (expected && !il_str_eq(now, *expected))
        return "the file changed while it was being checked";
    char *temporary = (char *)il_arena_printf(arena, "%s.infralint-XXXXXX", real).p;
    int fd = mkostemp(temporary, O_CLOEXEC);
    if (fd < 0)
        return strerror(errno);
    return finish_replace(fd, temporary, real, text, info.st_mode & 07777);
}

const char *il_disk_write(il_arena *arena, il_str path, il_str text)
{
    if (disk_kind(NULL, path) == IL_FILE_REGULAR)
        return il_disk_replace(arena, path, text, NULL);
    int fd = open(c_path(arena, path), O_WRONLY | O_CREAT | O_TRUNC | O_CLOEXEC, 0666);
    if (fd < 0)
        return strerror(errno);
    const char *why = write_all(fd, text);
    /* A device such as /dev/stdout cannot be synced, and need not be. */
    if (why && errno == EINVAL)
        why = NULL;
    if (close(fd) != 0 && !why)
        why = strerror(errno);
    return why;
}

const char *il_disk_make_folders(il_arena *arena, il_str folder)
{
    if (!folder.n || disk_kind(NULL, folder) == IL_FILE_FOLDER)
        return NULL;
    const char *why = il_disk_make_folders(arena, il_path_directory(folder));
    if (!why && mkdir(c_path(arena, folder), 0777) != 0 && errno != EEXIST)
        why = strerror(errno);
    return why;
}

const char *il_disk_make_executable(il_arena *arena, il_str path)
{
    struct stat info;
    const char *file = c_path(arena, path);
    if (stat(file, &info) != 0)
        return strerror(errno);
    mode_t readable = info.st_mode & 0444;
    return chmod(file, (info.st_mode & 07777) | readable >> 2) == 0 ? NULL : strerror(errno);
}

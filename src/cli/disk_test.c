/* What becomes of a file that is replaced: the old one or the new one, whole, whatever happens meanwhile. */
#include "disk.h"

#include <dirent.h>
#include <errno.h>
#include <fcntl.h>
#include <setjmp.h>
#include <signal.h>
#include <stdarg.h>
#include <stddef.h>
#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/stat.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

#include <cmocka.h>

static char folder[] = P_tmpdir "/infralint-disk-XXXXXX";
static il_arena *arena;

enum { LARGE = 1 << 20 };

static int setup(void **state)
{
    (void)state;
    arena = il_arena_new();
    strcpy(strrchr(folder, '-') + 1, "XXXXXX");
    return mkdtemp(folder) && chdir(folder) == 0 ? 0 : -1;
}

static void empty_folder(void)
{
    DIR *directory = opendir(folder);
    for (struct dirent *entry; directory && (entry = readdir(directory));)
        unlinkat(dirfd(directory), entry->d_name, 0);
    closedir(directory);
}

static int teardown(void **state)
{
    (void)state;
    chmod(folder, 0700);
    empty_folder();
    il_arena_free(arena);
    return chdir("/") || rmdir(folder);
}

static void put(const char *path, il_str text)
{
    FILE *file = fopen(path, "wb");
    assert_non_null(file);
    assert_int_equal(fwrite(text.p, 1, text.n, file), text.n);
    assert_int_equal(fclose(file), 0);
}

static il_str get(const char *path)
{
    il_files files = il_disk_files(arena);
    il_str text = {NULL, 0};
    assert_null(files.read(files.context, arena, il_str_of(path), &text));
    return text;
}

static void assert_holds(const char *path, il_str text)
{
    il_str there = get(path);
    assert_true(il_str_eq(there, text));
}

/* N bytes of C. */
static il_str many(char c, size_t n)
{
    char *bytes = il_arena_alloc(arena, n);
    memset(bytes, c, n);
    return (il_str){bytes, n};
}

static size_t files_in_folder(void)
{
    size_t n = 0;
    DIR *directory = opendir(folder);
    for (struct dirent *entry; (entry = readdir(directory));)
        n += entry->d_name[0] != '.';
    closedir(directory);
    return n;
}

static void a_file_that_changed_is_left_alone(void **state)
{
    (void)state;
    il_str expected = IL_STR("as it was read");
    put("a", IL_STR("as somebody left it"));
    const char *why = il_disk_replace(arena, IL_STR("a"), IL_STR("fixed"), &expected);
    assert_string_equal(why, "the file changed while it was being checked");
    assert_holds("a", IL_STR("as somebody left it"));
    unlink("a");
    why = il_disk_replace(arena, IL_STR("a"), IL_STR("fixed"), &expected);
    assert_string_equal(why, strerror(ENOENT));
    assert_int_equal(files_in_folder(), 0);
}

static void a_link_stays_and_its_target_is_replaced(void **state)
{
    (void)state;
    struct stat info;
    put("real", IL_STR("old"));
    assert_int_equal(chmod("real", 0640), 0);
    assert_int_equal(symlink("real", "link"), 0);
    il_str expected = IL_STR("old");
    assert_null(il_disk_replace(arena, IL_STR("link"), IL_STR("new"), &expected));
    assert_holds("real", IL_STR("new"));
    assert_int_equal(lstat("link", &info), 0);
    assert_true(S_ISLNK(info.st_mode));
    assert_int_equal(stat("real", &info), 0);
    assert_int_equal(info.st_mode & 07777, 0640);
    /* Through its other name the file is the new one already: nothing is wrong with that. */
    assert_null(il_disk_replace(arena, IL_STR("real"), IL_STR("new"), &expected));
}

static void a_full_disk_keeps_the_old_file(void **state)
{
    (void)state;
    struct rlimit before, small = {4096, RLIM_INFINITY};
    il_str old = IL_STR("old"), new = many('n', LARGE);
    put("a", old);
    signal(SIGXFSZ, SIG_IGN);
    getrlimit(RLIMIT_FSIZE, &before);
    small.rlim_max = before.rlim_max;
    assert_int_equal(setrlimit(RLIMIT_FSIZE, &small), 0);
    const char *why = il_disk_replace(arena, IL_STR("a"), new, &old);
    setrlimit(RLIMIT_FSIZE, &before);
    assert_string_equal(why, strerror(EFBIG));
    assert_holds("a", old);
    assert_int_equal(files_in_folder(), 1);
}

static void what_may_not_be_written_is_left_alone(void **state)
{
    (void)state;
    il_str old = IL_STR("old");
    put("a", old);
    assert_int_equal(chmod("a", 0400), 0);
    if (geteuid() == 0)
        return; /* root may write everything; testdata/cli/fix.txt asks another user */
    assert_string_equal(il_disk_replace(arena, IL_STR("a"), IL_STR("new"), &old), strerror(EACCES));
    assert_int_equal(chmod("a", 0600), 0);
    assert_int_equal(chmod(folder, 0500), 0);
    assert_string_equal(il_disk_replace(arena, IL_STR("a"), IL_STR("new"), &old), strerror(EACCES));
    assert_holds("a", old);
}

/* Replaces `a` by turns until it is killed. */
static void replace_for_ever(il_str one, il_str two)
{
    for (;;) {
        il_disk_replace(arena, IL_STR("a"), two, &one);
        il_disk_replace(arena, IL_STR("a"), one, &two);
    }
}

static void a_kill_leaves_the_old_file_or_the_new_one(void **state)
{
    (void)state;
    il_str one = many('1', LARGE), two = many('2', LARGE + 7);
    put("a", one);
    for (long i = 0; i < 40; i++) {
        pid_t child = fork();
        assert_true(child >= 0);
        if (child == 0)
            replace_for_ever(one, two);
        struct timespec pause = {0, (1 + i * 7 % 23) * 500000};
        nanosleep(&pause, NULL);
        kill(child, SIGKILL);
        assert_int_equal(waitpid(child, NULL, 0), child);
        il_str there = get("a");
        assert_true(il_str_eq(there, one) || il_str_eq(there, two));
        /* A next run is not kept from its work by what the killed one left. */
        assert_null(il_disk_replace(arena, IL_STR("a"), one, &there));
        assert_holds("a", one);
    }
}

int main(void)
{
    const struct CMUnitTest tests[] = {
        cmocka_unit_test_setup_teardown(a_file_that_changed_is_left_alone, setup, teardown),
        cmocka_unit_test_setup_teardown(a_link_stays_and_its_target_is_replaced, setup, teardown),
        cmocka_unit_test_setup_teardown(a_full_disk_keeps_the_old_file, setup, teardown),
        cmocka_unit_test_setup_teardown(what_may_not_be_written_is_left_alone, setup, teardown),
        cmocka_unit_test_setup_teardown(a_kill_leaves_the_old_file_or_the_new_one, setup, teardown),
    };
    return cmocka_run_group_tests(tests, NULL, NULL);
}

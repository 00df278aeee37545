/* compare RUNS LABEL AIM COMMAND… [:: COMMAND…]: runs the commands in turn, RUNS times each after one run that does not count, and prints one
 * row: least and median wall time of each, the ratio of the least, and the most memory that was resident. With one command the row has no
 * ratio. A small process of its own, for a child's peak begins with that of the process that starts it. */
#include <fcntl.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/resource.h>
#include <sys/wait.h>
#include <time.h>
#include <unistd.h>

enum { RUNS_MAX = 1000 };

typedef struct {
    char **command;
    double times[RUNS_MAX]; /* milliseconds */
    long memory;            /* KiB */
} contestant;

static void die(const char *what)
{
    perror(what);
    exit(2);
}

static double now(void)
{
    struct timespec t;
    clock_gettime(CLOCK_MONOTONIC, &t);
    return (double)t.tv_sec * 1e3 + (double)t.tv_nsec / 1e6;
}

static void become(char **command)
{
    int nowhere = open("/dev/null", O_RDWR);
    if (nowhere < 0 || dup2(nowhere, 0) < 0 || dup2(nowhere, 1) < 0)
        _exit(127);
    execvp(command[0], command);
    _exit(127);
}

/* Status 1 says that there are findings; anything above, that the job was not done. */
static double run(contestant *c)
{
    double start = now();
    pid_t child = fork();
    int status;
    struct rusage usage;
    if (child < 0)
        die("fork");
    if (child == 0)
        become(c->command);
    if (wait4(child, &status, 0, &usage) != child)
        die("wait4");
    double time = now() - start;
    if (!WIFEXITED(status) || WEXITSTATUS(status) > 1) {
        fprintf(stderr, "compare: %s failed (%d)\n", c->command[0], WIFEXITED(status) ? WEXITSTATUS(status) : -1);
        exit(2);
    }
    if (usage.ru_maxrss > c->memory)
        c->memory = usage.ru_maxrss;
    return time;
}

static int by_size(const void *a, const void *b)
{
    double x = *(const double *)a, y = *(const double *)b;
    return (x > y) - (x < y);
}

static void print_row(const char *label, const char *aim, contestant *c, int n, int runs)
{
    for (int i = 0; i < n; i++)
        qsort(c[i].times, (size_t)runs, sizeof(double), by_size);
    printf("%-44s %9.1f %9.1f", label, c[0].times[0], c[0].times[runs / 2]);
    if (n == 2)
        printf(" %9.1f %9.1f %6.2f", c[1].times[0], c[1].times[runs / 2], c[0].times[0] / c[1].times[0]);
    else
        printf(" %9s %9s %6s", "-", "-", "-");
    printf("  %-14s %8.1f", aim, (double)c[0].memory / 1024);
    if (n == 2)
        printf(" %8.1f", (double)c[1].memory / 1024);
    printf("\n");
}

int main(int argc, char **argv)
{
    static contestant contestants[2];
    int runs = argc > 4 ? atoi(argv[1]) : 0, n = 1;
    if (runs < 1 || runs > RUNS_MAX) {
        fprintf(stderr, "usage: compare RUNS LABEL AIM COMMAND... [:: COMMAND...]\n");
        return 2;
    }
    contestants[0].command = argv + 4;
    for (int i = 4; i < argc; i++) {
        if (strcmp(argv[i], "::") == 0 && i + 1 < argc) {
            argv[i] = NULL;
            contestants[1].command = argv + i + 1;
            n = 2;
        }
    }
    for (int k = -1; k < runs; k++) {
        for (int i = 0; i < n; i++) {
            double time = run(&contestants[i]);
            if (k >= 0)
                contestants[i].times[k] = time;
        }
    }
    print_row(argv[2], argv[3], contestants, n, runs);
    return 0;
}

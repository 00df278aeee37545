#include "arena.h"

#include <stdint.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <sys/mman.h>
#include <unistd.h>

#include "panic.h"

/* Blocks grow from 4 KiB to 256 KiB, so that a hundred-line file costs little and a large app few calls to malloc. */
enum { FIRST_BLOCK = 4096, LAST_BLOCK = 1 << 18, POPULATED = 1 << 18, ALIGNMENT = 16 };

typedef struct block {
    struct block *next;
    size_t used, size;
    _Alignas(16) unsigned char bytes[];
} block;

struct il_arena {
    block *head;
    size_t total, next_size;
};

il_arena *il_arena_new(void)
{
    il_arena *arena = calloc(1, sizeof *arena);
    if (!arena)
        IL_PANIC("out of memory");
    arena->next_size = FIRST_BLOCK;
    return arena;
}

void il_arena_free(il_arena *arena)
{
    if (!arena)
        return;
    for (block *b = arena->head; b;) {
        block *next = b->next;
        free(b);
        b = next;
    }
    free(arena);
}

/* Has the system bring the pages of a large block at once: taking them one fault at a time costs more than filling them. */
static void populate(block *b, size_t size)
{
#ifdef MADV_POPULATE_WRITE
    uintptr_t page = (uintptr_t)sysconf(_SC_PAGESIZE), start = ((uintptr_t)b + page - 1) & ~(page - 1);
    uintptr_t end = ((uintptr_t)b + size) & ~(page - 1);
    if (size >= POPULATED && end > start)
        (void)madvise((void *)start, end - start, MADV_POPULATE_WRITE); /* older systems do without */
#else
    (void)b;
    (void)size;
#endif
}

static block *block_new(il_arena *arena, size_t need)
{
    size_t size = need > arena->next_size ? need : arena->next_size;
    block *b = calloc(1, sizeof *b + size); /* zeroed once, by the system where it can */
    if (!b)
        IL_PANIC("out of memory");
    populate(b, sizeof *b + size);
    b->size = size;
    arena->total += sizeof *b + size;
    if (arena->next_size < LAST_BLOCK)
        arena->next_size *= 2;
    if (need == size && arena->head) {
        /* A block made to measure goes behind the current one, which still has room. */
        b->next = arena->head->next;
        arena->head->next = b;
    } else {
        b->next = arena->head;
        arena->head = b;
    }
    return b;
}

void *il_arena_alloc(il_arena *arena, size_t size)
{
    if (size > SIZE_MAX - 2 * sizeof(block) - ALIGNMENT)
        IL_PANIC("allocation too large");
    size_t need = (size + ALIGNMENT - 1) & ~(size_t)(ALIGNMENT - 1);
    block *b = arena->head;
    if (!b || b->size - b->used < need)
        b = block_new(arena, need);
    void *p = b->bytes + b->used;
    b->used += need;
    return p;
}

void *il_arena_array(il_arena *arena, size_t count, size_t size)
{
    if (size && count > SIZE_MAX / size)
        IL_PANIC("allocation too large");
    return il_arena_alloc(arena, count * size);
}

il_str il_arena_str(il_arena *arena, il_str text)
{
    char *p = il_arena_alloc(arena, text.n + 1);
    if (text.n)
        memcpy(p, text.p, text.n);
    return (il_str){p, text.n};
}

il_str il_arena_vprintf(il_arena *arena, const char *format, va_list args)
{
    va_list again;
    va_copy(again, args);
    int n = vsnprintf(NULL, 0, format, args);
    if (n < 0)
        IL_PANIC("bad format");
    char *p = il_arena_alloc(arena, (size_t)n + 1);
    vsnprintf(p, (size_t)n + 1, format, again);
    va_end(again);
    return (il_str){p, (size_t)n};
}

il_str il_arena_printf(il_arena *arena, const char *format, ...)
{
    va_list args;
    va_start(args, format);
    il_str text = il_arena_vprintf(arena, format, args);
    va_end(args);
    return text;
}

size_t il_arena_size(const il_arena *arena)
{
    return arena->total;
}

/* The memory of tree-sitter, with blocks that know their own beginning. Debian 12's tree-sitter (0.20.7) counts a node's children in 16 bits:
 * a node with more of them (an ERROR over a large text, a row of comments) loses the first 65,536 or so and is later freed at an address
 * inside of its block. Such a free is ignored here; ts_parse.c sees that the tree does not cover the text and refuses it. */
#include <stdlib.h>
#include <string.h>

#include "panic.h"
#include "parse.h"

typedef struct {
    _Alignas(16) uintptr_t seal; /* depends on the address, so that nothing inside of a block looks like it by chance */
} header;

/* Addresses that could not be freed: their blocks stay, and leak checkers are to know that it is meant. */
static void **kept;
static size_t n_kept;

static uintptr_t seal_of(const header *h)
{
    return (uintptr_t)h ^ (uintptr_t)0x5EA1ED0B10C4u;
}

static void *sealed(header *h)
{
    if (!h)
        IL_PANIC("out of memory");
    h->seal = seal_of(h);
    return h + 1;
}

static void *allocate(size_t size)
{
    return sealed(size < SIZE_MAX - sizeof(header) ? malloc(sizeof(header) + size) : NULL);
}

static void *allocate_zeroed(size_t count, size_t size)
{
    size_t total = size && count > SIZE_MAX / size ? SIZE_MAX : count * size;
    return memset(allocate(total), 0, total);
}

static void keep(void *p)
{
    void **grown = realloc(kept, (n_kept + 1) * sizeof *kept);
    if (!grown)
        IL_PANIC("out of memory");
    kept = grown;
    kept[n_kept++] = p;
}

static void release(void *p)
{
    if (!p)
        return;
    header *h = (header *)p - 1;
    if (h->seal != seal_of(h)) {
        keep(p);
        return;
    }
    h->seal = 0;
    free(h);
}

static void *resize(void *p, size_t size)
{
    if (!p)
        return allocate(size);
    header *h = (header *)p - 1;
    IL_ASSERT(h->seal == seal_of(h));
    h->seal = 0;
    return sealed(size < SIZE_MAX - sizeof(header) ? realloc(h, sizeof(header) + size) : NULL);
}

void il_ts__use_memory(void)
{
    ts_set_allocator(allocate, allocate_zeroed, resize, release);
}

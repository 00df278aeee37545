/* For the catalogue's generator: reads programs as JSON, one a line, from standard input and writes the model that each becomes, between
 * lines of a single form feed. */
#include <stdio.h>
#include <stdlib.h>

#include "buf.h"
#include "lower_json.h"
#include "model_dump.h"

int main(void)
{
    char *line = NULL;
    size_t capacity = 0;
    for (ssize_t n; (n = getline(&line, &capacity, stdin)) > 0;) {
        il_arena *arena = il_arena_new();
        const il_program *program = il_low__program_of_json(arena, (il_str){line, (size_t)n});
        il_buf out = {0};
        if (program)
            il_model_dump(&out, il_cdk_lower(arena, program, IL_STR("")));
        else
            il_buf_puts(&out, "null\n");
        fwrite(out.p, 1, out.n, stdout);
        fputs("\f\n", stdout);
        fflush(stdout);
        il_buf_free(&out);
        il_arena_free(arena);
    }
    free(line);
    il_intern_free();
    return 0;
}

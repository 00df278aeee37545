/* Places of frames in the project as it lies here: an app that was synthesized elsewhere has other absolute paths. */
#ifndef IL_ORIGIN_H
#define IL_ORIGIN_H

#include "document.h"
#include "map.h"
#include "stack_frame.h"

typedef struct il_origins il_origins;

/* ROOT is the folder of the app here. LOADER is borrowed until il_origins_free. */
il_origins *il_origins_new(il_arena *arena, il_str root, const il_loader *loader);
void il_origins_free(il_origins *origins);

/* Learns from NOTES (construct path → list of notes, see notes.h) where the app lay when it was synthesized. Once for each map. */
void il_origins_learn(il_origins *origins, const il_map *notes);

/* Learns from one FRAME. */
void il_origins_learn_frame(il_origins *origins, il_str frame);

typedef enum {
    IL_ORIGIN_NONE,   /* of a package, of Node, or no frame at all */
    IL_ORIGIN_ABSENT, /* of the program, and not to be found here: no place further out is the one that is meant */
    IL_ORIGIN_FOUND
} il_origin_answer;

typedef struct {
    const il_document *document;
    uint32_t offset;
} il_origin_place;

/* Where FRAME, a line of a creation stack, stands in the sources here; compiled JavaScript is followed to what it was made from. */
il_origin_answer il_origins_find(il_origins *origins, il_str frame, il_origin_place *out);

#endif

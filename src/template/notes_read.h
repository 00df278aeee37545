/* How the reader of assemblies fills what notes.h tells. No other layer includes it. */
#ifndef IL_NOTES_READ_H
#define IL_NOTES_READ_H

#include "notes.h"

typedef struct il_notes il_notes;

/* No notes yet; becomes APP's handle. LOADER is borrowed as long as APP lives. */
il_notes *il_notes__new(il_app *app, const il_loader *loader);
/* The stacks of APP from index FIRST on come from ARTIFACT of the manifest in FOLDER. */
void il_notes__stacks(il_notes *notes, size_t first, const il_node *artifact, il_str folder);
/* A manifest was read. */
void il_notes__assembly(il_notes *notes);
/* ARTIFACT of the manifest in FOLDER is a construct tree. */
void il_notes__tree(il_notes *notes, const il_node *artifact, il_str folder);
/* Gives the resources and nested stacks that have no construct path the one that the notes have for their logical id. */
void il_notes__paths(il_notes *notes);

#endif

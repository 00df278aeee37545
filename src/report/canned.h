/* For tests only: one set of findings that has something of everything that a report must show. */
#ifndef IL_CANNED_H
#define IL_CANNED_H

#include "report.h"

/* The findings on the files below FOLDER (testdata/report/files), sorted and counted, with the rules they name. In ARENA. */
il_report il_canned_report(il_arena *arena, const char *folder);

#endif

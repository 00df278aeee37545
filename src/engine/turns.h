/* Many lone templates and many programs, a few at a time: what one took is given back before the next one is read. */
#ifndef IL_TURNS_H
#define IL_TURNS_H

#include "round.h"

enum {
    IL_TURN_BYTES =
        1024 *
        1024, /* templates beyond these bytes of text are read, judged and let go one by one; what comes before stays */
    IL_TURN_APPS = 4, /* more apps than these are, too */
};

/* Decides which apps are checked in turns. */
void il_turns_choose(il_engine *engine);

/* Whether UNIT may be checked by itself and then forgotten: an app when there are many, or a template that is in no other one and has none in it. */
bool il_turns_takes(const il_engine *engine, const il_unit *unit);

/* Checks the units that il_turns_takes, with their fixes if those are wanted, and puts copies of their findings in scope into SINK; adds what it
 * counts to TOTAL. Apps that share a file with a finding or a fix are checked together, as they would be in one round. */
void il_turns_check(il_engine *engine, il_sink *sink, il_result *total);

#endif

/* User data and machine images, for all that starts instances. */
#ifndef IL_LOWER_INSTANCE_H
#define IL_LOWER_INSTANCE_H

#include "lower.h"

/* The user data of UNIT as base64: that of GIVEN (undefined: what a Linux image begins with, when LINUX) and the lines that were added. */
il_low_node *il_low__user_data(il_low_unit *unit, const il_ev *given, bool linux);
/* Adds a line to the user data of UNIT; UNSURE when it may not be there. */
void il_low__add_line(il_low_unit *unit, const il_ev *line, bool unsure);
bool il_low__add_user_data(il_low_unit *unit, const il_method_call *call);
/* `x.userData.addCommands(…)`; false for other calls. */
bool il_low__user_data_call(il_low_unit *unit, const il_method_call *call);
bool il_low__is_linux(il_low_unit *unit, const il_ev *image);

#endif

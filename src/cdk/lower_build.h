/* What structural models write resources with: properties that the library sets of itself, and program values made of parts. */
#ifndef IL_LOWER_BUILD_H
#define IL_LOWER_BUILD_H

#include "lower.h"

/* Sets KEY of a part's properties to the library's own NODE (NULL takes away), TEXT, or a reference to TARGET's ATTRIBUTE (NULL = Ref). */
void il_low__give(il_low_part *part, const char *key, il_low_node *node);
void il_low__give_text(il_low_part *part, const char *key, const char *text);
void il_low__give_ref(il_low_part *part, const char *key, const il_low_part *target, const char *attribute);
/* Sets KEY to the member NAME of VALUE, a construct: `vpc.vpcId`. */
void il_low__give_member(il_low_part *part, const char *key, const il_ev *value, const char *name);
/* Sets KEY, when nothing is there, to unknown for REASON. */
void il_low__give_unknown(il_low_part *part, const char *key, il_loc loc, const char *reason);

/* Leaves of the library's own making. */
il_low_node *il_low__number(il_low *low, il_loc loc, double number);
il_low_node *il_low__bool(il_low *low, il_loc loc, bool boolean);
il_low_node *il_low__words(il_low *low, il_loc loc, const char *text);
/* A map with fields, name and node in turn, up to a NULL name; NULL nodes are absent. */
il_low_node *il_low__map_of(il_low *low, il_loc loc, ...);
/* A list of one. */
il_low_node *il_low__list_of(il_low *low, il_low_node *item);
/* The member NAME of VALUE. */
il_low_node *il_low__read(il_low *low, const il_ev *value, const char *name, il_loc loc);

/* The text of a value that is one for certain, else the empty view. */
il_str il_low__known_text(il_low *low, const il_ev *value);
const il_ev *il_low__ev_number(il_low *low, il_loc loc, double number);
const il_ev *il_low__ev_bool(il_low *low, il_loc loc, bool boolean);
const il_ev *il_low__ev_words(il_low *low, il_loc loc, const char *text);
const il_ev *il_low__ev_list(il_low *low, il_loc loc, const il_ev *only);
/* An object with fields, name and value in turn, up to a NULL name; undefined ones are absent. */
const il_ev *il_low__ev_object(il_low *low, il_loc loc, ...);
/* `new CLASS(args)` or a call of the function NAME with one argument. */
const il_ev *il_low__ev_new(il_low *low, il_loc loc, const char *class, const il_ev *arg);
const il_ev *il_low__ev_call(il_low *low, il_loc loc, const char *name, const il_ev *arg);

/* The service role ID below UNIT that SERVICE assumes, made unless it is there. */
il_low_unit *il_low__service_role(il_low_unit *unit, const char *id, const char *service, il_loc loc);
/* Lets ROLE do the ACTIONS (a space between them) on RESOURCE. CONDITION may be NULL. */
void il_low__permit(il_low *low, const il_ev *role, const char *actions, il_low_node *resource, il_low_node *condition);
/* Announces each type of a list. */
void il_low__announce(il_low_unit *unit, il_loc loc, const char *reason, const char *const *types, size_t n);

#endif

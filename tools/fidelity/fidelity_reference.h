/* What a function of a template means: references followed to what they lead to, text with references part by part. */
#ifndef IL_FIDELITY_REFERENCE_H
#define IL_FIDELITY_REFERENCE_H

#include "fidelity_compare.h"

typedef struct {
    il_arena *arena;
    const il_fidelity_template *templates;
    size_t n;
} il_fidelity_assembly;

/* A node and the template that it stands in. */
typedef struct {
    const il_fidelity_template *template;
    const il_node *node;
} il_fidelity_place;

/* Whether NODE is a map of one function: Ref, Fn::…, Condition is none. */
bool il_fidelity__is_function(const il_node *node);

/* Whether NODE is AWS::NoValue. */
bool il_fidelity__is_nothing(const il_node *node);

/* The construct path of a resource of a template; its logical id when the template does not say. */
il_str il_fidelity__path_of(const il_node *resource, il_str id);

/* Whether VALUE has nothing in it that is unknown, a choice or open. */
bool il_fidelity__certain(const il_value *value);

/* Whether VALUE is certain and says the same as the template at PLACE, whole. */
bool il_fidelity__same(const il_fidelity_assembly *assembly, il_fidelity_place place, const il_value *value);

/* Whether the reference VALUE leads where the function at PLACE leads. */
bool il_fidelity__same_reference(const il_fidelity_assembly *assembly, il_fidelity_place place, const il_value *value);

/* Whether NODE can be looked at as text: a string, Fn::Sub, Fn::Join. */
bool il_fidelity__is_text(const il_node *node);

/* Whether the text at PLACE may be the text VALUE, with what is not certain in VALUE standing for any text. */
bool il_fidelity__text_fits(const il_fidelity_assembly *assembly, il_fidelity_place place, const il_value *value);

#endif

/* What a project has beside its program: tests, pipelines, documents, scripts, dependencies. The Project fact. */
#ifndef IL_REPOSITORY_H
#define IL_REPOSITORY_H

#include "round.h"

/* Whether PATH may say something of a project, so that discovery notes it. */
bool il_repository_notes(il_str path);

/* Adds the Project fact to the model of CHECKED's program, when it is a CDK project (has a cdk.json). What it says is read once. */
void il_repository_add(il_round *round, il_checked *checked);

#endif

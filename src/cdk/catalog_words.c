#include "catalog.h"

static const char *const words[] = {
#define IL_WORD(name, text) text,
#include "catalog_words.h"
#undef IL_WORD
};

const char *il_word_text(il_word word)
{
    return words[word];
}

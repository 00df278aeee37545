/* alone ts|json|yaml FILE…: reads the files and does with each what the library that infralint uses there does alone: parse, and nothing with
 * the result. What infralint takes beyond this is its own. */
#include <cjson/cJSON.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <tree_sitter/api.h>
#include <yaml.h>

const TSLanguage *tree_sitter_typescript(void);

typedef struct {
    char *bytes;
    size_t size;
} text;

static void die(const char *what)
{
    perror(what);
    exit(2);
}

static text read_file(const char *path)
{
    FILE *file = fopen(path, "rb");
    if (!file || fseek(file, 0, SEEK_END))
        die(path);
    long size = ftell(file);
    rewind(file);
    text t = {malloc((size_t)size + 1), (size_t)size};
    if (size < 0 || !t.bytes || fread(t.bytes, 1, t.size, file) != t.size)
        die(path);
    fclose(file);
    return t;
}

static int parse_ts(text t)
{
    static TSParser *parser;
    if (!parser) {
        parser = ts_parser_new();
        ts_parser_set_language(parser, tree_sitter_typescript());
    }
    TSTree *tree = ts_parser_parse_string(parser, NULL, t.bytes, (uint32_t)t.size);
    int good = tree && !ts_node_has_error(ts_tree_root_node(tree));
    ts_tree_delete(tree);
    return good;
}

static int parse_json(text t)
{
    cJSON *tree = cJSON_ParseWithLength(t.bytes, t.size);
    cJSON_Delete(tree);
    return tree != NULL;
}

static int parse_yaml(text t)
{
    yaml_parser_t parser;
    yaml_event_t event;
    int good = yaml_parser_initialize(&parser), end = 0;
    yaml_parser_set_input_string(&parser, (const unsigned char *)t.bytes, t.size);
    while (good && !end) {
        good = yaml_parser_parse(&parser, &event);
        end = good && event.type == YAML_STREAM_END_EVENT;
        if (good)
            yaml_event_delete(&event);
    }
    yaml_parser_delete(&parser);
    return good;
}

int main(int argc, char **argv)
{
    int (*parse)(text) = argc < 3                       ? NULL
                         : strcmp(argv[1], "ts") == 0   ? parse_ts
                         : strcmp(argv[1], "json") == 0 ? parse_json
                         : strcmp(argv[1], "yaml") == 0 ? parse_yaml
                                                        : NULL;
    if (!parse) {
        fprintf(stderr, "usage: alone ts|json|yaml FILE...\n");
        return 2;
    }
    for (int i = 2; i < argc; i++) {
        text t = read_file(argv[i]);
        if (!parse(t)) {
            fprintf(stderr, "alone: %s does not parse\n", argv[i]);
            return 2;
        }
        free(t.bytes);
    }
    return 0;
}

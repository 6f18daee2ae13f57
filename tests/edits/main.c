/* Every entry of every document that is given is removed, replaced, and gets neighbours; alone and in pairs.
 * libyaml and libfyaml must read the output as the events of the input with exactly that change, and the
 * bytes outside the entry must be those of the input.
 *
 * What is expected comes from the events and tokens of libyaml alone: a tree of the events, on which the
 * change is made, and the bytes of each entry, which the tokens tell. The program is asked for nothing but
 * the order of its nodes. */
#include "trial.h"

#include <stdio.h>
#include <stdlib.h>
#include <string.h>

/* libfyaml is slow: of greater documents it reads every eighth output. */
enum { LIBFYAML_SAMPLE = 8 };

static struct buf read_file(const char *name)
{
    FILE *file = fopen(name, "rb");
    if (!file) {
        perror(name);
        exit(1);
    }
    struct buf text = {0};
    char chunk[4096];
    for (size_t n; (n = fread(chunk, 1, sizeof chunk, file)) > 0;)
        buf_add(&text, chunk, n);
    fclose(file);
    return text;
}

static void try_parsed(struct doc *doc)
{
    char why[512];
    doc->libfyaml_agrees =
        libfyaml_differs(&doc->events, doc->text) || libfyaml_reads(&doc->events, doc->text, why, sizeof why);
    if (!doc->libfyaml_agrees) {
        printf("FAIL %s: libfyaml: %s\n", doc->name, why);
        failed++;
    }
    doc->libfyaml_every = doc->text.n > SMALL ? LIBFYAML_SAMPLE : 1;
    try_everything(doc);
}

static void free_document(struct doc *doc)
{
    for (size_t i = 0; i < doc->trees; i++)
        free(doc->all[i].kids);
    free(doc->all);
    free(doc->lines);
    free(doc->roots);
    free(doc->documents);
    free(doc->saved);
    free(doc->tokens.list);
    events_free(&doc->events);
    arena_free(&doc->arena);
}

/* False where the document cannot be read. */
static bool try_document(const char *name, struct str text)
{
    struct doc doc = {.name = name, .text = text};
    struct arena arena = {0};
    struct error error = {0};
    bool ok = input_of(text.p, text.n, &doc.source, &error) && events_read(&doc.events, text);
    if (ok) {
        tokens_read(&doc.tokens, text);
        find_lines(&doc);
        build_trees(&doc);
        ok = parse_all(&doc, &arena, &error);
    }
    if (ok)
        try_parsed(&doc);
    free_document(&doc);
    arena_free(&arena);
    return ok;
}

/* A document with error- in its name may be one that cannot be read. The same text is not tried twice. */
int main(int argc, char **argv)
{
    struct buf *texts = must(calloc((size_t)argc, sizeof *texts));
    for (int i = 1; i < argc; i++) {
        texts[i] = read_file(argv[i]);
        struct str text = {texts[i].p ? texts[i].p : "", texts[i].n};
        bool known = false;
        for (int j = 1; j < i; j++)
            known |= str_same(text, (struct str){texts[j].p, texts[j].n});
        if (known || try_document(argv[i], text) || strstr(argv[i], "error-"))
            continue;
        printf("FAIL %s: cannot be read\n", argv[i]);
        failed++;
    }
    for (int i = 1; i < argc; i++)
        buf_free(&texts[i]);
    free(texts);
    printf("%zu passed, %zu failed\n", passed, failed);
    return failed || !passed;
}

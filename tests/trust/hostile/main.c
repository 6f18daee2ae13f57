/* hostile NAME writes the document of that name; hostile lists all of them: the name, what is due, the
 * options. */
#include "hostile.h"

#include <string.h>

void times(size_t n, const char *text)
{
    while (n--)
        fputs(text, stdout);
}

void numbered(size_t n, const char *format)
{
    for (size_t i = 0; i < n; i++)
        printf(format, i, i);
}

static const struct hostile *const tables[] = {nesting_documents, anchors_documents, adding_documents,
                                               crowds_documents,  streams_documents, texts_documents};

int main(int argc, char **argv)
{
    for (size_t i = 0; i < sizeof tables / sizeof *tables; i++)
        for (const struct hostile *document = tables[i]; document->name; document++)
            if (argc < 2)
                printf("%s %s %s\n", document->name, document->due, document->options);
            else if (strcmp(argv[1], document->name) == 0)
                document->write();
    return fflush(stdout) != 0;
}

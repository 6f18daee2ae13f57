/* Prints the YAML on standard input as JSON, one document a line, with the types that kubectl sees (the
   YAML 1.1 of go-yaml v2). It exits with 1 after an error. It frees nothing, because it ends soon. */
#define _POSIX_C_SOURCE 200809L
#include <math.h>
#include <regex.h>
#include <stdbool.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>
#include <yaml.h>

struct node {
    yaml_event_t event;
    struct node *child, *next; /* of a mapping: key, value, key, value... */
};

struct anchor {
    const char *name;
    struct node *node;
    struct anchor *before;
};

static yaml_parser_t parser;
static struct anchor *anchors;

static void die(const char *what)
{
    fprintf(stderr, "yaml2json: line %lu: %s\n", (unsigned long)parser.mark.line + 1, what);
    exit(1);
}

static void *some(size_t size)
{
    void *p = calloc(1, size);
    if (!p)
        die("out of memory");
    return p;
}

static void next_event(yaml_event_t *event)
{
    if (!yaml_parser_parse(&parser, event))
        die(parser.problem ? parser.problem : "cannot be read");
}

/* The node that starts with the event. An alias gives a copy of the anchored node, because that has a place
 * in another list. */
static struct node *compose(yaml_event_t event)
{
    struct node *node = some(sizeof *node), **end = &node->child;
    node->event = event;
    const yaml_char_t *name = NULL;
    switch (event.type) {
    case YAML_ALIAS_EVENT:
        for (struct anchor *a = anchors; a; a = a->before)
            if (!strcmp(a->name, (const char *)event.data.alias.anchor)) {
                struct node *copy = some(sizeof *copy);
                *copy = *a->node;
                copy->next = NULL;
                return copy;
            }
        die("alias without an anchor");
        break;
    case YAML_SCALAR_EVENT:
        name = event.data.scalar.anchor;
        break;
    case YAML_SEQUENCE_START_EVENT:
        name = event.data.sequence_start.anchor;
        break;
    default:
        name = event.data.mapping_start.anchor;
    }
    if (event.type != YAML_SCALAR_EVENT)
        for (next_event(&event);
             event.type != YAML_SEQUENCE_END_EVENT && event.type != YAML_MAPPING_END_EVENT;
             next_event(&event)) {
            *end = compose(event);
            end = &(*end)->next;
        }
    if (name) {
        struct anchor *a = some(sizeof *a);
        *a = (struct anchor){(const char *)name, node, anchors};
        anchors = a;
    }
    return node;
}

static void print_string(const char *s, size_t len)
{
    putchar('"');
    for (size_t i = 0; i < len; i++)
        if ((unsigned char)s[i] < 0x20 || s[i] == '"' || s[i] == '\\')
            printf("\\u%04x", (unsigned)s[i]);
        else
            putchar(s[i]);
    putchar('"');
}

static bool matches(const char *pattern, const char *s)
{
    regex_t re;
    if (regcomp(&re, pattern, REG_EXTENDED | REG_NOSUB))
        die("bad pattern");
    bool yes = !regexec(&re, s, 0, NULL, 0);
    regfree(&re);
    return yes;
}

static bool word(const char *words, const char *s)
{
    char padded[16];
    return strlen(s) < 8 && snprintf(padded, sizeof padded, " %s ", s) && strstr(words, padded);
}

/* Writes what a plain scalar is for go-yaml v2, as JSON; false if it is a string. */
static bool resolve(const char *s, char *out, size_t size)
{
    if (!*s || word(" ~ null Null NULL ", s))
        return snprintf(out, size, "null");
    if (word(" y Y yes Yes YES true True TRUE on On ON ", s))
        return snprintf(out, size, "true");
    if (word(" n N no No NO false False FALSE off Off OFF ", s))
        return snprintf(out, size, "false");
    if (!strchr("+-.0123456789", *s) || strlen(s) >= 400)
        return false;
    if (word(" .inf .Inf .INF +.inf -.inf .nan .NaN .NAN ", s))
        die("infinite or not a number");
    char plain[400], *p = plain;
    for (const char *q = s; *q; q++)
        if (*q != '_')
            *p++ = *q;
    *p = '\0';
    char *digits = plain + (*plain == '-' || *plain == '+');
    double value = 0;
    if (matches("^0[xX][0-9a-fA-F]+$", digits))
        value = strtod(digits, NULL);
    else if (matches("^0[bB][01]+$", digits))
        value = (double)strtoull(digits + 2, NULL, 2);
    else if (matches("^0[oO]?[0-7]+$", digits))
        value = (double)strtoull(digits + 1 + (digits[1] == 'o' || digits[1] == 'O'), NULL, 8);
    else if (matches("^[1-9][0-9]*$", digits))
        return snprintf(out, size, "%s%s", *plain == '-' ? "-" : "", digits);
    else if (matches("^(\\.[0-9]+|[0-9]+(\\.[0-9]*)?)([eE][-+]?[0-9]+)?$", digits))
        value = strtod(digits, NULL);
    else
        return false;
    if (isinf(value))
        die("infinite or not a number");
    return snprintf(out, size, "%.17g", *plain == '-' && value != 0 ? -value : value);
}

static void print_binary(const char *s)
{
    static const char digits[] = "ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789+/";
    char *text = some(strlen(s) + 1), *end = text;
    unsigned bits = 0, held = 0;
    for (; *s && *s != '='; s++) {
        const char *digit = strchr(digits, *s);
        if (!digit)
            continue;
        bits = (bits << 6 | (unsigned)(digit - digits)) & 0xffff;
        held += 6;
        if (held >= 8)
            *end++ = (char)(bits >> (held -= 8));
    }
    print_string(text, (size_t)(end - text));
}

static void print_scalar(const yaml_event_t *event, bool key)
{
    const char *text = (const char *)event->data.scalar.value, *tag = (const char *)event->data.scalar.tag;
    char out[420];
    bool known = tag && !strncmp(tag, "tag:yaml.org,2002:", 18) && strcmp(tag + 18, "str") &&
                 strcmp(tag + 18, "timestamp");
    bool typed = tag ? known : event->data.scalar.plain_implicit;
    if (known && !strcmp(tag + 18, "binary"))
        print_binary(text);
    else if (!typed || !resolve(text, out, sizeof out))
        print_string(text, event->data.scalar.length);
    else
        printf(key ? "\"%s\"" : "%s", out);
}

static bool same_key(const struct node *a, const struct node *b)
{
    return a->event.data.scalar.length == b->event.data.scalar.length &&
           !memcmp(a->event.data.scalar.value, b->event.data.scalar.value, a->event.data.scalar.length);
}

static bool is_merge(const struct node *key)
{
    return key->event.data.scalar.plain_implicit && !strcmp((const char *)key->event.data.scalar.value, "<<");
}

static void check_keys(const struct node *map)
{
    for (const struct node *key = map->child; key; key = key->next->next) {
        if (key->event.type != YAML_SCALAR_EVENT)
            die("a key is no scalar");
        for (const struct node *other = map->child; other != key; other = other->next->next)
            if (same_key(other, key))
                die("duplicate key");
    }
}

/* Adds the entries of the mapping behind those that were seen, and then the entries that it merges. The first
 * entry of a key counts. */
static struct node **merge(struct node *map, struct node **seen, struct node **end)
{
    if (map->event.type == YAML_SEQUENCE_START_EVENT) {
        for (struct node *item = map->child; item; item = item->next)
            end = merge(item, seen, end);
        return end;
    }
    if (map->event.type != YAML_MAPPING_START_EVENT)
        die("a merge key needs a mapping");
    check_keys(map);
    for (struct node *key = map->child; key; key = key->next->next) {
        struct node *other = *seen;
        while (other && !same_key(other, key))
            other = other->next->next;
        if (other || is_merge(key))
            continue;
        struct node *copy = some(2 * sizeof *copy);
        copy[0] = *key;
        copy[1] = *key->next;
        copy[0].next = copy + 1;
        copy[1].next = NULL;
        *end = copy;
        end = &copy[1].next;
    }
    for (struct node *key = map->child; key; key = key->next->next)
        if (is_merge(key))
            end = merge(key->next, seen, end);
    return end;
}

static void print(struct node *node)
{
    if (node->event.type == YAML_SCALAR_EVENT) {
        print_scalar(&node->event, false);
    } else if (node->event.type == YAML_SEQUENCE_START_EVENT) {
        putchar('[');
        for (struct node *item = node->child; item; item = item->next) {
            print(item);
            if (item->next)
                putchar(',');
        }
        putchar(']');
    } else {
        struct node *entries = NULL;
        merge(node, &entries, &entries);
        putchar('{');
        for (struct node *key = entries; key; key = key->next->next) {
            print_scalar(&key->event, true);
            putchar(':');
            print(key->next);
            if (key->next->next)
                putchar(',');
        }
        putchar('}');
    }
}

int main(void)
{
    yaml_event_t event;
    if (!yaml_parser_initialize(&parser))
        die("out of memory");
    yaml_parser_set_input_file(&parser, stdin);
    for (next_event(&event); event.type != YAML_STREAM_END_EVENT; next_event(&event))
        if (event.type == YAML_SCALAR_EVENT || event.type == YAML_SEQUENCE_START_EVENT ||
            event.type == YAML_MAPPING_START_EVENT || event.type == YAML_ALIAS_EVENT) {
            print(compose(event));
            putchar('\n');
            anchors = NULL;
        }
    return ferror(stdin) || fclose(stdout) ? 1 : 0;
}

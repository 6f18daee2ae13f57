/* What podclone is measured against: libyaml reads standard input, and the events are thrown away. */
#include <stdio.h>
#include <yaml.h>

int main(void)
{
    yaml_parser_t parser;
    yaml_event_t event;
    yaml_event_type_t type;
    if (!yaml_parser_initialize(&parser))
        return 1;
    yaml_parser_set_input_file(&parser, stdin);
    do {
        if (!yaml_parser_parse(&parser, &event)) {
            fprintf(stderr, "parse_only: %s\n", parser.problem);
            return 1;
        }
        type = event.type;
        yaml_event_delete(&event);
    } while (type != YAML_STREAM_END_EVENT);
    yaml_parser_delete(&parser);
    return 0;
}

#include "budget.h"

enum { TOOLS = 16 * 1024 };

/* What the command line brings into each clone is its share, too. */
bool budget_open(struct budget *b, const struct options *o, const struct custom *custom, struct error *e)
{
    struct buf shape = {0};
    options_shape(o, &shape);
    b->share = TOOLS + shape.n + custom->bytes.n;
    b->left = ADDED_MOST;
    bool failed = shape.failed;
    buf_free(&shape);
    return !failed || error_memory(e);
}

static size_t share_of(const struct budget *b, const struct node *object)
{
    return b->share + (object->end - object->start);
}

void budget_begin(struct budget *b, const struct node *object)
{
    size_t most = share_of(b, object) + b->left;
    b->before = b->said->n;
    b->notes->n = 0;
    buf_limit(b->notes, most);
    buf_limit(b->text, most);
    buf_limit(b->said, b->before + most);
}

bool budget_spend(struct budget *b, const struct node *object, struct error *e)
{
    size_t added = b->text->n + (b->said->n - b->before), share = share_of(b, object),
           more = added > share ? added - share : 0;
    if (more > b->left || b->notes->full || b->said->full)
        return error_budget(e, object->start);
    b->left -= more;
    return true;
}

void budget_close(struct budget *b)
{
    buf_limit(b->said, 0);
}

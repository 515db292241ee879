"""What no schema can say: that a day is not later than today, and that words make a term or a formula."""

import schemathesis


@schemathesis.hook
def map_query(context, query):
    if query and "as_of" in query:
        query["as_of"] = "2026-11-29"
    if query and "t" in query:
        query["t"] = ["norms of state behaviour"] if isinstance(query["t"], list) else "norms of state behaviour"
    return query

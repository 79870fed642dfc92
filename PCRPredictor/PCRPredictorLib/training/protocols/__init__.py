"""How a pipeline is fitted and judged: nested, as the paper did, and the studies on request."""

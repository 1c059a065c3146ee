"""The call and event graphs are written down once, in docs/graph.md: a new arrow is seen in review."""

from portico_local import graphs


def test_the_drawn_graph_is_the_one_in_the_code():
    assert graphs.PAGE.read_text() == graphs.text(), "run `make docs`, and look at what has changed"


def test_nobody_calls_the_gateway():
    assert "gateway" not in {service for _, service in graphs.edges("rpc")}
    assert "gateway" in {user for user, _ in graphs.edges("rpc")}

"""The Provider Portal: pages for offices (R001–R057, R174–R187, R217–R223)."""

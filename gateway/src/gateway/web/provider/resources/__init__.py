"""Education & Resources: guides, tips, questions and answers for everybody (R002, R056, R057, R217–R223)."""

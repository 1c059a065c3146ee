"""The queue of cases: what offices and members need somebody of the plan for (R217–R219, R224, R238)."""

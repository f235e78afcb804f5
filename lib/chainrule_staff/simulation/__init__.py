"""A class that never was: simulated learners for the demonstration, the benchmarks and the tests."""

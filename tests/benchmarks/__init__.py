"""How fast it is, each as a ratio to a bare baseline measured in the same run.

Every module here but the ones that start with an underscore is a benchmark: it has a function `run()` that returns
one result or a list of them (see `tests.benchmarks.result`). `make bench` runs all, `make bench-<module>` one.
"""

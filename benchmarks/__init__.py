"""The cost of the work, as ratios against floors that hold on any machine: `python -m benchmarks`, or `make bench`."""

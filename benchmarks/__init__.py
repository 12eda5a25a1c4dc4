"""What the work costs, as ratios against floors that hold on any machine: `python -m benchmarks`, or `make bench`."""

"""Fits the cost of an averaging round to measured runs, and extrapolates it.

Each argument is WORKERS:PARAMETERS:HISTORY, the history.jsonl of a pre-training whose rounds have
almost no training in them (two images per minibatch, one minibatch per round), so that the time
of a round minus that of its slowest worker is the cost of averaging. docs/performance.md has the
commands.

Model, with S = 12 P bytes of state (weights and Adam's two moments) for P weights and W workers:

    averaging = a + b S + c S W

a is Spark's cost of a job, b the work of the driver once per round (serialise, broadcast), c its
work per worker's result (deserialise, add). Across machines the same bytes cross the network:
broadcast as a torrent, about 2 S / bandwidth; results W S / bandwidth into the driver, or, through
layers of tasks of 16 results each, 16 S / bandwidth per layer.
"""

import json
import math
import statistics
import sys

import numpy

WARM_UP = 200
FAN_IN = 16
GIGABIT = 1e9 / 8


def measured(argument):
    workers, parameters, path = argument.split(":", 2)
    with open(path) as lines:
        rounds = [json.loads(line) for line in lines][WARM_UP:]
    if not rounds:
        sys.exit(f"{path}: fewer than {WARM_UP} rounds; train longer")
    seconds = statistics.median(r["averagingSeconds"] for r in rounds)
    return int(workers), int(parameters), seconds, len(rounds)


def layers(workers):
    return max(1, math.ceil(math.log(workers) / math.log(FAN_IN) - 1e-9))


def averaging(fit, parameters, workers, bandwidth):
    a, b, c = fit
    state = 12 * parameters
    results = min(workers, FAN_IN) * layers(workers)
    network = (2 * state + results * state) / bandwidth
    return a * layers(workers) + b * state + c * state * results + network


def main(arguments):
    runs = [measured(argument) for argument in arguments]
    matrix = numpy.array([[1, 12 * p, 12 * p * w] for w, p, _, _ in runs])
    seconds = numpy.array([s for _, _, s, _ in runs])
    # Relative errors, because absolute ones would fit only the largest state. No term can be negative.
    fit, _ = nonnegative(matrix / seconds[:, None], numpy.ones(len(runs)))
    print("| workers | weights | rounds | averaging, measured | model |")
    print("|---|---|---|---|---|")
    for (w, p, s, n), model in zip(runs, matrix @ fit):
        print(f"| {w} | {p:,} | {n} | {1e3 * s:.1f} ms | {1e3 * model:.1f} ms |")
    a, b, c = fit
    print(f"\na = {1e3 * a:.1f} ms, b = {1e9 * b:.2f} ms/MB, c = {1e9 * c:.2f} ms/MB and worker\n")
    print("| weights | network | workers | averaging | interval for 5% at 10 ms per step | at 100 ms |")
    print("|---|---|---|---|---|---|")
    for parameters in (431_080, 25_600_000):
        for gigabits in (10, 100):
            for workers in (8, 64, 256, 1024):
                cost = averaging(fit, parameters, workers, gigabits * GIGABIT)
                frequencies = [math.ceil(cost / 0.05 / step) for step in (0.010, 0.100)]
                print(
                    f"| {parameters:,} | {gigabits} Gbit/s | {workers} | {cost:.3f} s "
                    f"| {frequencies[0]} | {frequencies[1]} |"
                )


def nonnegative(matrix, target):
    """Solves least squares with non-negative coefficients by trying every set of positive ones."""
    best = None
    columns = matrix.shape[1]
    for chosen in range(1, 1 << columns):
        keep = [i for i in range(columns) if chosen >> i & 1]
        solution, *_ = numpy.linalg.lstsq(matrix[:, keep], target, rcond=None)
        if (solution < 0).any():
            continue
        coefficients = numpy.zeros(columns)
        coefficients[keep] = solution
        error = numpy.sum((matrix @ coefficients - target) ** 2)
        if best is None or error < best[1]:
            best = (coefficients, error)
    return best


if __name__ == "__main__":
    main(sys.argv[1:])

"""Fits the cost of an averaging round to measured runs, and extrapolates it.

Arguments: [--jobs] WORKERS:PARAMETERS:HISTORY ..., where each HISTORY is the history.jsonl of a
pre-training on a cluster whose rounds have almost no training in them (two images per minibatch,
one minibatch per round), so that the time of a round minus that of its slowest worker is the cost
of averaging. docs/performance.md has the commands. --jobs says that each round was a Spark job.

Model, with S = 12 P bytes of state (weights and Adam's two moments) for P weights and W workers:

    averaging = a + b S + c S W

a is the cost of messages, or of a job, and of waiting for them; b the work once per round
(serialise the state), c the work per worker (send the state; receive, deserialise and add its
result). Across machines the same bytes cross the driver's network. For workers that stay: W S /
bandwidth out, and as much in. For jobs: a broadcast of about 2 S / bandwidth, and results through
layers of tasks of 16 results each.
"""

import json
import math
import statistics
import sys

import numpy

WARM_UP = 100
FAN_IN = 16
GIGABIT = 1e9 / 8

# Seconds per step: a LeNet on an H100, a wide residual network on one, a LeNet on a core, a larger
# network on a core.
STEPS = (0.0002, 0.004, 0.010, 0.100)


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


def averaging(fit, parameters, workers, bandwidth, jobs):
    a, b, c = fit
    state = 12 * parameters
    if not jobs:
        return a + b * state + c * state * workers + 2 * workers * state / bandwidth
    results = min(workers, FAN_IN) * layers(workers)
    network = (2 * state + results * state) / bandwidth
    return a * layers(workers) + b * state + c * state * results + network


def main(arguments):
    jobs = "--jobs" in arguments
    runs = [measured(argument) for argument in arguments if argument != "--jobs"]
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
    titles = " | ".join(f"{1e3 * step:g} ms" for step in STEPS)
    print(f"| weights | network | workers | averaging | interval for 5% at {titles} |")
    print("|---|---|---|---|" + "---|" * len(STEPS))
    for parameters in (431_080, 25_600_000):
        for gigabits in (10, 100):
            for workers in (64, 256, 1000) if jobs else (2, 8, 16):
                cost = averaging(fit, parameters, workers, gigabits * GIGABIT, jobs)
                intervals = " | ".join(f"{math.ceil(cost / 0.05 / step):,}" for step in STEPS)
                print(
                    f"| {parameters:,} | {gigabits} Gbit/s | {workers} | {cost:.3f} s | {intervals} |"
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

"""The benchmark's training step in PyTorch: LeNet on 50 source and 50 target images.

Cross-entropy of the source minus the Lautum information of the softmax outputs on the target, in
closed form with K x K matrices, and Adam. Reads the files that io.lautum.bench.BenchmarkData has
exported, and prints one line of JSON.
"""

import argparse
import json
import os
import sys
import time

import numpy
import torch
from torch import nn
from torch.nn import functional

BATCH = 50
LEARNING_RATE = 1e-3
WEIGHT = 1.0
RIDGE = 0.1
DECAY = 0.98
START_ITERATION = 20


class LeNet(nn.Module):
    """Convolutions of 20 and 50 channels and a dense layer of 500: 431,080 weights."""

    def __init__(self, classes):
        super().__init__()
        self.convolution1 = nn.Conv2d(1, 20, 5)
        self.convolution2 = nn.Conv2d(20, 50, 5)
        self.features = nn.Linear(50 * 4 * 4, 500)
        self.logits = nn.Linear(500, classes)

    def forward(self, images):
        # ReLU after the pooling gives the same values as before it, at a quarter of the work.
        x = functional.relu(functional.max_pool2d(self.convolution1(images), 2))
        x = functional.relu(functional.max_pool2d(self.convolution2(x), 2))
        return self.logits(functional.relu(self.features(x.flatten(1))))


class LautumInformation:
    """Value and gradient under running moments, without a cap: see docs/mathematics.md.

    With S = cov(w) + ridge I, C = cov(w, z), z white, and M = S - CC':
    L = (ln det M - ln det S) / 2 + tr(M^-1 S) - K. In double precision.
    """

    def __init__(self, outputs, components, decay):
        self.decay = decay
        self.weight = 0.0
        self.sum_w = torch.zeros(outputs, dtype=torch.double)
        self.sum_z = torch.zeros(components, dtype=torch.double)
        self.sum_ww = torch.zeros(outputs, outputs, dtype=torch.double)
        self.sum_wz = torch.zeros(outputs, components, dtype=torch.double)

    def update(self, w, z):
        rate = (1 - self.decay) / len(w)
        self.weight = self.decay * self.weight + 1 - self.decay
        self.sum_w.mul_(self.decay).add_(w.sum(0), alpha=rate)
        self.sum_z.mul_(self.decay).add_(z.sum(0), alpha=rate)
        self.sum_ww.addmm_(w.t(), w, beta=self.decay, alpha=rate)
        self.sum_wz.addmm_(w.t(), z, beta=self.decay, alpha=rate)

    def evaluate(self, w, z):
        """Returns the information in nats and its gradient with respect to w.

        The gradient treats the moments as if they were this batch's.
        """
        mean_w = self.sum_w / self.weight
        mean_z = self.sum_z / self.weight
        identity = torch.eye(len(mean_w), dtype=torch.double)
        s = self.sum_ww / self.weight - torch.outer(mean_w, mean_w) + RIDGE * identity
        c = self.sum_wz / self.weight - torch.outer(mean_w, mean_z)
        m = s - c @ c.t()
        inverse_m = torch.linalg.inv(m)
        ms = inverse_m @ s
        value = 0.5 * (torch.logdet(m) - torch.logdet(s)) + ms.trace() - len(mean_w)
        g = 0.5 * inverse_m - ms @ inverse_m
        p = g - 0.5 * torch.linalg.inv(s) + inverse_m
        gradient = (w - mean_w) @ p - (z - mean_z) @ (c.t() @ g)
        return value, gradient * (2 / len(w))


def check_gradient():
    """Checks the gradient in closed form against central differences, before anything is timed."""
    generator = torch.Generator().manual_seed(1)
    w = torch.rand(40, 3, dtype=torch.double, generator=generator)
    z = torch.randn(40, 4, dtype=torch.double, generator=generator)

    def evaluate(outputs):
        information = LautumInformation(3, 4, decay=0.0)
        information.update(outputs, z)
        return information.evaluate(outputs, z)

    gradient = evaluate(w)[1]
    for row, column in [(0, 0), (7, 1), (39, 2)]:
        step = torch.zeros_like(w)
        step[row, column] = 1e-5
        expected = (evaluate(w + step)[0] - evaluate(w - step)[0]) / 2e-5
        if abs(gradient[row, column] - expected) > 1e-7:
            sys.exit(f"gradient [{row}, {column}]: {gradient[row, column]}, expected {expected}")


class Images:
    """A dataset in memory as bytes, with minibatches in a new random order in each pass."""

    def __init__(self, pixels, normalization, seed):
        self.pixels = torch.from_numpy(pixels)
        self.mean = 255 * normalization["mean"]
        self.scale = 1 / (255 * normalization["std"])
        self.random = numpy.random.default_rng(seed)
        self.order = torch.empty(0, dtype=torch.long)

    def positions(self):
        if len(self.order) < BATCH:
            permutation = torch.from_numpy(self.random.permutation(len(self.pixels)))
            self.order = torch.cat([self.order, permutation])
        batch, self.order = self.order[:BATCH], self.order[BATCH:]
        return batch

    def normalize(self, positions, output):
        output.copy_(self.pixels[positions]).sub_(self.mean).mul_(self.scale)


class Training:
    """One network, its optimizer and its data; a term is source, two-inputs or lautum."""

    def __init__(self, folder, term):
        with open(os.path.join(folder, "data.json"), encoding="utf-8") as file:
            data = json.load(file)
        shape = (-1, 1, data["height"], data["width"])
        self.term = term
        self.source = Images(read(folder, "source.pixels", "u1", shape), data["source"], 1)
        self.target = Images(read(folder, "target.pixels", "u1", shape), data["target"], 2)
        self.labels = torch.from_numpy(read(folder, "source.labels", "u1", -1).astype("i8"))
        components = data["components"]
        self.whitened = torch.from_numpy(read(folder, "target.whitened", "<f4", (-1, components)))
        images = BATCH if term == "source" else 2 * BATCH
        self.batch = torch.empty((images, *shape[1:]))
        self.network = LeNet(data["classes"])
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=LEARNING_RATE)
        self.information = LautumInformation(data["classes"], components, DECAY)
        self.iteration = 0
        self.value = float("nan")

    def step(self):
        """Trains on the next minibatch and returns the source's cross-entropy."""
        self.iteration += 1
        positions = self.source.positions()
        self.source.normalize(positions, self.batch[:BATCH])
        if self.term != "source":
            target_positions = self.target.positions()
            self.target.normalize(target_positions, self.batch[BATCH:])
        self.optimizer.zero_grad(set_to_none=True)
        logits = self.network(self.batch)
        cross_entropy = functional.cross_entropy(logits[:BATCH], self.labels[positions])
        loss = cross_entropy
        if self.term == "two-inputs":
            # The term is zero, but its gradient still passes through the target half.
            loss = loss + 0 * logits[BATCH:].sum()
        if self.term == "lautum":
            w = torch.softmax(logits[BATCH:], 1)
            loss = loss + self.lautum(w, self.whitened[target_positions].double())
        loss.backward()
        self.optimizer.step()
        return cross_entropy.item()

    def lautum(self, w, z):
        """Returns a function of w whose gradient is that of minus the weighted information."""
        outputs = w.detach().double()
        self.information.update(outputs, z)
        value, gradient = self.information.evaluate(outputs, z)
        self.value = value.item()
        if self.iteration <= START_ITERATION:
            return 0 * w.sum()
        return (w * (-WEIGHT * gradient).float()).sum()


def read(folder, name, element, shape):
    return numpy.fromfile(os.path.join(folder, name), dtype=element).reshape(shape)


def peak_mebibytes():
    with open("/proc/self/status", encoding="ascii") as status:
        return next(int(line.split()[1]) for line in status if line.startswith("VmHWM")) / 1024


def blas():
    """Returns the file of the loaded BLAS library."""
    with open("/proc/self/maps", encoding="utf-8") as maps:
        found = {line.split()[-1] for line in maps if "blas" in line and "/" in line}
    paths = ", ".join(sorted({os.path.realpath(path) for path in found})) or "built into PyTorch"
    slow = "/blas/libblas.so" in paths
    paths += f", OPENBLAS_NUM_THREADS={os.environ.get('OPENBLAS_NUM_THREADS')}"
    return paths + (" (the slow reference one: install libopenblas0-pthread)" if slow else "")


def options_of(description, terms):
    """Returns the options of a benchmark's command line."""
    parser = argparse.ArgumentParser(description=description)
    parser.add_argument("--data", required=True, help="folder of the exported images")
    parser.add_argument("--term", choices=terms, required=True)
    parser.add_argument("--threads", type=int, required=True)
    parser.add_argument("--warm-up", type=int, required=True, help="unmeasured iterations")
    parser.add_argument("--iterations", type=int, required=True, help="measured iterations")
    options = parser.parse_args()
    torch.set_num_threads(options.threads)
    torch.manual_seed(1)
    return options


def measure(training, options, batch):
    """Measures the steps of a training after its warm-up; batch is its source images per step."""
    for _ in range(options.warm_up):
        training.step()
    wall, cpu = time.perf_counter(), time.process_time()
    cross_entropy = sum(training.step() for _ in range(options.iterations))
    wall, cpu = time.perf_counter() - wall, time.process_time() - cpu
    return {
        "wallMs": 1e3 * wall / options.iterations,
        "cpuMs": 1e3 * cpu / options.iterations,
        "seconds": wall,
        "examplesPerSecond": options.iterations * batch / wall,
        "peakMiB": peak_mebibytes(),
        "crossEntropy": cross_entropy / options.iterations,
        "library": f"PyTorch {torch.__version__}, {options.threads} threads, BLAS {blas()}",
    }


def main():
    options = options_of(__doc__, ["source", "two-inputs", "lautum"])
    check_gradient()
    training = Training(options.data, options.term)
    measured = measure(training, options, BATCH)
    measured["information"] = training.value if options.term == "lautum" else None
    print(json.dumps(measured))


if __name__ == "__main__":
    main()

"""A training step with strongly augmented views in PyTorch: contrastive-mutual or fixmatch, LeNet.

Losses, minibatches and augmentation are those of docs/mathematics.md and docs/configuration.md;
random numbers differ. Reads the files that io.lautum.bench.BenchmarkData has exported, and prints
one line of JSON.
"""

import json
import os

import torch
from torch import nn
from torch.nn import functional

from lenet import LeNet, measure, options_of, read

SOURCE_BATCH = 128
LABELLED = 50
UNLABELLED = 200
TEMPERATURE = 0.2
THRESHOLD = 0.95
LONGEST_AVERAGE = 0.999
LEARNING_RATE = 1e-3

WEAK = {"affine": 0.2, "shift": 2, "noise": 0.1, "cutout": 0}
STRONG = {"affine": 0.3, "shift": 3, "noise": 0.2, "cutout": 10}


def augmented(images, affine, shift, noise, cutout):
    """Returns changed copies: an affine map with a shift by whole pixels, noise, and a hole."""
    count, _, height, width = images.shape
    maps = torch.eye(2, 3).repeat(count, 1, 1)
    maps[:, :, :2] += torch.empty(count, 2, 2).uniform_(-affine, affine)
    maps[:, :, 2] = torch.randint(-shift, shift + 1, (count, 2)) * (2 / width)
    grid = functional.affine_grid(maps, images.shape, align_corners=False)
    changed = functional.grid_sample(images, grid, padding_mode="border", align_corners=False)
    changed.add_(torch.randn(changed.shape), alpha=noise)
    if cutout:
        rows = torch.arange(height).view(1, -1, 1)
        columns = torch.arange(width).view(1, 1, -1)
        top = torch.randint(0, height, (count, 1, 1)) - cutout // 2
        left = torch.randint(0, width, (count, 1, 1)) - cutout // 2
        hole = (rows >= top) & (rows < top + cutout) & (columns >= left) & (columns < left + cutout)
        changed.masked_fill_(hole.unsqueeze(1), 0)
    return changed


class Data:
    """The images of source and target as bytes."""

    def __init__(self, folder):
        with open(os.path.join(folder, "data.json"), encoding="utf-8") as file:
            data = json.load(file)
        shape = (-1, 1, data["height"], data["width"])
        self.classes = data["classes"]
        self.source = torch.from_numpy(read(folder, "source.pixels", "u1", shape))
        self.labels = torch.from_numpy(read(folder, "source.labels", "u1", -1).astype("i8"))
        self.target = torch.from_numpy(read(folder, "target.pixels", "u1", shape))
        self.statistics = {name: data[name] for name in ("source", "target")}

    def images(self, name, positions):
        """Returns normalised images."""
        statistics = self.statistics[name]
        pixels = getattr(self, name)[positions].float()
        return pixels.div_(255).sub_(statistics["mean"]).div_(statistics["std"])


class ContrastiveMutual:
    """Cross-entropy of the source, and InfoNCE between two views of target images."""

    batch = SOURCE_BATCH

    def __init__(self, data):
        self.data = data
        self.network = LeNet(data.classes)
        self.head = nn.Sequential(nn.Linear(500, 128), nn.ReLU(), nn.Linear(128, 64))
        weights = [*self.network.parameters(), *self.head.parameters()]
        self.optimizer = torch.optim.Adam(weights, lr=LEARNING_RATE)

    def step(self):
        data, n = self.data, SOURCE_BATCH
        positions = torch.randint(0, len(data.source), (n,))
        target = data.images("target", torch.randint(0, len(data.target), (n,)))
        source = data.images("source", positions)
        views = [augmented(target, **STRONG), augmented(target, **STRONG)]
        self.optimizer.zero_grad(set_to_none=True)
        features = self.features(torch.cat([source, *views]))
        cross_entropy = functional.cross_entropy(
            self.network.logits(features[:n]), data.labels[positions]
        )
        units = functional.normalize(self.head(features[n:]))
        similarities = units @ units.t() / TEMPERATURE
        similarities.fill_diagonal_(-torch.inf)
        others = torch.arange(2 * n).roll(n)
        (cross_entropy + functional.cross_entropy(similarities, others)).backward()
        self.optimizer.step()
        return cross_entropy.item()

    def features(self, images):
        network = self.network
        x = functional.relu(functional.max_pool2d(network.convolution1(images), 2))
        x = functional.relu(functional.max_pool2d(network.convolution2(x), 2))
        return functional.relu(network.features(x.flatten(1)))


class FixMatch:
    """Cross-entropy of labelled images, and of strong views with the label of the weak ones."""

    batch = LABELLED

    def __init__(self, data):
        self.data = data
        self.network = LeNet(data.classes)
        self.average = [one.detach().clone() for one in self.network.parameters()]
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=LEARNING_RATE)
        # Their values do not change the time.
        self.labels = torch.randint(0, data.classes, (LABELLED,))
        self.steps = 0

    def step(self):
        data = self.data
        labelled = augmented(data.images("target", torch.arange(LABELLED)), **WEAK)
        unlabelled = data.images("target", torch.randint(0, len(data.target), (UNLABELLED,)))
        with torch.no_grad():
            weak = torch.softmax(self.network(augmented(unlabelled, **WEAK)), 1)
            chance, label = weak.max(1)
        self.optimizer.zero_grad(set_to_none=True)
        logits = self.network(torch.cat([labelled, augmented(unlabelled, **STRONG)]))
        cross_entropy = functional.cross_entropy(logits[:LABELLED], self.labels)
        strong = functional.cross_entropy(logits[LABELLED:], label, reduction="none")
        (cross_entropy + (strong * (chance >= THRESHOLD)).mean()).backward()
        self.optimizer.step()
        rate = 1 - min(LONGEST_AVERAGE, (1 + self.steps) / (10 + self.steps))
        with torch.no_grad():
            for average, weight in zip(self.average, self.network.parameters()):
                average.lerp_(weight, rate)
        self.steps += 1
        return cross_entropy.item()


def main():
    terms = {"contrastive-mutual": ContrastiveMutual, "fixmatch": FixMatch}
    options = options_of(__doc__, terms)
    training = terms[options.term](Data(options.data))
    print(json.dumps(measure(training, options, training.batch)))


if __name__ == "__main__":
    main()

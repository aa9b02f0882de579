"""Training steps of the networks `cnn` and `wrn-16-2` in PyTorch: cross-entropy and Adam.

Prints the median time of --steps steps in milliseconds, as one line of JSON per network.
"""

import argparse
import json
import statistics
import time

import torch
from torch import nn
from torch.nn import functional


class Cnn(nn.Sequential):
    """Three blocks of two 3x3 convolutions of 32, 64 and 128 channels."""

    def __init__(self, classes):
        layers = []
        channels = 3
        for block, width in enumerate([32, 64, 128]):
            for _ in range(2):
                layers += [
                    nn.Conv2d(channels, width, 3, padding=1, bias=False),
                    nn.BatchNorm2d(width),
                    nn.ReLU(inplace=True),
                ]
                channels = width
            if block < 2:
                layers.append(nn.MaxPool2d(2))
        super().__init__(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(128, classes))


class Block(nn.Module):
    """A pre-activation block; a shortcut that changes the width takes ReLU(BN(x))."""

    def __init__(self, channels, width, stride):
        super().__init__()
        self.normalisation1 = nn.BatchNorm2d(channels)
        self.convolution1 = nn.Conv2d(channels, width, 3, stride, 1, bias=False)
        self.normalisation2 = nn.BatchNorm2d(width)
        self.convolution2 = nn.Conv2d(width, width, 3, 1, 1, bias=False)
        changes = channels != width or stride != 1
        self.shortcut = nn.Conv2d(channels, width, 1, stride, bias=False) if changes else None

    def forward(self, x):
        active = functional.relu(self.normalisation1(x), inplace=True)
        residual = self.convolution1(active)
        residual = functional.relu(self.normalisation2(residual), inplace=True)
        residual = self.convolution2(residual)
        return residual + (x if self.shortcut is None else self.shortcut(active))


class WideResNet(nn.Sequential):
    """A wide residual network with depth 6n + 4 and a width factor."""

    def __init__(self, depth, width, classes):
        layers = [nn.Conv2d(3, 16, 3, 1, 1, bias=False)]
        channels = 16
        for group in range(3):
            for block in range((depth - 4) // 6):
                stride = 2 if group > 0 and block == 0 else 1
                layers.append(Block(channels, 16 * width << group, stride))
                channels = 16 * width << group
        layers += [nn.BatchNorm2d(channels), nn.ReLU(inplace=True), nn.AdaptiveAvgPool2d(1)]
        super().__init__(*layers, nn.Flatten(), nn.Linear(channels, classes))


def milliseconds(network, arguments):
    """Returns the median time of a step."""
    format = torch.channels_last if arguments.channels_last else torch.contiguous_format
    network = network.to(memory_format=format)
    optimizer = torch.optim.Adam(network.parameters(), 1e-3)
    images = torch.randn(arguments.batch, 3, 32, 32).to(memory_format=format)
    labels = torch.randint(10, (arguments.batch,))
    times = []
    for step in range(arguments.steps + arguments.warm_up):
        start = time.perf_counter()
        optimizer.zero_grad(set_to_none=True)
        functional.cross_entropy(network(images), labels).backward()
        optimizer.step()
        if step >= arguments.warm_up:
            times.append(1e3 * (time.perf_counter() - start))
    return statistics.median(times)


def main():
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--batch", type=int, default=64)
    parser.add_argument("--threads", type=int, default=1)
    parser.add_argument("--steps", type=int, default=20)
    parser.add_argument("--warm-up", type=int, default=3)
    parser.add_argument("--channels-last", action="store_true")
    arguments = parser.parse_args()
    torch.set_num_threads(arguments.threads)
    torch.manual_seed(1)
    for name, network in [("cnn", Cnn(10)), ("wrn-16-2", WideResNet(16, 2, 10))]:
        print(json.dumps({"network": name, "milliseconds": milliseconds(network, arguments)}))


if __name__ == "__main__":
    main()

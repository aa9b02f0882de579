"""Training steps of gpu-check's three networks in PyTorch, repeated on request.

Prints `step NUMBER|WORKLOAD|PROGRAM` per step, then `ready`, or a line that says why not. Then
answers each line `NUMBER REPEATS` of standard input with the seconds that the repeats took.
"""

import sys
import time

try:
    import torch
    from torch import nn
    from torch.nn import functional
except ImportError as error:
    print(error)
    sys.exit(1)

CLASSES = 10
COMPONENTS = 64
RIDGE = 0.1
DECAY = 0.98
CAP = 0.99
DEVICE = torch.device("cuda" if torch.cuda.is_available() else "cpu")
ON_GPU = DEVICE.type == "cuda"


def lenet():
    return nn.Sequential(
        nn.Conv2d(1, 20, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(20, 50, 5), nn.ReLU(), nn.MaxPool2d(2),
        nn.Flatten(), nn.Linear(800, 500), nn.ReLU(), nn.Linear(500, CLASSES))


def cnn():
    layers = []
    channels = 3
    for block, width in enumerate([32, 64, 128]):
        for _ in range(2):
            layers += [nn.Conv2d(channels, width, 3, padding=1, bias=False), nn.BatchNorm2d(width), nn.ReLU()]
            channels = width
        if block < 2:
            layers.append(nn.MaxPool2d(2))
    return nn.Sequential(*layers, nn.AdaptiveAvgPool2d(1), nn.Flatten(), nn.Linear(128, CLASSES))


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
        active = functional.relu(self.normalisation1(x))
        residual = self.convolution2(functional.relu(self.normalisation2(self.convolution1(active))))
        return residual + (x if self.shortcut is None else self.shortcut(active))


def wide_resnet(depth=28, width=2):
    layers = [nn.Conv2d(3, 16, 3, 1, 1, bias=False)]
    channels = 16
    for group in range(3):
        for block in range((depth - 4) // 6):
            layers.append(Block(channels, 16 * width << group, 2 if group > 0 and block == 0 else 1))
            channels = 16 * width << group
    layers += [nn.BatchNorm2d(channels), nn.ReLU(), nn.AdaptiveAvgPool2d(1), nn.Flatten()]
    return nn.Sequential(*layers, nn.Linear(channels, CLASSES))


class Lautum:
    """The gradient of the Lautum information in closed form, in double precision.

    With running moments of outputs w and white z, S = cov(w) + ridge I, C = cov(w, z) and
    M = S - cap CC'. A captured graph cannot call a solver that reads from the device, so the
    inverses are computed by Newton's iteration there.
    """

    def __init__(self, captured):
        def zeros(*shape):
            return torch.zeros(*shape, device=DEVICE, dtype=torch.double)

        self.captured = captured
        self.identity = torch.eye(CLASSES, device=DEVICE, dtype=torch.double)
        self.weight, self.w, self.z = zeros(1), zeros(CLASSES), zeros(COMPONENTS)
        self.ww, self.wz = zeros(CLASSES, CLASSES), zeros(CLASSES, COMPONENTS)

    def inverse(self, a):
        if not self.captured:
            return torch.linalg.inv(a)
        x = a.T / (a.abs().sum(0).max() * a.abs().sum(1).max())
        for _ in range(20):
            x = x @ (2 * self.identity - a @ x)
        return x

    @torch.no_grad()
    def gradient(self, w, z):
        w, z, n = w.double(), z.double(), len(w)
        self.weight.mul_(DECAY).add_(1 - DECAY)
        self.w.mul_(DECAY).add_(w.mean(0), alpha=1 - DECAY)
        self.z.mul_(DECAY).add_(z.mean(0), alpha=1 - DECAY)
        self.ww.mul_(DECAY).add_(w.T @ w / n, alpha=1 - DECAY)
        self.wz.mul_(DECAY).add_(w.T @ z / n, alpha=1 - DECAY)
        mean_w, mean_z = self.w / self.weight, self.z / self.weight
        s = self.ww / self.weight - torch.outer(mean_w, mean_w) + RIDGE * self.identity
        c = self.wz / self.weight - torch.outer(mean_w, mean_z)
        inverse_m, inverse_s = self.inverse(s - CAP * c @ c.T), self.inverse(s)
        g = 0.5 * inverse_m - inverse_m @ s @ inverse_m
        p = g - 0.5 * inverse_s + inverse_m
        return ((2 / n) * ((w - mean_w) @ p - CAP * (z - mean_z) @ (c.T @ g))).float()


class Step:
    """Cross-entropy of the first images, the Lautum term of the others, and Adam.

    Images come from pinned memory of the host at each step, as in the product.
    """

    def __init__(self, make, shape, labelled, unlabelled, precision, captured):
        self.precision, self.captured, self.labelled = precision, captured, labelled
        layout = torch.channels_last if precision == "bfloat16" else torch.contiguous_format
        torch.manual_seed(1)
        self.network = make().to(DEVICE).to(memory_format=layout)
        host = torch.randn(labelled + unlabelled, *shape).contiguous(memory_format=layout)
        self.host = host.pin_memory() if ON_GPU else host
        self.images = torch.empty_like(self.host, device=DEVICE)
        self.labels = (torch.arange(labelled) % CLASSES).to(DEVICE)
        self.whitened = torch.randn(unlabelled, COMPONENTS, device=DEVICE)
        self.term = Lautum(captured) if unlabelled else None
        options = {"capturable": True} if captured else {}
        self.optimizer = torch.optim.Adam(self.network.parameters(), lr=1e-3, **options)
        self.graph = None

    def train(self):
        self.images.copy_(self.host, non_blocking=True)
        self.optimizer.zero_grad(set_to_none=not self.captured)
        with torch.autocast(DEVICE.type, torch.bfloat16, enabled=self.precision == "bfloat16"):
            logits = self.network(self.images)
        logits = logits.float()
        loss = functional.cross_entropy(logits[: self.labelled], self.labels)
        if self.term:
            w = logits[self.labelled :].softmax(1)
            loss = loss - (w * self.term.gradient(w.detach(), self.whitened)).sum()
        loss.backward()
        self.optimizer.step()

    def capture(self):
        side = torch.cuda.Stream()
        side.wait_stream(torch.cuda.current_stream())
        with torch.cuda.stream(side):
            for _ in range(3):
                self.train()
        torch.cuda.current_stream().wait_stream(side)
        self.graph = torch.cuda.CUDAGraph()
        with torch.cuda.graph(self.graph):
            self.train()

    def run(self, repeats):
        tf32 = self.precision == "tf32"
        if ON_GPU:
            torch.backends.cuda.matmul.allow_tf32 = torch.backends.cudnn.allow_tf32 = tf32
            torch.cuda.synchronize()
        start = time.perf_counter()
        if self.captured and self.graph is None:
            self.capture()
        for _ in range(repeats):
            self.graph.replay() if self.captured else self.train()
        if ON_GPU:
            torch.cuda.synchronize()
        return time.perf_counter() - start


def steps():
    workloads = [
        ("lenet 50+50", lenet, (1, 28, 28), 50, 50),
        ("cnn 64+64", cnn, (3, 32, 32), 64, 64),
        ("wrn-28-2 128", wide_resnet, (3, 32, 32), 128, 0),
    ]
    precisions = ["float", "tf32", "bfloat16"] if ON_GPU else ["float"]
    for title, *workload in workloads:
        for precision in precisions:
            for captured in [False, True] if ON_GPU else [False]:
                program = "PyTorch %s, %s%s" % (torch.__version__, precision, ", captured" if captured else "")
                yield title, program, Step(*workload, precision, captured)


def main():
    torch.backends.cudnn.benchmark = True
    found = []
    for title, program, step in steps():
        print("step %d|%s|%s" % (len(found), title, program))
        found.append(step)
    print("ready")
    for line in sys.stdin:
        number, repeats = line.split()
        try:
            print(repr(found[int(number)].run(int(repeats))))
        except RuntimeError as error:
            # Such as too little memory; the other steps can still be measured.
            print(error, file=sys.stderr)
            print("nan")


if __name__ == "__main__":
    main()

"""PyTorch's side of benchmarks/cpu and benchmarks/gpu: for every line it reads, such as "forward 1" or
"step 10", it runs so many forward passes or training steps, and answers with the seconds that they
took: of CPU time, or where a GPU computes as the clock has it.

    pytorch_step.py CONFIG.JSON BATCH cpu|cuda float32|bfloat16

The operations are those of StepBenchmark.java, written as one would for speed in eager PyTorch:
scaled_dot_product_attention, no gradients for frozen weights, the low rank scaled before it is
widened, MaxSim under autograd; for bfloat16 under autocast.
"""

import json
import math
import pathlib
import sys
import time

import torch
import torch.nn.functional as F
from torch import nn

LENGTH, TEXT_DIM, DIM, RANK, ALPHA = 24, 256, 128, 16, 32


class Linear(nn.Module):
    """A frozen linear layer, with LoRA where it is asked for."""

    def __init__(self, inputs, outputs, lora):
        super().__init__()
        self.weight = nn.Parameter(torch.randn(outputs, inputs) * 0.02, requires_grad=False)
        self.bias = nn.Parameter(torch.zeros(outputs), requires_grad=False)
        self.lora = lora
        if lora:
            bound = 1 / math.sqrt(inputs)
            self.a = nn.Parameter(torch.empty(RANK, inputs).uniform_(-bound, bound))
            self.b = nn.Parameter(torch.zeros(outputs, RANK))

    def forward(self, x):
        y = F.linear(x, self.weight, self.bias)
        if self.lora:
            y = y + F.linear(F.linear(x, self.a) * (ALPHA / RANK), self.b)
        return y


class Block(nn.Module):
    def __init__(self, dim, mlp, heads):
        super().__init__()
        self.heads = heads
        self.norm1 = nn.LayerNorm(dim, eps=1e-12).requires_grad_(False)
        self.norm2 = nn.LayerNorm(dim, eps=1e-12).requires_grad_(False)
        self.query, self.key, self.value, self.proj = (Linear(dim, dim, True) for _ in range(4))
        self.fc1 = Linear(dim, mlp, False)
        self.fc2 = Linear(mlp, dim, False)

    def forward(self, x):
        batch, length, dim = x.shape
        h = self.norm1(x)
        q, k, v = (
            layer(h).view(batch, length, self.heads, -1).transpose(1, 2)
            for layer in (self.query, self.key, self.value)
        )
        h = F.scaled_dot_product_attention(q, k, v).transpose(1, 2).reshape(x.shape)
        x = x + self.proj(h)
        return x + self.fc2(F.gelu(self.fc1(self.norm2(x))))


class Vision(nn.Module):
    def __init__(self, config):
        super().__init__()
        dim, side, patch = config["hidden_size"], config["image_size"], config["patch_size"]
        self.embed = nn.Conv2d(3, dim, patch, patch).requires_grad_(False)
        self.cls = nn.Parameter(torch.randn(1, 1, dim) * 0.02, requires_grad=False)
        count = 1 + (side // patch) ** 2
        self.positions = nn.Parameter(torch.randn(1, count, dim) * 0.02, requires_grad=False)
        self.blocks = nn.ModuleList(
            Block(dim, config["intermediate_size"], config["num_attention_heads"])
            for _ in range(config["num_hidden_layers"])
        )
        self.norm = nn.LayerNorm(dim, eps=1e-12).requires_grad_(False)

    def forward(self, pixels):
        x = self.embed(pixels).flatten(2).transpose(1, 2)
        x = torch.cat((self.cls.expand(len(x), -1, -1), x), 1) + self.positions
        for block in self.blocks:
            x = block(x)
        return self.norm(x)


def info_nce(logits):
    target = torch.arange(len(logits), device=logits.device)
    return (F.cross_entropy(logits, target) + F.cross_entropy(logits.T, target)) / 2


class Step:
    def __init__(self, config, batch, device, precision):
        self.device = device
        self.half = precision == "bfloat16"
        self.vision = Vision(config).to(device)
        dim = config["hidden_size"]
        sizes = {"patch": dim, "image": dim, "token": TEXT_DIM, "text": TEXT_DIM}
        self.heads = {
            name: nn.Parameter(torch.randn(DIM, size, device=device) / math.sqrt(size))
            for name, size in sizes.items()
        }
        learning = [p for p in self.vision.parameters() if p.requires_grad] + list(self.heads.values())
        self.learning = learning
        self.optimizer = torch.optim.AdamW(learning, lr=1e-4, weight_decay=0.01)
        side = config["image_size"]
        self.pixels = torch.randn(batch, 3, side, side, device=device)
        self.tokens = torch.randn(batch, LENGTH, TEXT_DIM, device=device)
        self.pooled = torch.randn(batch, TEXT_DIM, device=device)
        real = torch.tensor([8 + n % 8 for n in range(batch)], device=device)
        place = torch.arange(LENGTH, device=device)
        self.words = ((place >= 1) & (place <= real[:, None])).float()

    def head(self, name, x):
        return F.normalize(F.linear(x, self.heads[name]), dim=-1)

    def loss(self):
        features = self.vision(self.pixels)
        wholes = self.head("text", self.pooled) @ self.head("image", features[:, 0]).T
        tokens = self.head("token", self.tokens)
        patches = self.head("patch", features[:, 1:])
        count, length, dim = tokens.shape
        similarity = tokens.reshape(-1, dim) @ patches.reshape(-1, dim).T
        best = similarity.view(count, length, len(patches), -1).amax(3)
        weights = self.words / self.words.sum(1, keepdim=True)
        scores = (best * weights[:, :, None]).sum(1)
        scale = math.exp(2.66)
        return info_nce(wholes * scale) + info_nce(scores * scale)

    def autocast(self):
        return torch.autocast(self.device, torch.bfloat16, enabled=self.half)

    def forward(self):
        with torch.no_grad(), self.autocast():
            self.vision(self.pixels)

    def step(self):
        with self.autocast():
            loss = self.loss()
        loss.backward()
        torch.nn.utils.clip_grad_norm_(self.learning, 1.0)
        self.optimizer.step()
        self.optimizer.zero_grad()

    def seconds(self):
        if self.device == "cpu":
            return time.process_time()
        torch.cuda.synchronize()
        return time.perf_counter()


def main():
    torch.manual_seed(1)
    config, batch, device, precision = sys.argv[1:]
    if device == "cpu":
        torch.set_num_threads(1)
    step = Step(json.loads(pathlib.Path(config).read_text()), int(batch), device, precision)
    print("torch", torch.__version__, flush=True)
    for line in sys.stdin:
        command, times = line.split()
        start = step.seconds()
        for _ in range(int(times)):
            {"forward": step.forward, "step": step.step}[command]()
        print(step.seconds() - start, flush=True)


if __name__ == "__main__":
    main()

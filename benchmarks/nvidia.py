"""The NVIDIA GPU of this machine: what a benchmark on it needs, and how busy it is."""

import glob
import importlib.util
import os
import shutil
import statistics
import subprocess
import threading
import urllib.request
from pathlib import Path

import checkout

LIBTORCH = "2.7.1"  # djl.pytorch.version in pom.xml
FLAVOUR = "cu128"
JNI = "0.35.1-libdjl_torch.so"  # djl.version in pom.xml
DOWNLOADS = f"https://publish.djl.ai/pytorch/{LIBTORCH}/files.txt"
PIP = f"pip install torch=={LIBTORCH} --index-url https://download.pytorch.org/whl/{FLAVOUR}"


def problems(device):
    """What is missing for a benchmark on the device, each with what to do about it."""
    found = [] if checkout.jdk() else [checkout.NO_JDK]
    if not shutil.which("mvn"):
        found.append("no Maven: install it (apt install maven)")
    if device == "cuda":
        found += driver() + libtorch()
    return found + peer(device)


def driver():
    if not shutil.which("nvidia-smi"):
        return ["no nvidia-smi: this machine has no NVIDIA GPU, or its driver is not installed"]
    if not query("name"):
        return ["nvidia-smi shows no GPU: look at what it prints; in a container pass --gpus all"]
    return []


def peer(device):
    if not importlib.util.find_spec("torch"):
        return [f"this Python has no torch to compare with: {PIP}"]
    import torch

    if device == "cuda" and not torch.cuda.is_available():
        built = f"is built for CUDA {torch.version.cuda}" if torch.version.cuda else "is built for CPUs"
        return [f"this Python's torch {torch.__version__} {built} and finds no GPU: {PIP}"]
    return []


def libtorch():
    """The PyTorch that DJL loads: one that the environment names, or DJL's own."""
    path = os.environ.get("PYTORCH_LIBRARY_PATH")
    return named_libtorch(Path(path)) if path else own_libtorch()


def named_libtorch(path):
    found = []
    if not (path / "libtorch_cuda.so").exists():
        found.append(f"PYTORCH_LIBRARY_PATH is {path}, which has no libtorch_cuda.so: name the lib"
                     " folder of a PyTorch with CUDA (…/site-packages/torch/lib)")
    version = os.environ.get("PYTORCH_VERSION", "")
    flavour = os.environ.get("PYTORCH_FLAVOR", "")
    if not version:
        found.append(f"PYTORCH_VERSION is not set: to the version of that PyTorch, such as {LIBTORCH}")
    if not flavour.startswith("cu"):
        found.append(f"PYTORCH_FLAVOR is '{flavour}': to cu and the digits of its CUDA, such as {FLAVOUR}")
    if not os.environ.get("PYTORCH_LIBRARY_EXCLUSION"):
        found.append(
            "PYTORCH_LIBRARY_EXCLUSION is not set: to what of pip's torch/lib cannot be loaded alone,"
            " libshm.so,libaoti_custom_ops.so,libbackend_with_compiler.so,libjitbackend_test.so,"
            "libtorchbind_test.so,libtorch_global_deps.so"
        )
    jni = cache() / "pytorch" / f"{version}-{flavour}-linux-x86_64" / JNI
    if (version, flavour) != (LIBTORCH, FLAVOUR) and not jni.exists():
        found.append(
            f"DJL's binding for libtorch {version or '?'} {flavour or '?'} is missing: compile it from"
            f" DJL 0.35.1 (engines/pytorch/pytorch-native) against that libtorch and put it to {jni},"
            f" or take libtorch {LIBTORCH} {FLAVOUR}, which needs none ({PIP})"
        )
    return found


def own_libtorch():
    name = f"{LIBTORCH}*-{FLAVOUR}-linux-x86_64/libtorch.so"
    if glob.glob(str(cache() / "pytorch" / name)):
        return []
    try:
        urllib.request.urlopen(DOWNLOADS, timeout=10).close()
        return []
    except OSError as e:
        return [
            f"no PyTorch with CUDA for DJL: {cache()} has none, and {DOWNLOADS} cannot be reached ({e})."
            f" Run this once with access to it, bring such a cache along (DJL_CACHE_DIR), or take"
            f" pip's ({PIP}): set PYTORCH_LIBRARY_PATH=…/torch/lib PYTORCH_VERSION={LIBTORCH}"
            f" PYTORCH_FLAVOR={FLAVOUR}; this check then says what else that needs"
        ]


def cache():
    return Path(os.environ.get("DJL_CACHE_DIR", Path.home() / ".djl.ai"))


def query(*fields):
    """What nvidia-smi says of the first GPU, a text for each field; empty where it says nothing."""
    command = ["nvidia-smi", "-i", "0", "--query-gpu=" + ",".join(fields), "--format=csv,noheader,nounits"]
    answer = subprocess.run(command, capture_output=True, text=True)
    lines = answer.stdout.strip().splitlines()
    return [text.strip() for text in lines[0].split(",")] if answer.returncode == 0 and lines else []


def describe():
    name, memory, driver = query("name", "memory.total", "driver_version")
    return f"{name} ({int(memory) // 1024} GiB, driver {driver})"


class Busy:
    """Samples the GPU while a block runs: `with Busy(device) as busy: …`."""

    INTERVAL = 0.25  # seconds; nvidia-smi itself averages over about as much

    def __init__(self, device):
        self.samples = []  # share of the time with a kernel running in %, memory in MiB
        self.done = threading.Event()
        self.thread = threading.Thread(target=self.sample) if device == "cuda" else None

    def __enter__(self):
        if self.thread:
            self.thread.start()
        return self

    def __exit__(self, *_):
        self.done.set()
        if self.thread:
            self.thread.join()

    def sample(self):
        while not self.done.wait(self.INTERVAL):
            answer = query("utilization.gpu", "memory.used")
            if len(answer) == 2 and all(text.isdigit() for text in answer):
                self.samples.append(tuple(map(int, answer)))

    def share(self):
        """Mean share in % between the first sample with work and the last; None without samples."""
        working = [i for i, (share, _) in enumerate(self.samples) if share > 0]
        if not working:
            return None
        return statistics.mean(s for s, _ in self.samples[working[0] : working[-1] + 1])

    def memory(self):
        """The most memory in use in MiB; None without samples."""
        return max((memory for _, memory in self.samples), default=None)

"""What the benchmarks share: the checkout they measure, and how its Java code is run."""

import os
import platform
import re
import subprocess
import sys
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CLASSPATH = "target/benchmark-classpath.txt"
NO_JDK = "no JDK 25 or newer in JAVA_HOME or /usr/lib/jvm: install one, or set JAVA_HOME to it"
ONE_THREAD = {**os.environ, "OMP_NUM_THREADS": "1", "MKL_NUM_THREADS": "1"}


def build(module="trainer"):
    """Compiles a module with its tests, where the Java side of the benchmarks lives.

    Gives the revision that was built: the checkout may move on while a benchmark runs.
    """
    built = revision()
    command = ["mvn", "-q", "-B", *os.environ.get("MAVEN_ARGS", "").split(), "-pl", module, "-am"]
    command += ["test-compile", "dependency:build-classpath", "-Dmdep.includeScope=test"]
    command += [f"-Dmdep.outputFile={CLASSPATH}"]
    subprocess.run(command, cwd=ROOT, check=True, stdout=sys.stderr)
    return built


def java(main, *arguments, device="cpu", module="trainer", package="dev.patchseek.trainer", heap="2g", options=()):
    """The command that runs a class of a module's tests."""
    target = ROOT / module / "target"
    jars = (ROOT / module / CLASSPATH).read_text().strip().split(":")
    options = [f"@{ROOT}/configs/build/jvm.options", f"-Xmx{heap}", *options]
    if device == "cuda":  # as the patchseek script does for PATCHSEEK_CUDA=1
        jars = [jar for jar in jars if "/pytorch-native-cpu-" not in jar]
        options += ["-Dai.djl.offline=false", "-DPYTORCH_FLAVOR=cu128"]
    classpath = ":".join([f"{target}/test-classes", f"{target}/classes", *jars])
    java = (jdk() or sys.exit(NO_JDK)) / "bin/java"
    return [java, *options, "-cp", classpath, f"{package}.{main}", *arguments]


def jdk():
    """The home of a JDK 25 or newer, or None."""
    homes = [Path(os.environ.get("JAVA_HOME", "/none")), *sorted(Path("/usr/lib/jvm").glob("*"))]
    for home in homes:
        release = home / "release"
        version = release.exists() and re.search(r'JAVA_VERSION="(\d+)', release.read_text())
        if version and int(version[1]) >= 25:
            return home
    return None


def revision():
    def git(*arguments):
        return subprocess.run(["git", *arguments], cwd=ROOT, capture_output=True, text=True).stdout

    return git("rev-parse", "--short", "HEAD").strip() + (" with changes" if git("diff", "HEAD") else "")


def machine():
    """The processor, and how busy it was: others' work costs caches and clock, also in CPU time."""
    lines = Path("/proc/cpuinfo").read_text().splitlines() if Path("/proc/cpuinfo").exists() else []
    names = [line.split(":")[1].strip() for line in lines if line.startswith("model name")]
    load = os.getloadavg()[2]
    name = names[0] if names else platform.processor()
    return f"{name}, {os.cpu_count()} cores, load average of the last 15 minutes {load:.1f}"


def write(name, text, folder="docs/results"):
    file = ROOT / folder / name
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)
    print(f"{text}\nwritten to {file.relative_to(ROOT)}")

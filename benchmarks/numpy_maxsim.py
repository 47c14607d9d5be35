"""Exact MaxSim by NumPy and its BLAS, one thread: prints CPU milliseconds a query, and the library.

    benchmarks/numpy_maxsim.py IMAGES TOKENS
"""

import sys
import time

import numpy as np

PATCHES, DIM, QUERIES = 196, 128, 9


def main():
    images, tokens = map(int, sys.argv[1:])
    random = np.random.default_rng(1)
    patches = random.standard_normal((images * PATCHES, DIM), dtype=np.float32)
    times = []
    for _ in range(QUERIES):
        query = random.standard_normal((DIM, tokens), dtype=np.float32)
        start = time.process_time()
        scores = (patches @ query).reshape(images, PATCHES, tokens).max(axis=1).mean(axis=1)
        best = np.argpartition(scores, -10)[-10:]
        times.append(time.process_time() - start)
        assert len(best) == 10
    blas = np.show_config(mode="dicts")["Build Dependencies"]["blas"]
    print(f"{sorted(times)[QUERIES // 2] * 1e3:.1f} NumPy {np.__version__}, {blas['name']} {blas['version']}")


if __name__ == "__main__":
    main()

"""The M/D/k queue of the side-by-side comparison, as a user of SimPy or of NumPy would write it.

Poisson arrivals at 70 % load, one queue in order of arrival, k servers that take 1 ms each. Every
latency is kept. Rows of bench.csv go to stdout without their header (study, series, hosts,
max_batch, epochs, requests, cpu_s, peak_mib), means and p99 to stderr. Fails if a mean is off
theory. Where SimPy is not installed its rows are left out.
"""
import argparse
import csv
import math
import random
import resource
import sys
import time
from concurrent.futures import ProcessPoolExecutor
from importlib.util import find_spec
from multiprocessing import get_context

SERVICE_S = 1e-3
LOAD = 0.7
TOLERANCE = 0.03  # of the mean latency


def simpy_queue(requests, hosts, seed):
    """One process per request. Latencies in seconds, CPU time in seconds."""
    import simpy

    def request(env, servers, latencies):
        arrived = env.now
        with servers.request() as turn:
            yield turn
            yield env.timeout(SERVICE_S)
        latencies.append(env.now - arrived)

    def source(env, servers, latencies):
        rate_rps = LOAD * hosts / SERVICE_S
        for _ in range(requests):
            yield env.timeout(random.expovariate(rate_rps))
            env.process(request(env, servers, latencies))

    begin = time.process_time()
    random.seed(seed)
    latencies = []
    env = simpy.Environment()
    env.process(source(env, simpy.Resource(env, capacity=hosts), latencies))
    env.run()
    return latencies, time.process_time() - begin


def numpy_queue(requests, hosts, seed):
    """Lindley's recursion for one server, unrolled: W_n = max over i <= n of (S_i - S_n), where
    S_n sums (gap - service) up to request n. Latencies in seconds, CPU time in seconds."""
    import numpy as np

    assert hosts == 1
    begin = time.process_time()
    gaps = np.random.default_rng(seed).exponential(SERVICE_S / LOAD, requests)
    slack = np.cumsum(gaps - SERVICE_S)
    latencies = np.maximum.accumulate(slack) - slack + SERVICE_S
    return latencies, time.process_time() - begin


def measure(queue, requests, hosts, seed):
    """(CPU seconds, peak MiB, mean latency in s, p99 in s) of one run in this process."""
    latencies, cpu_s = queue(requests, hosts, seed)
    peak_mib = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / 1024
    import numpy as np  # not sooner: SimPy's memory is to be its own

    return cpu_s, peak_mib, float(np.mean(latencies)), float(np.quantile(latencies, 0.99))


def in_fresh_process(*call):
    """Spawned, not forked: a fork would start with its parent's memory."""
    with ProcessPoolExecutor(1, mp_context=get_context("spawn")) as process:
        return process.submit(measure, *call).result()


def theory_s(hosts):
    """Mean latency in seconds: half the wait of M/M/k (Erlang C). Exact for one server; for many
    an approximation, where the wait itself is far below the tolerance."""
    offered, blocked = LOAD * hosts, 1.0
    for k in range(1, hosts + 1):
        blocked = offered * blocked / (k + offered * blocked)  # Erlang B
    waits = blocked / (1 - LOAD * (1 - blocked))
    return SERVICE_S + waits * SERVICE_S / (2 * hosts * (1 - LOAD))


def tolerance(requests):
    """Relative. In short runs chance alone is larger: one standard error of a run of M/D/1 at this
    load is 2.95 / sqrt(requests) of the mean (200 runs of 1e5), four of them are granted."""
    return max(TOLERANCE, 4 * 2.95 / math.sqrt(requests))


def check(title, requests, hosts, mean_s, p99_s):
    """Prints the mean and p99; true if the mean agrees with theory."""
    off = mean_s / theory_s(hosts) - 1
    agrees = abs(off) <= tolerance(requests)
    print(f"{title}: mean {1e3 * mean_s:.4f} ms ({100 * off:+.2f} % off theory), "
          f"p99 {1e3 * p99_s:.4f} ms{'' if agrees else ': WRONG'}", file=sys.stderr)
    return agrees


def main():
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--requests", type=lambda text: int(float(text)), default=10_000_000,
                        help="of a NumPy run; SimPy gets a fiftieth (default: 1e7)")
    parser.add_argument("--repeats", type=int, default=5, help="one seed each (default: 5)")
    parser.add_argument("--quick", action="store_true", help="a tenth of the requests, once")
    given = parser.parse_args()
    requests = given.requests // 10 if given.quick else given.requests
    repeats = 1 if given.quick else given.repeats
    if requests < 50_000 or repeats < 1:
        parser.error("expected at least 50000 requests (500000 with --quick) and one repeat")

    rows = csv.writer(sys.stdout, lineterminator="\n")
    agree = True
    peers = [("numpy", numpy_queue, 1, requests)]
    if find_spec("simpy"):
        peers = [("simpy", simpy_queue, hosts, requests // 50) for hosts in (1, 64)] + peers
    else:
        print("peers.py: SimPy is not here, its rows are left out", file=sys.stderr)
    for series, queue, hosts, count in peers:
        for seed in range(1, repeats + 1):
            cpu_s, mib, mean_s, p99_s = in_fresh_process(queue, count, hosts, seed)
            rows.writerow(("compare", series, hosts, 1, 1, count, f"{cpu_s:.6f}", f"{mib:.2f}"))
            sys.stdout.flush()
            agree &= check(f"{series}, k = {hosts}, seed {seed}", count, hosts, mean_s, p99_s)
    if not agree:
        print("peers.py: a mean latency is off theory, see WRONG above", file=sys.stderr)
    return 0 if agree else 1


if __name__ == "__main__":
    sys.exit(main())

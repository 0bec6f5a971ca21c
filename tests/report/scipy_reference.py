"""SciPy's answers to what test_scipy.cpp asks: JSON from the file named, JSON to stdout. Exit code 77 where SciPy is absent."""
import json
import sys

try:
    import numpy
    from scipy import stats
except ImportError:
    sys.exit(77)

with open(sys.argv[1], encoding="utf-8") as file:
    question = json.load(file)
a, b = numpy.array(question["a"]), numpy.array(question["b"])
flips, draws = question["flips"], question["draws"]
bca = stats.bootstrap((a,), numpy.mean, confidence_level=0.95, n_resamples=20000, method="BCa", random_state=1).confidence_interval
exact = stats.binomtest(flips, draws).proportion_ci(confidence_level=0.95, method="exact")
json.dump(
    {
        "t": stats.t.interval(0.95, len(a) - 1, loc=a.mean(), scale=stats.sem(a)),
        "paired_p": stats.ttest_rel(a, b).pvalue,
        "predictive": stats.t.cdf((a - b).mean() / ((a - b).std(ddof=1) * (1 + 1 / len(a)) ** 0.5), len(a) - 1),
        "bca": [bca.low, bca.high],
        "exact": [exact.low, exact.high],
    },
    sys.stdout,
)

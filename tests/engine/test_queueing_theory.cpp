#include <doctest/doctest.h>

#include <Eigen/LU>
#include <cmath>

#include "engine/run_totals.hpp"
#include "sanitizers.hpp"

using namespace cadis;
using test::HandBuilt;
using test::run;
using test::totals;

namespace {

double poisson(Eigen::Index count, double mean) {
  const auto n = static_cast<double>(count);
  return std::exp(n * std::log(mean) - mean - std::lgamma(n + 1));
}

double poisson_tail(Eigen::Index from,
                    double mean) {  // of `from` and more, where `from` is above the mean
  double sum = 0;
  for (Eigen::Index n = from;; ++n) {
    const double term = poisson(n, mean);
    sum += term;
    if (term <= 1e-17 * sum) return sum;
  }
}

/// Mean wait in service times of M/D/c from its embedded chain: who is in the system now and not
/// served within one service time D is there D later, beside those that came: n -> max(n - c, 0) +
/// Poisson(rho c). That holds for any two instants D apart, so the chain's stationary distribution
/// is the queue's, and Little's law gives the wait.
double mean_wait_by_chain(int servers, double rho) {
  constexpr Eigen::Index states = 400;
  const double offered = rho * servers;
  Eigen::MatrixXd balance = -Eigen::MatrixXd::Identity(states, states);  // columns: from, rows: to
  for (Eigen::Index from = 0; from < states; ++from) {
    const Eigen::Index left = std::max<Eigen::Index>(from - servers, 0);
    for (Eigen::Index to = left; to < states; ++to)
      balance(to, from) += poisson(to - left, offered);
  }
  balance.row(states - 1).setOnes();  // one balance follows from the others: the sum is 1
  const Eigen::VectorXd p = balance.partialPivLu().solve(Eigen::VectorXd::Unit(states, states - 1));
  double waiting = 0;
  for (Eigen::Index n = servers + 1; n < states; ++n)
    waiting += static_cast<double>(n - servers) * p[n];
  return waiting / offered;
}

/// The same by the series of Crommelin (P.O. Electr. Engr. J. 25, 1932) and Pollaczek:
/// sum over i >= 1 of P(Poisson(i a) >= i c) - (c / a) P(Poisson(i a) >= i c + 1), with a = rho c.
double mean_wait_by_series(int servers, double rho) {
  const double offered = rho * servers;
  double sum = 0;
  for (Eigen::Index i = 1; i < 5000; ++i) {
    const double mean = static_cast<double>(i) * offered;
    const double tail = poisson_tail(i * servers, mean);
    sum += tail - (tail - poisson(i * servers, mean)) / rho;
    if (tail < 1e-13) break;
  }
  return sum;
}

/// Mean wait against theory within three standard errors, from ten seeds.
void check_mean_wait(HandBuilt built, double expected_s) {
  std::vector<double> waits;
  for (std::uint64_t seed = 1; seed <= 10; ++seed) {
    built.seed = seed;
    const auto result = run(built);
    const auto sum = totals(result);
    waits.push_back(sum.latency_s / sum.served - built.service_s[0]);
  }
  double mean = 0;
  for (const double w : waits) mean += w / 10;
  double squares = 0;
  for (const double w : waits) squares += (w - mean) * (w - mean);
  const double standard_error = std::sqrt(squares / 9 / 10);
  INFO("mean wait ", mean, " s, theory ", expected_s, " s, standard error ", standard_error, " s");
  CHECK(std::abs(mean - expected_s) < 3 * standard_error);
}

}  // namespace

TEST_CASE("M/D/1 mean wait is rho s / (2 (1 - rho)) (Pollaczek-Khinchine) at 30, 70 and 90 % load" *
          doctest::skip(test::is_sanitized)) {
  for (const double rho : {0.3, 0.7, 0.9}) {
    HandBuilt built;
    built.arrivals = PoissonArrivals{rho / 1e-3};
    built.duration_s = 200;
    check_mean_wait(built, rho * 1e-3 / (2 * (1 - rho)));
  }
}

TEST_CASE("D/D/1 below capacity never waits") {
  HandBuilt built;
  built.arrivals = ConstantArrivals{800};
  built.duration_s = 50;
  built.epoch_s = 10;
  const auto result = run(built);
  const auto sum = totals(result);
  CHECK(sum.latency_s / sum.served == doctest::Approx(1e-3).epsilon(1e-9));
}

TEST_CASE(
    "the embedded chain and the series agree on M/D/c, and with Pollaczek-Khinchine on M/D/1") {
  for (const double rho : {0.3, 0.5, 0.7, 0.9}) {
    CHECK(mean_wait_by_chain(1, rho) == doctest::Approx(rho / (2 * (1 - rho))).epsilon(1e-9));
    for (const int servers : {1, 2, 5}) {
      CHECK(mean_wait_by_chain(servers, rho) ==
            doctest::Approx(mean_wait_by_series(servers, rho)).epsilon(1e-9));
    }
  }
}

TEST_CASE("M/D/2 mean wait is that of its embedded chain (Crommelin) at 50, 70 and 90 % load" *
          doctest::skip(test::is_sanitized)) {
  for (const double rho : {0.5, 0.7, 0.9}) {
    HandBuilt built;
    built.hosts = 2;
    built.arrivals = PoissonArrivals{2 * rho / 1e-3};
    built.duration_s = 15;
    built.epoch_s = 10;
    check_mean_wait(built, 1e-3 * mean_wait_by_chain(2, rho));
  }
}

#include "cli/describe_command.hpp"

#include <iostream>

#include "cli/arguments.hpp"
#include "cli/describe_forecast.hpp"
#include "model/trace_file.hpp"

namespace cadis {

int describe_trace(const std::vector<std::string>& words) {
  namespace po = boost::program_options;
  po::options_description options("options");
  options.add_options()("csv", "print CSV instead of a table for the eye");
  options.add(forecast_options());
  const Arguments arguments = parse_arguments(words, options, "trace", false);
  if (arguments.wants_help) {
    print_help("trace describe TRACE.csv --forecast METHOD [OPTIONS]",
               "Scores a way to forecast a carbon trace, by horizon.", options);
    return 0;
  }
  const std::string file = require(arguments, "trace", "a carbon trace");
  static_cast<void>(require(arguments, "forecast", "--forecast and a method, such as persistence"));
  const StepSeries series = read_carbon_trace(file);
  std::cout << describe_forecast(series, file, arguments);
  return 0;
}

}  // namespace cadis

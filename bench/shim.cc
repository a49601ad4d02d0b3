// The one C++ file: Google Benchmark schedules what is written in C. Every measurement is one
// iteration, as often as there are rounds, in random order; it tells its own time.
#include <benchmark/benchmark.h>

#include <cstdio>

#include "bench/bench.h"

namespace {

size_t measurements; // to come
size_t done, dots;
bool show; // fifty dots, while it goes on

// The samples are kept by those who measure: nothing is reported.
class Silent : public benchmark::BenchmarkReporter {
  public:
    bool ReportContext(const Context &) override { return true; }
    void ReportRuns(const std::vector<Run> &) override {}
};

double measure(BenchBody body, void *ctx)
{
    double seconds = body(ctx);
    done++;
    for (; show && dots * measurements < done * 50; dots++)
        std::fputc('.', stderr);
    return seconds;
}

} // namespace

extern "C" void bench_register(const char *name, BenchBody body, void *ctx, int rounds)
{
    measurements += static_cast<size_t>(rounds);
    benchmark::RegisterBenchmark(name, [body, ctx](benchmark::State &state) {
        for (auto _ : state)
            state.SetIterationTime(measure(body, ctx));
    })->Iterations(1)->Repetitions(rounds)->UseManualTime()->Unit(benchmark::kNanosecond);
}

extern "C" size_t bench_run(bool progress)
{
    char name[] = "bench", interleave[] = "--benchmark_enable_random_interleaving=true";
    char *argv[] = {name, interleave, nullptr};
    int argc = 2;
    benchmark::Initialize(&argc, argv);
    Silent reporter;
    show = progress;
    size_t ran = benchmark::RunSpecifiedBenchmarks(&reporter);
    if (show)
        std::fputc('\n', stderr);
    return ran;
}

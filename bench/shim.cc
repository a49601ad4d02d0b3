// The one C++ file: Google Benchmark schedules what is written in C. Every measurement is one
// iteration, as often as there are rounds, in random order; it tells its own time.
#include <benchmark/benchmark.h>

#include <cstdio>

#include "bench/bench.h"

namespace {

// The samples are kept by those who measure; here only the progress is shown.
class Progress : public benchmark::BenchmarkReporter {
  public:
    explicit Progress(bool show) : show_(show) {}
    bool ReportContext(const Context &) override { return true; }
    void ReportRuns(const std::vector<Run> &) override
    {
        if (show_ && ++done_ % 50 == 0)
            std::fputc('.', stderr);
    }
    void Finalize() override
    {
        if (show_)
            std::fputc('\n', stderr);
    }

  private:
    bool show_;
    size_t done_ = 0;
};

} // namespace

extern "C" void bench_register(const char *name, BenchBody body, void *ctx, int rounds)
{
    benchmark::RegisterBenchmark(name, [body, ctx](benchmark::State &state) {
        for (auto _ : state)
            state.SetIterationTime(body(ctx));
    })->Iterations(1)->Repetitions(rounds)->UseManualTime()->Unit(benchmark::kNanosecond);
}

extern "C" size_t bench_run(bool progress)
{
    char name[] = "bench", interleave[] = "--benchmark_enable_random_interleaving=true";
    char *argv[] = {name, interleave, nullptr};
    int argc = 2;
    benchmark::Initialize(&argc, argv);
    Progress reporter(progress);
    return benchmark::RunSpecifiedBenchmarks(&reporter);
}

// The one C++ file: Google Benchmark schedules what is written in C. Every measurement is one
// iteration a round, and tells its own time; the order within a round is random.
#include <benchmark/benchmark.h>

#include <algorithm>
#include <cstdio>
#include <memory>
#include <vector>

#include "bench/bench.h"

namespace
{

struct Entry {
    BenchBody body;
    void *ctx;
    int rounds, done;
};

std::vector<std::unique_ptr<Entry>> entries; // registered, not yet run
size_t measurements, done, dots;             // to come; of them; fifty, while it goes on
bool show;
bool google; // a program of Google Benchmark

// The samples are kept by those who measure: nothing is reported.
class Silent : public benchmark::BenchmarkReporter
{
  public:
    bool ReportContext(const Context &) override
    {
        return true;
    }
    void ReportRuns(const std::vector<Run> &) override {}
};

double measure(Entry &e)
{
    if (e.done == e.rounds)
        return 0; // others have more rounds
    e.done++;
    done++;
    double seconds = e.body(e.ctx);
    for (; show && dots * measurements < done * 50; dots++)
        std::fputc('.', stderr);
    return seconds;
}

} // namespace

extern "C" void bench_register(const char *name, BenchBody body, void *ctx, int rounds)
{
    if (google) {
        auto *b = benchmark::RegisterBenchmark(name, [body, ctx](benchmark::State &state) {
            for (auto _ : state)
                state.SetIterationTime(body(ctx));
        });
        b->UseManualTime();
        if (rounds > 0)
            b->Iterations(rounds)->Unit(benchmark::kNanosecond);
        else
            b->Unit(benchmark::kMillisecond);
        return;
    }
    entries.push_back(std::unique_ptr<Entry>(new Entry{body, ctx, rounds, 0}));
    Entry *e = entries.back().get();
    benchmark::RegisterBenchmark(name,
                                 [e](benchmark::State &state) {
                                     for (auto _ : state)
                                         state.SetIterationTime(measure(*e));
                                 })
        ->Iterations(1)
        ->Repetitions(1)
        ->UseManualTime()
        ->Unit(benchmark::kNanosecond);
}

extern "C" void bench_run(bool progress)
{
    char name[] = "bench", interleave[] = "--benchmark_enable_random_interleaving=true";
    char *argv[] = {name, interleave, nullptr};
    int argc = 2, rounds = 0;
    benchmark::Initialize(&argc, argv);
    Silent reporter;
    show = progress;
    measurements = done = dots = 0;
    for (auto &e : entries) {
        measurements += static_cast<size_t>(e->rounds);
        rounds = std::max(rounds, e->rounds);
    }
    for (int round = 0; round < rounds; round++)
        benchmark::RunSpecifiedBenchmarks(&reporter);
    if (show)
        std::fputc('\n', stderr);
    benchmark::ClearRegisteredBenchmarks();
    entries.clear();
}

extern "C" bool bench_google_begin(int argc, char **argv)
{
    google = true;
    benchmark::Initialize(&argc, argv);
    return !benchmark::ReportUnrecognizedArguments(argc, argv);
}

extern "C" void bench_google_show(void)
{
    benchmark::RunSpecifiedBenchmarks();
    benchmark::Shutdown();
}

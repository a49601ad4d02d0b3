#include "../rt.h"

#define N 5000
#define DEGREE 4
static int64_t first[N + 1], targets[N * DEGREE], dist[N], queue[N];

static void make_graph(void)
{
    int64_t seed = 7, m = 0;
    for (int64_t u = 0; u < N; u++) {
        first[u] = m;
        for (int64_t k = 0; k < DEGREE; k++) {
            seed = seed * 16807 % 2147483647;
            targets[m++] = seed % N;
        }
    }
    first[N] = m;
}

static int64_t bfs(int64_t source)
{
    int64_t head = 0, tail = 0, total = 0;
    for (int64_t u = 0; u < N; u++)
        dist[u] = -1;
    dist[source] = 0;
    queue[tail++] = source;
    while (head < tail) {
        int64_t u = queue[head++], d = dist[u] + 1;
        for (int64_t e = first[u]; e < first[u + 1]; e++) {
            int64_t v = targets[e];
            if (dist[v] < 0) {
                dist[v] = d;
                queue[tail++] = v;
            }
        }
    }
    for (int64_t i = 0; i < tail; i++)
        total += dist[queue[i]];
    return total;
}

static void run(void)
{
    int64_t total = 0;
    make_graph();
    for (int64_t source = 0; source < 800; source++)
        total += bfs(source);
    print_int(total);
}

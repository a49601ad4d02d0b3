def make_graph(n, degree, first, targets):
    seed = 7
    for u in range(n):
        first.append(len(targets))
        for k in range(degree):
            seed = seed * 16807 % 2147483647
            targets.append(seed % n)
    first.append(len(targets))


def bfs(first, targets, n, source):
    dist = [-1] * n
    dist[source] = 0
    queue = [source]
    head = 0
    while head < len(queue):
        u = queue[head]
        head += 1
        d = dist[u] + 1
        for e in range(first[u], first[u + 1]):
            v = targets[e]
            if dist[v] < 0:
                dist[v] = d
                queue.append(v)
    total = 0
    for u in queue:
        total += dist[u]
    return total


def main():
    n = 5000
    first = []
    targets = []
    make_graph(n, 4, first, targets)
    total = 0
    for source in range(800):
        total += bfs(first, targets, n, source)
    print(total)


main()

def push(heap, item):
    heap.append(item)
    i = len(heap) - 1
    while i > 0:
        parent = (i - 1) // 2
        if heap[parent] <= item:
            break
        heap[i] = heap[parent]
        i = parent
    heap[i] = item


def pop(heap):
    top = heap[0]
    item = heap.pop()
    n = len(heap)
    if n > 0:
        i = 0
        child = 1
        while child < n:
            if child + 1 < n and heap[child + 1] < heap[child]:
                child += 1
            if item <= heap[child]:
                break
            heap[i] = heap[child]
            i = child
            child = 2 * i + 1
        heap[i] = item
    return top


def dijkstra(weight, width, height):
    cells = width * height
    far = 1000000000
    dist = [far] * cells
    dist[0] = 0
    heap = [0]
    while len(heap) > 0:
        item = pop(heap)
        d = item // cells
        u = item % cells
        if d > dist[u]:
            continue
        x = u % width
        y = u // width
        for k in range(4):
            v = -1
            if k == 0:
                if x > 0:
                    v = u - 1
            elif k == 1:
                if x < width - 1:
                    v = u + 1
            elif k == 2:
                if y > 0:
                    v = u - width
            elif y < height - 1:
                v = u + width
            if v >= 0 and d + weight[v] < dist[v]:
                dist[v] = d + weight[v]
                push(heap, dist[v] * cells + v)
    total = 0
    for d in dist:
        total += d
    return total


def main():
    width = 300
    height = 200
    seed = 42
    total = 0
    for k in range(16):
        weight = []
        for i in range(width * height):
            seed = seed * 16807 % 2147483647
            weight.append(seed % 9 + 1)
        total += dijkstra(weight, width, height)
    print(total)


main()

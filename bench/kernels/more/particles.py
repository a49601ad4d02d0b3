def step(x, y, vx, vy, dt):
    bounces = 0
    for i in range(len(x)):
        vy[i] -= 9.81 * dt
        x[i] += vx[i] * dt
        y[i] += vy[i] * dt
        if x[i] < 0.0:
            x[i] = -x[i]
            vx[i] = -0.9 * vx[i]
            bounces += 1
        elif x[i] > 10.0:
            x[i] = 20.0 - x[i]
            vx[i] = -0.9 * vx[i]
            bounces += 1
        if y[i] < 0.0:
            y[i] = -y[i]
            vy[i] = -0.9 * vy[i]
            bounces += 1
    return bounces


def collide(x, y, vx, vy, radius):
    hits = 0
    n = len(x)
    for i in range(n):
        for j in range(i + 1, n):
            dx = x[j] - x[i]
            dy = y[j] - y[i]
            if dx * dx + dy * dy < radius * radius:
                along = (vx[j] - vx[i]) * dx + (vy[j] - vy[i]) * dy
                if along < 0.0:
                    vx[i], vx[j] = vx[j], vx[i]
                    vy[i], vy[j] = vy[j], vy[i]
                    hits += 1
    return hits


def main():
    n = 100
    x = []
    y = []
    vx = []
    vy = []
    seed = 1234
    for i in range(n):
        seed = seed * 16807 % 2147483647
        x.append(10.0 * seed / 2147483647)
        seed = seed * 16807 % 2147483647
        y.append(10.0 * seed / 2147483647)
        seed = seed * 16807 % 2147483647
        vx.append(4.0 * seed / 2147483647 - 2.0)
        vy.append(0.0)
    events = 0
    for k in range(10000):
        events += step(x, y, vx, vy, 0.002)
        if k % 2 == 0:
            events += collide(x, y, vx, vy, 0.15)
    energy = 0
    for i in range(n):
        energy += 0.5 * (vx[i] * vx[i] + vy[i] * vy[i]) + 9.81 * y[i]
    print(events)
    print("%.9f" % energy)


main()

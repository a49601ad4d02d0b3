/* Snapshots taken while one of some programs runs in the typed engine, with bytes of the state
 * changed and the checksum made to fit, restored in several engines: refused everywhere with the
 * same reason, or a machine that does the same everywhere. The input: which program, after how many
 * instructions (u16), then changes, each a place (u16, from the end of the program in the
 * snapshot) and a byte. */
#include "core/base/hash.h"
#include "core/machine/store/snapshot.h"
#include "tests/fuzz/agree.h"

#define HEAD 4u
#define CHANGE 3u

static const char *const sources[] = {
    /* numbers and calls */
    "def f(n):\n    if n < 2:\n        return n\n    return f(n - 1) + f(n - 2)\n"
    "def main():\n    s = 0\n    for i in range(9):\n        s += f(i) * 2\n        "
    "print(s)\nmain()\n",
    /* lists of each kind, nested */
    "def main():\n    a = []\n    b = [1.5] * 3\n    for i in range(12):\n        a.append([i, b, "
    "i * 0.5])\n"
    "        b[i % 3] += i\n        if i % 4 == 3:\n            a.pop()\n    print(a)\n    "
    "a[2][1][0] = a[3]\n"
    "    print(len(a), a[2][0])\nmain()\n",
    /* text that grows, text that is not ASCII */
    "def main():\n    s = ''\n    parts = []\n    for i in range(20):\n        s += chr(97 + i) + "
    "'\xC3\xA9'\n"
    "        parts.append(s[i // 2:])\n    print(','.join(parts))\n    print(s.find(parts[9]), "
    "len(s))\n",
    /* globals, tuples, functions as values */
    "total = 0\ndef add(x):\n    global total\n    total += x\n    return (x, total)\n"
    "def apply(g, n):\n    out = []\n    for i in range(n):\n        out.append(g(i))\n    return "
    "out\n"
    "print(apply(add, 15))\nprint(total)\n",
    /* deep recursion with lists that are given back */
    "def walk(d, path):\n    t = [d, d + 1]\n    if d == 0:\n        return len(path)\n"
    "    return walk(d - 1, path + [d]) + t[0]\ndef main():\n    for i in range(8):\n        "
    "print(walk(i, []))\nmain()\n",
    /* sorting, slices, formatting */
    "def main():\n    a = [5, 3.5, 1, 2.25, 4]\n    for i in range(10):\n        a = sorted(a + [i "
    "% 4])\n"
    "        a = a[1:] + a[:1]\n        print('%d %.2f' % (len(a), a[0]), f'{a[-1]:>6}')\nmain()\n",
};
#define PROGRAMS (sizeof sources / sizeof sources[0])

static const BobProgram *program(unsigned i)
{
    static BobProgram *loaded[PROGRAMS];
    if (loaded[i] == NULL) {
        BobError error;
        if (bob_program_load(sources[i], strlen(sources[i]), "fuzz.py", NULL, &loaded[i], &error) !=
            BOB_OK) {
            (void)fprintf(stderr, "program %u: %u:%u: %s\n", i, error.line, error.column,
                          error.message);
            abort();
        }
    }
    return loaded[i];
}

static void limits(BobConfig *c, const char *engine)
{
    bob_config_init(c);
    c->warm_up = 0;
    c->stack = 50;
    c->depth = 40;
    c->arena = 1500;
    c->heap = 1u << 16;
    c->output = 4000;
    c->engine = engine;
}

/* The snapshot after so many instructions, or NULL where the program ends before. */
static char *snapshot_at(const BobProgram *p, unsigned instructions, size_t *n)
{
    BobConfig c;
    BobMachine *m;
    char *bytes = NULL;
    limits(&c, "typed");
    CHECK(bob_machine_new(p, &c, 0, NULL, &m, NULL) == BOB_OK);
    if (bob_machine_run_slice(m, instructions) == BOB_YIELDED)
        CHECK(bob_machine_snapshot(m, &bytes, n, NULL) == BOB_OK);
    bob_machine_free(m);
    return bytes;
}

static uint64_t u64_at(const char *bytes)
{
    uint64_t v = 0;
    unsigned i;
    for (i = 0; i < 8; i++)
        v |= (uint64_t)(uint8_t)bytes[i] << (8 * i);
    return v;
}

static void change(char *bytes, size_t n, const uint8_t *data, size_t size)
{
    size_t first = BOB_SNAPSHOT_HEAD + 8 + u64_at(bytes + BOB_SNAPSHOT_HEAD), i;
    uint64_t sum;
    for (i = 0; i + CHANGE <= size; i += CHANGE) {
        size_t at = first + (data[i] | (size_t)data[i + 1] << 8) % (n - 8 - first);
        bytes[at] = (char)data[i + 2];
    }
    sum = bob_hash(bytes, n - 8);
    for (i = 0; i < 8; i++)
        bytes[n - 8 + i] = (char)(sum >> (8 * i));
}

/* In slices of 37 to its end, or a thousand instructions on. */
static void resume(Seen *seen, const BobProgram *p, const char *engine, const char *bytes, size_t n)
{
    BobConfig c;
    BobMachine *m;
    BobError error;
    BobStatus status;
    limits(&c, engine);
    c.write = text_write;
    c.write_ctx = &seen->output;
    status = bob_machine_restore(p, &c, bytes, n, &m, &error);
    if (status != BOB_OK) {
        CHECK(status == BOB_OUT_OF_MEMORY ||
              (status == BOB_INVALID_PROGRAM && error.has_offset && error.offset <= n));
        seen->status = status;
        error_describe(&seen->error_text, &error);
        return;
    }
    bob_machine_set_fuel(m, bob_machine_instructions(m) < BOB_UNLIMITED - 1000
                                ? bob_machine_instructions(m) + 1000
                                : BOB_UNLIMITED);
    while ((status = bob_machine_run_slice(m, 37)) == BOB_YIELDED)
        ;
    seen_take(seen, m, p, status);
    bob_machine_free(m);
}

int LLVMFuzzerTestOneInput(const uint8_t *data, size_t size)
{
    static const char *const engines[] = {"typed", "fused", "direct"};
    const BobProgram *p;
    Seen reference = {0};
    char *bytes;
    size_t n;
    unsigned i;
    if (size < HEAD)
        return 0;
    p = program(data[0] % PROGRAMS);
    bytes = snapshot_at(p, (unsigned)(data[1] | data[2] << 8) % 2000, &n);
    if (bytes == NULL)
        return 0;
    change(bytes, n, data + HEAD, size - HEAD);
    resume(&reference, p, "switch", bytes, n);
    for (i = 0; i < sizeof engines / sizeof engines[0]; i++) {
        Seen seen = {0};
        resume(&seen, p, engines[i], bytes, n);
        agree(engines[i], &reference, &seen);
        seen_free(&seen);
    }
    seen_free(&reference);
    bob_bytes_free(p, bytes, n);
    return 0;
}

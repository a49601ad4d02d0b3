#include "rt.h"

static int64_t *make_table(void)
{
    int64_t *table = alloc(256 * 8);
    for (int64_t i = 0; i < 256; i++) {
        int64_t c = i;
        for (int64_t k = 0; k < 8; k++) {
            if ((c & 1) == 1)
                c = 0xEDB88320 ^ (c >> 1);
            else
                c = c >> 1;
        }
        table[i] = c;
    }
    return table;
}

static int64_t crc32(const int64_t *data, int64_t n, const int64_t *table, int64_t crc)
{
    for (int64_t i = 0; i < n; i++)
        crc = table[(crc ^ data[i]) & 255] ^ (crc >> 8);
    return crc;
}

static void run(void)
{
    int64_t n = 100000, seed = 42, crc = 0xFFFFFFFF;
    int64_t *table = make_table();
    int64_t *data = alloc(n * 8);
    for (int64_t i = 0; i < n; i++) {
        seed = (seed * 3877 + 29573) % 139968;
        data[i] = seed % 256;
    }
    for (int64_t k = 0; k < 120; k++)
        crc = crc32(data, n, table, crc);
    print_int(crc ^ 0xFFFFFFFF);
}

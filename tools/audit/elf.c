#include "tools/audit/elf.h"

#include <elf.h>
#include <errno.h>
#include <inttypes.h>
#include <stdarg.h>
#include <stdio.h>
#include <stdlib.h>
#include <string.h>

#define LARGEST_FILE ((uint64_t)1 << 28) /* nothing of ours comes near */
#define MOST_LINKED_SECTIONS 256         /* each pointer of a program looks for its own */

static ElfResult damaged(ElfFile *e, uint64_t offset, const char *format, ...)
    __attribute__((format(printf, 3, 4)));
static ElfResult damaged(ElfFile *e, uint64_t offset, const char *format, ...)
{
    int n = snprintf(e->error, sizeof e->error, "offset 0x%" PRIx64 ": ", offset);
    va_list args;
    va_start(args, format);
    vsnprintf(e->error + n, sizeof e->error - (size_t)n, format, args);
    va_end(args);
    return ELF_DAMAGED;
}

static ElfResult no_memory(ElfFile *e)
{
    snprintf(e->error, sizeof e->error, "out of memory");
    return ELF_NO_MEMORY;
}

static bool inside(const ElfFile *e, uint64_t offset, uint64_t size)
{
    return offset <= e->size && size <= e->size - offset;
}

static ElfResult read_bytes(ElfFile *e, const char *path)
{
    FILE *f = fopen(path, "rb");
    size_t room = 1 << 16, n;
    bool failed;
    if (f == NULL) {
        snprintf(e->error, sizeof e->error, "%s", strerror(errno));
        return ELF_NOT_OPENED;
    }
    e->bytes = malloc(room);
    while (e->bytes != NULL && (n = fread(e->bytes + e->size, 1, room - e->size, f)) > 0) {
        e->size += n;
        if (e->size == room && room < LARGEST_FILE) {
            uint8_t *more = realloc(e->bytes, room *= 2);
            if (more == NULL)
                free(e->bytes);
            e->bytes = more;
        }
    }
    failed = ferror(f) != 0;
    if (failed)
        snprintf(e->error, sizeof e->error, "%s", strerror(errno));
    fclose(f);
    if (e->bytes == NULL)
        return no_memory(e);
    if (failed)
        return ELF_NOT_OPENED;
    if (e->size >= LARGEST_FILE)
        return damaged(e, e->size, "larger than the 256 MiB that are read");
    return ELF_READ;
}

/* A string of a string table, which ends with a NUL; NULL where it runs past its end. */
static const char *text_at(const Section *table, uint64_t at)
{
    if (table->bytes == NULL || at >= table->size || table->bytes[table->size - 1] != 0)
        return NULL;
    return (const char *)table->bytes + at;
}

static ElfResult read_sections(ElfFile *e)
{
    Elf64_Ehdr h;
    uint32_t i;
    if (e->size < sizeof h || memcmp(e->bytes, ELFMAG, SELFMAG) != 0)
        return damaged(e, 0, "not an ELF file");
    memcpy(&h, e->bytes, sizeof h);
    if (h.e_ident[EI_CLASS] != ELFCLASS64 || h.e_ident[EI_DATA] != ELFDATA2LSB)
        return damaged(e, EI_CLASS, "not a 64-bit little-endian ELF file");
    if (h.e_machine != EM_X86_64)
        return damaged(e, offsetof(Elf64_Ehdr, e_machine), "machine %u, not x86-64", h.e_machine);
    if (h.e_type != ET_REL && h.e_type != ET_EXEC && h.e_type != ET_DYN)
        return damaged(e, offsetof(Elf64_Ehdr, e_type), "type %u: no object and no program",
                       h.e_type);
    e->linked = h.e_type != ET_REL;
    e->fixed = h.e_type == ET_EXEC;
    if (h.e_shnum == 0)
        return damaged(e, offsetof(Elf64_Ehdr, e_shnum), "no sections");
    if (h.e_shentsize != sizeof(Elf64_Shdr))
        return damaged(e, offsetof(Elf64_Ehdr, e_shentsize), "section headers of %u bytes",
                       h.e_shentsize);
    if (!inside(e, h.e_shoff, (uint64_t)h.e_shnum * sizeof(Elf64_Shdr)))
        return damaged(e, offsetof(Elf64_Ehdr, e_shoff),
                       "section headers past the end of the file");
    if (e->linked && h.e_shnum > MOST_LINKED_SECTIONS)
        return damaged(e, offsetof(Elf64_Ehdr, e_shnum), "%u sections in a linked file", h.e_shnum);
    e->section_count = h.e_shnum;
    e->sections = calloc(h.e_shnum, sizeof *e->sections);
    if (e->sections == NULL)
        return no_memory(e);
    for (i = 0; i < e->section_count; i++) {
        uint64_t at = h.e_shoff + (uint64_t)i * sizeof(Elf64_Shdr);
        Section *s = &e->sections[i];
        Elf64_Shdr sh;
        memcpy(&sh, e->bytes + at, sizeof sh);
        *s = (Section){.name = "",
                       .type = sh.sh_type,
                       .flags = sh.sh_flags,
                       .address = sh.sh_addr,
                       .offset = sh.sh_offset,
                       .size = sh.sh_size,
                       .entry = sh.sh_entsize,
                       .link = sh.sh_link,
                       .info = sh.sh_info};
        if (sh.sh_type == SHT_NULL || sh.sh_type == SHT_NOBITS)
            continue;
        if (!inside(e, sh.sh_offset, sh.sh_size))
            return damaged(e, at, "section %u past the end of the file", i);
        s->bytes = e->bytes + sh.sh_offset;
    }
    if (h.e_shstrndx >= e->section_count)
        return damaged(e, offsetof(Elf64_Ehdr, e_shstrndx), "names in section %u, of %u",
                       h.e_shstrndx, e->section_count);
    for (i = 1; i < e->section_count; i++) {
        uint64_t at = h.e_shoff + (uint64_t)i * sizeof(Elf64_Shdr);
        uint32_t name;
        memcpy(&name, e->bytes + at, sizeof name);
        e->sections[i].name = text_at(&e->sections[h.e_shstrndx], name);
        if (e->sections[i].name == NULL)
            return damaged(e, at, "section %u's name past the end of the names", i);
    }
    return ELF_READ;
}

/* The section that an address of a linked file lies in, 0 for none. */
static uint32_t section_of(const ElfFile *e, uint64_t address)
{
    for (uint32_t i = 1; i < e->section_count; i++) {
        const Section *s = &e->sections[i];
        if ((s->flags & SHF_ALLOC) != 0 && (s->flags & SHF_TLS) == 0 && address >= s->address &&
            address - s->address < s->size)
            return i;
    }
    return 0;
}

static ElfResult read_symbols(ElfFile *e)
{
    uint32_t i, table = 0;
    uint64_t k;
    const Section *s, *names;
    for (i = 1; i < e->section_count; i++)
        if (e->sections[i].type == SHT_SYMTAB)
            table = i;
    if (table == 0)
        return damaged(e, offsetof(Elf64_Ehdr, e_shoff), "no symbol table: the file is stripped");
    s = &e->sections[table];
    if (s->entry != sizeof(Elf64_Sym) || s->size % sizeof(Elf64_Sym) != 0)
        return damaged(e, s->offset, "symbol table of entries of %" PRIu64 " bytes", s->entry);
    if (s->link >= e->section_count || e->sections[s->link].type != SHT_STRTAB)
        return damaged(e, s->offset, "symbols named in section %u", s->link);
    names = &e->sections[s->link];
    e->symbol_count = s->size / sizeof(Elf64_Sym);
    e->symbols = calloc(e->symbol_count + 1, sizeof *e->symbols);
    if (e->symbols == NULL)
        return no_memory(e);
    for (k = 0; k < e->symbol_count; k++) {
        uint64_t at = s->offset + k * sizeof(Elf64_Sym);
        Symbol *y = &e->symbols[k];
        Elf64_Sym sym;
        memcpy(&sym, e->bytes + at, sizeof sym);
        y->name = text_at(names, sym.st_name);
        if (y->name == NULL)
            return damaged(e, at, "symbol %" PRIu64 "'s name past the end of the names", k);
        y->kind = ELF64_ST_TYPE(sym.st_info);
        if (sym.st_shndx == SHN_UNDEF || sym.st_shndx >= SHN_LORESERVE)
            continue;
        if (sym.st_shndx >= e->section_count)
            return damaged(e, at, "symbol '%.40s' in section %u, of %u", y->name, sym.st_shndx,
                           e->section_count);
        y->section = sym.st_shndx;
        y->size = sym.st_size;
        y->offset = sym.st_value - (e->linked ? e->sections[sym.st_shndx].address : 0);
        if ((y->kind == STT_FUNC || y->kind == STT_OBJECT) &&
            (y->offset > e->sections[y->section].size ||
             y->size > e->sections[y->section].size - y->offset))
            return damaged(e, at, "symbol '%.40s' past the end of its section", y->name);
    }
    return ELF_READ;
}

static int by_place(const void *a, const void *b)
{
    const Pointer *p = a, *q = b;
    if (p->section != q->section)
        return p->section < q->section ? -1 : 1;
    return p->offset < q->offset ? -1 : p->offset > q->offset;
}

static bool add(Pointer **list, uint64_t *count, uint64_t *room, Pointer p)
{
    if (*count == *room) {
        uint64_t more = *room * 2 + 256;
        Pointer *grown = realloc(*list, more * sizeof *grown);
        if (grown == NULL)
            return false;
        *list = grown;
        *room = more;
    }
    (*list)[(*count)++] = p;
    return true;
}

static ElfResult read_pointers(ElfFile *e)
{
    uint64_t room = 0, patch_room = 0, k;
    for (uint32_t i = 1; i < e->section_count; i++) {
        const Section *s = &e->sections[i];
        if (e->fixed && s->type == SHT_PROGBITS && (s->flags & SHF_ALLOC) != 0 &&
            (s->flags & SHF_EXECINSTR) == 0 && s->bytes != NULL) {
            /* A program at fixed addresses has its pointers in place. */
            for (k = 0; s->size >= 8 && k <= s->size - 8; k += 8) {
                uint64_t word;
                uint32_t section;
                memcpy(&word, s->bytes + k, sizeof word);
                section = word == 0 ? 0 : section_of(e, word);
                if (section == 0 || (e->sections[section].flags & SHF_EXECINSTR) == 0)
                    continue;
                if (!add(&e->pointers, &e->pointer_count, &room,
                         (Pointer){i, section, k, word - e->sections[section].address}))
                    return no_memory(e);
            }
        }
        if (s->type != SHT_RELA || s->bytes == NULL)
            continue;
        if (s->entry != sizeof(Elf64_Rela) || s->size % sizeof(Elf64_Rela) != 0)
            return damaged(e, s->offset, "relocations of %" PRIu64 " bytes", s->entry);
        if (!e->linked && (s->info == 0 || s->info >= e->section_count))
            return damaged(e, s->offset, "relocations of section %u, of %u", s->info,
                           e->section_count);
        for (k = 0; k < s->size / sizeof(Elf64_Rela); k++) {
            uint64_t at = s->offset + k * sizeof(Elf64_Rela), place;
            Elf64_Rela r;
            memcpy(&r, e->bytes + at, sizeof r);
            if (e->linked) {
                uint32_t from, to;
                if (ELF64_R_TYPE(r.r_info) != R_X86_64_RELATIVE)
                    continue;
                from = section_of(e, r.r_offset);
                to = section_of(e, (uint64_t)r.r_addend);
                if (from == 0 || to == 0 || (e->sections[to].flags & SHF_EXECINSTR) == 0)
                    continue;
                if (!add(&e->pointers, &e->pointer_count, &room,
                         (Pointer){from, to, r.r_offset - e->sections[from].address,
                                   (uint64_t)r.r_addend - e->sections[to].address}))
                    return no_memory(e);
                continue;
            }
            place = r.r_offset;
            if (place >= e->sections[s->info].size)
                return damaged(e, at, "relocation past the end of section %u", s->info);
            if (ELF64_R_SYM(r.r_info) >= e->symbol_count)
                return damaged(e, at, "relocation by symbol %u, of %" PRIu64,
                               (unsigned)ELF64_R_SYM(r.r_info), e->symbol_count);
            if ((e->sections[s->info].flags & SHF_ALLOC) == 0)
                continue;
            if ((e->sections[s->info].flags & SHF_EXECINSTR) != 0) {
                if (!add(&e->patches, &e->patch_count, &patch_room,
                         (Pointer){s->info, 0, place, 0}))
                    return no_memory(e);
            } else if (ELF64_R_TYPE(r.r_info) == R_X86_64_64) {
                const Symbol *y = &e->symbols[ELF64_R_SYM(r.r_info)];
                if (y->section != 0 &&
                    !add(&e->pointers, &e->pointer_count, &room,
                         (Pointer){s->info, y->section, place, y->offset + (uint64_t)r.r_addend}))
                    return no_memory(e);
            }
        }
    }
    if (e->pointer_count > 0)
        qsort(e->pointers, e->pointer_count, sizeof *e->pointers, by_place);
    if (e->patch_count > 0)
        qsort(e->patches, e->patch_count, sizeof *e->patches, by_place);
    return ELF_READ;
}

ElfResult elf_read(ElfFile *e, const char *path)
{
    ElfResult result;
    memset(e, 0, sizeof *e);
    if ((result = read_bytes(e, path)) == ELF_READ && (result = read_sections(e)) == ELF_READ &&
        (result = read_symbols(e)) == ELF_READ)
        result = read_pointers(e);
    return result;
}

void elf_free(ElfFile *e)
{
    free(e->bytes);
    free(e->sections);
    free(e->symbols);
    free(e->pointers);
    free(e->patches);
    memset(e, 0, sizeof *e);
}

bool elf_patched(const ElfFile *e, uint32_t section, uint64_t from, unsigned size)
{
    uint64_t low = 0, high = e->patch_count;
    Pointer want = {section, 0, from, 0};
    while (low < high) {
        uint64_t mid = low + (high - low) / 2;
        if (by_place(&e->patches[mid], &want) < 0)
            low = mid + 1;
        else
            high = mid;
    }
    return low < e->patch_count && e->patches[low].section == section &&
           e->patches[low].offset - from < size;
}

const Section *elf_section(const ElfFile *e, const char *name)
{
    for (uint32_t i = 1; i < e->section_count; i++)
        if (e->sections[i].bytes != NULL && strcmp(e->sections[i].name, name) == 0)
            return &e->sections[i];
    return NULL;
}

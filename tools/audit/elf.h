/* What the audit reads of an ELF64 file of x86-64, an object or a linked program: sections,
 * symbols, and the 64-bit pointers in its data. Nothing of the file is trusted: whatever is
 * damaged is refused with the offset of what is wrong. */
#ifndef AUDIT_ELF_H
#define AUDIT_ELF_H

#include <stdbool.h>
#include <stddef.h>
#include <stdint.h>

typedef struct Section {
    const char *name;
    uint32_t type;
    uint64_t flags, address, offset, size, entry;
    uint32_t link, info;
    const uint8_t *bytes; /* NULL where it has none in the file */
} Section;

typedef struct Symbol {
    const char *name;
    unsigned kind;    /* STT_FUNC, STT_OBJECT, ... */
    uint32_t section; /* 0 where it is not defined here */
    uint64_t offset;  /* in that section */
    uint64_t size;
} Symbol;

/* A pointer that is in a section, to a place in one of this file. */
typedef struct Pointer {
    uint32_t section, target_section;
    uint64_t offset, target;
} Pointer;

typedef struct ElfFile {
    uint8_t *bytes;
    uint64_t size;
    bool linked; /* a program or library, not an object */
    bool fixed;  /* a program at addresses of its own: its pointers need no relocation */
    Section *sections;
    uint32_t section_count;
    Symbol *symbols;
    uint64_t symbol_count;
    Pointer *pointers; /* in data, by section and offset */
    uint64_t pointer_count;
    /* Which instructions of an object the linker will complete: offsets, by section. */
    Pointer *patches;
    uint64_t patch_count;
    char error[200]; /* with the offset */
} ElfFile;

typedef enum ElfResult { ELF_READ, ELF_NOT_OPENED, ELF_DAMAGED, ELF_NO_MEMORY } ElfResult;

/* Reads a file; on anything but ELF_READ, error says why. Always to be freed. */
ElfResult elf_read(ElfFile *e, const char *path);
void elf_free(ElfFile *e);

/* Whether the linker completes something in [from, from + size) of a section. */
bool elf_patched(const ElfFile *e, uint32_t section, uint64_t from, unsigned size);

/* The text of the first section of that name; NULL where there is none. */
const Section *elf_section(const ElfFile *e, const char *name);

#endif

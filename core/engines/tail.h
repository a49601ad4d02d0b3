/* Whether this build has the engines whose handlers end in calls that must become jumps, and if
 * not, why: where they don't, the C stack grows with every instruction that runs. */
#ifndef BOB_TAIL_H
#define BOB_TAIL_H

#ifdef __has_attribute
#if __has_attribute(musttail)
#define BOB_HAS_MUSTTAIL 1
#endif
#endif
#ifdef __has_feature
#if __has_feature(address_sanitizer)
#define BOB_TAIL_SANITIZED 1
#endif
#endif
#ifdef __SANITIZE_ADDRESS__
#define BOB_TAIL_SANITIZED 1
#endif

#ifndef BOB_HAS_MUSTTAIL
#define BOB_TAIL_ABSENT "the compiler has no musttail: clang 13 or newer has"
#elif defined BOB_TAIL_SANITIZED
#define BOB_TAIL_ABSENT "address sanitizer does not keep tail calls"
#elif !defined __OPTIMIZE__
#define BOB_TAIL_ABSENT "built without optimisation"
#endif

#endif

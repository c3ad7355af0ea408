#pragma once

#include <sys/mman.h>

#include <malloc.h>

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <cstdlib>

namespace asyncapi::tool {

// A large document becomes many small values, and each page that they touch first costs a fault: a
// fifth of the run. So the heap grows by as much as the document
// needs at once, of huge pages where the system has them. Nothing is promised, nothing can fail.
inline void expect_document_of(std::size_t bytes) noexcept {
    constexpr std::size_t huge_page = std::size_t{2} << 20U;
    constexpr std::size_t mapped_from = 16 * huge_page;  // the most that older glibc takes
    constexpr std::size_t most = mapped_from - huge_page;
    constexpr std::size_t heap_to_text = 24;  // measured: 20 to 30
    if (bytes < 65'536) return;
    const auto wanted = std::min(bytes * heap_to_text, most);
    mallopt(M_MMAP_THRESHOLD, static_cast<int>(mapped_from));
    mallopt(M_TRIM_THRESHOLD, static_cast<int>(4 * mapped_from));
    void* const grown = std::malloc(wanted);
    if (!grown) return;
    const auto from =
        (reinterpret_cast<std::uintptr_t>(grown) + huge_page - 1) / huge_page * huge_page;
    const auto to = (reinterpret_cast<std::uintptr_t>(grown) + wanted) / huge_page * huge_page;
    if (from < to) madvise(reinterpret_cast<void*>(from), to - from, MADV_HUGEPAGE);
    std::free(grown);
}

}  // namespace asyncapi::tool

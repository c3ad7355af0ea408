#pragma once

#ifndef PCRE2_CODE_UNIT_WIDTH
#define PCRE2_CODE_UNIT_WIDTH 8
#endif
#include <pcre2.h>

#include <cstddef>
#include <cstdint>
#include <memory>
#include <new>

namespace asyncapi::validation::detail {

/// Calls a function of PCRE2 that frees something.
template <auto Free>
struct pcre2_free {
    template <class T>
    void operator()(T* what) const noexcept {
        Free(what);
    }
};

/// What a thread runs PCRE2 with: made once, bounded, gone with the thread.
class pcre2_workspace {
public:
    static constexpr std::size_t max_stack_bytes = 4U << 20U;  ///< of compiled code
    static constexpr std::uint32_t max_heap_kib = 16U << 10U;  ///< of the interpreter

    static pcre2_workspace& of_this_thread() {
        static thread_local pcre2_workspace workspace;
        return workspace;
    }

    pcre2_match_data_8* data() const noexcept { return data_.get(); }

    /// \param steps      how often PCRE2 may turn back, for each place where a match may start
    /// \param last_start  of these places
    pcre2_match_context_8* context(std::uint32_t steps, std::size_t last_start) const noexcept {
        pcre2_set_match_limit_8(context_.get(), steps);
        pcre2_set_offset_limit_8(context_.get(), last_start);
        return context_.get();
    }

    /// Gives back the memory that the interpreter has kept.
    void shrink() { data_.reset(made(pcre2_match_data_create_8(1, nullptr))); }

private:
    pcre2_workspace() {
        pcre2_set_heap_limit_8(context_.get(), max_heap_kib);
        pcre2_jit_stack_assign_8(context_.get(), nullptr, stack_.get());
    }

    template <class T>
    static T* made(T* what) {
        if (what == nullptr) throw std::bad_alloc{};
        return what;
    }

    // Nobody asks where a match is: room for one pair of offsets.
    std::unique_ptr<pcre2_match_data_8, pcre2_free<pcre2_match_data_free_8>> data_{
        made(pcre2_match_data_create_8(1, nullptr))};
    std::unique_ptr<pcre2_match_context_8, pcre2_free<pcre2_match_context_free_8>> context_{
        made(pcre2_match_context_create_8(nullptr))};
    // Without one, PCRE2 takes 32 kB of the thread's own stack.
    std::unique_ptr<pcre2_jit_stack_8, pcre2_free<pcre2_jit_stack_free_8>> stack_{
        pcre2_jit_stack_create_8(32U << 10U, max_stack_bytes, nullptr)};
};

}  // namespace asyncapi::validation::detail

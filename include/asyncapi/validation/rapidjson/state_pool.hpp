#pragma once

#include <asyncapi/validation/rapidjson/metered_regex.hpp>

#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <vector>

namespace asyncapi::validation::detail {

/// Memory for one run of RapidJSON's validator, as its StateAllocator: bounded, counted, reused,
/// and given back at once, so that a validator need not be destroyed.
class state_pool {
public:
    static constexpr bool kNeedFree = true;
    static constexpr std::size_t max_live_bytes = 64U << 20U;

    state_pool() = default;
    state_pool(const state_pool&) = delete;
    state_pool& operator=(const state_pool&) = delete;

    /// Blocks in use: a measure of how many schemas one value is being held against.
    std::size_t live_blocks() const noexcept { return live_blocks_; }

    /// Takes back all blocks.
    void reset() noexcept {
        if (chunks_.size() > 1) chunks_.resize(1);
        used_ = 0;
        live_blocks_ = 0;
        live_bytes_ = 0;
        for (auto& list : free_) list = nullptr;
    }

    void* Malloc(std::size_t size) {
        if (size == 0) return nullptr;
        const auto power = static_cast<unsigned>(std::bit_width((size + sizeof(header) - 1) | 31U));
        const auto bytes = std::size_t{1} << power;
        if (live_bytes_ + bytes > max_live_bytes) throw work_exhausted{};
        header* block = free_[power];
        if (block != nullptr) {
            free_[power] = block->next;
        } else {
            block = carve(bytes);
        }
        ++live_blocks_;
        live_bytes_ += bytes;
        block->owner = this;
        block->power = power;
        return block + 1;
    }

    void* Realloc(void* old, std::size_t old_size, std::size_t new_size) {
        if (old == nullptr) return Malloc(new_size);
        if (new_size == 0) return Free(old), nullptr;
        const auto capacity = (std::size_t{1} << header_of(old)->power) - sizeof(header);
        if (new_size <= capacity) return old;
        void* made = Malloc(new_size);
        std::memcpy(made, old, old_size);
        Free(old);
        return made;
    }

    static void Free(void* block) noexcept {
        if (block == nullptr) return;
        auto* const freed = header_of(block);
        auto& pool = *freed->owner;
        --pool.live_blocks_;
        pool.live_bytes_ -= std::size_t{1} << freed->power;
        freed->next = pool.free_[freed->power];
        pool.free_[freed->power] = freed;
    }

private:
    struct alignas(std::max_align_t) header {
        union {
            state_pool* owner;  // in use
            header* next;       // free
        };
        unsigned power;  // the block has two to this many bytes, header included
    };

    static header* header_of(void* block) noexcept { return static_cast<header*>(block) - 1; }

    header* carve(std::size_t bytes) {
        constexpr std::size_t chunk_bytes = 64U << 10U;
        if (chunks_.empty() || used_ + bytes > chunks_.back().size) {
            const auto size = bytes > chunk_bytes ? bytes : chunk_bytes;
            chunks_.push_back({std::make_unique<std::byte[]>(size), size});
            used_ = 0;
        }
        auto* const at = chunks_.back().memory.get() + used_;
        used_ += bytes;
        return new (at) header{};
    }

    struct chunk {
        std::unique_ptr<std::byte[]> memory;
        std::size_t size;
    };

    std::vector<chunk> chunks_;
    std::size_t used_ = 0;  // of the last chunk
    std::size_t live_blocks_ = 0;
    std::size_t live_bytes_ = 0;
    header* free_[64] = {};
};

}  // namespace asyncapi::validation::detail

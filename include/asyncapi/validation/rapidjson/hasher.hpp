#pragma once

#include <asyncapi/validation/json/digest.hpp>
#include <asyncapi/validation/rapidjson/encoding.hpp>

#include <rapidjson/schema.h>

#include <cstddef>
#include <cstdint>

RAPIDJSON_NAMESPACE_BEGIN
namespace internal {

/// Hashes values for `enum` and `uniqueItems` as RapidJSON's own does, without its collisions.
///
/// All memory is the allocator's: an abandoned validator leaves nothing behind.
template <class Allocator>
class Hasher<asyncapi::validation::detail::safe_utf8, Allocator> {
    using digest = asyncapi::validation::detail::digest;
    using number = asyncapi::validation::detail::number;

public:
    using Ch = char;

    explicit Hasher(Allocator* allocator = nullptr, std::size_t capacity = 256)
        : stack_{allocator, capacity} {}

    bool Null() { return push(digest::of_null()); }
    bool Bool(bool value) { return push(digest::of_bool(value)); }
    bool Int(int value) { return Int64(value); }
    bool Uint(unsigned value) { return Uint64(value); }
    bool Int64(std::int64_t value) { return push(digest::of_number(value)); }
    bool Uint64(std::uint64_t value) { return push(digest::of_number(value)); }
    bool Double(double value) { return push(digest::of_number(value)); }
    bool RawNumber(const Ch* text, SizeType size, bool) { return String(text, size, true); }
    bool String(const Ch* text, SizeType size, bool) { return push(digest::of_text({text, size})); }

    bool StartObject() { return true; }
    bool Key(const Ch* text, SizeType size, bool copy) { return String(text, size, copy); }
    bool EndObject(SizeType members) {
        const auto* const pairs = stack_.template Pop<std::uint64_t>(2 * std::size_t{members});
        std::uint64_t sum = 0;
        for (std::size_t i = 0; i < members; ++i)
            sum += digest::of_member(pairs[2 * i], pairs[2 * i + 1]);
        return push(digest::of_object(sum, members));
    }

    bool StartArray() { return true; }
    bool EndArray(SizeType count) {
        const auto* const items = stack_.template Pop<std::uint64_t>(count);
        auto made = digest::of_empty_array();
        for (std::size_t i = 0; i < count; ++i) made = digest::of_array(made, items[i]);
        return push(made);
    }

    bool IsValid() const { return stack_.GetSize() == sizeof(std::uint64_t); }
    std::uint64_t GetHashCode() const {
        RAPIDJSON_ASSERT(IsValid());
        return *stack_.template Top<std::uint64_t>();
    }

private:
    bool push(std::uint64_t value) {
        *stack_.template Push<std::uint64_t>() = value;
        return true;
    }

    Stack<Allocator> stack_;
};

}  // namespace internal
RAPIDJSON_NAMESPACE_END

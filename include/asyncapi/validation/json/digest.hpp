#pragma once

#include <asyncapi/validation/json/number.hpp>

#include <array>
#include <bit>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <random>
#include <string_view>

namespace asyncapi::validation::detail {

/// Digests of JSON values: equal values have equal digests, and nobody outside the process can find
/// two different values with one. (RapidJSON's own takes `{"a":"b"}` for `{"b":"a"}`.)
///
/// \see J.-P. Aumasson, D. J. Bernstein, "SipHash: a fast short-input PRF", SipHash-2-4
class digest {
public:
    static std::uint64_t of_null() { return mix(tag::null, {}); }
    static std::uint64_t of_bool(bool value) { return mix(tag::boolean, value ? "t" : "f"); }
    static std::uint64_t of_text(std::string_view text) { return mix(tag::text, text); }
    static std::uint64_t of_number(number value) {
        const auto bits = value.which() == number::form::natural ? value.natural()
                          : value.which() == number::form::negative
                              ? std::bit_cast<std::uint64_t>(value.negative())
                              : std::bit_cast<std::uint64_t>(value.real());
        return of_words(tag::number, {static_cast<std::uint64_t>(value.which()), bits});
    }

    /// \param so_far  of the items before; of an empty array to begin with
    static std::uint64_t of_array(std::uint64_t so_far, std::uint64_t item) {
        return of_words(tag::array, {so_far, item});
    }
    static std::uint64_t of_empty_array() { return mix(tag::array, {}); }

    /// To be summed over the members, so that their order does not matter.
    static std::uint64_t of_member(std::uint64_t name, std::uint64_t value) {
        return of_words(tag::member, {name, value});
    }
    static std::uint64_t of_object(std::uint64_t sum, std::uint64_t members) {
        return of_words(tag::object, {sum, members});
    }

private:
    enum class tag : unsigned char { null, boolean, number, text, array, member, object };

    static std::uint64_t of_words(tag kind, std::array<std::uint64_t, 2> words) {
        char bytes[sizeof words];
        std::memcpy(bytes, words.data(), sizeof words);
        return mix(kind, {bytes, sizeof bytes});
    }

    static std::uint64_t word(std::string_view bytes) {
        std::uint64_t value = 0;
        if (!bytes.empty()) std::memcpy(&value, bytes.data(), bytes.size());
        return value;
    }

    static const std::array<std::uint64_t, 2>& key() {
        static const auto made = [] {
            std::random_device source;
            const auto draw = [&] { return std::uint64_t{source()} << 32U | source(); };
            return std::array<std::uint64_t, 2>{draw(), draw()};
        }();
        return made;
    }

    struct state {
        std::uint64_t v0, v1, v2, v3;

        void round() {
            v0 += v1, v1 = std::rotl(v1, 13) ^ v0, v0 = std::rotl(v0, 32);
            v2 += v3, v3 = std::rotl(v3, 16) ^ v2;
            v0 += v3, v3 = std::rotl(v3, 21) ^ v0;
            v2 += v1, v1 = std::rotl(v1, 17) ^ v2, v2 = std::rotl(v2, 32);
        }
        void absorb(std::uint64_t word) {
            v3 ^= word;
            round();
            round();
            v0 ^= word;
        }
    };

    static std::uint64_t mix(tag kind, std::string_view bytes) {
        const auto [k0, k1] = key();
        state s{k0 ^ 0x736f6d6570736575U, k1 ^ 0x646f72616e646f6dU, k0 ^ 0x6c7967656e657261U,
                k1 ^ 0x7465646279746573U};
        s.absorb(static_cast<std::uint64_t>(kind));
        const auto size = static_cast<std::uint64_t>(bytes.size());
        for (; bytes.size() >= 8; bytes.remove_prefix(8)) s.absorb(word(bytes.substr(0, 8)));
        s.absorb(word(bytes) | size << 56U);
        s.v2 ^= 0xFF;
        for (int i = 0; i < 4; ++i) s.round();
        return s.v0 ^ s.v1 ^ s.v2 ^ s.v3;
    }
};

}  // namespace asyncapi::validation::detail

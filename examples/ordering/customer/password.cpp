#include <customer/password.hpp>

#include <openssl/crypto.h>
#include <openssl/evp.h>
#include <openssl/rand.h>
#include <openssl/sha.h>

#include <array>
#include <cstdint>
#include <stdexcept>

namespace customer {
namespace {

constexpr std::size_t salt_digits = 32;
constexpr std::size_t key_bytes = 32;

// RFC 7914 section 2: 128 * N * r bytes of memory, 16 MiB.
constexpr std::uint64_t cost = 16384;
constexpr std::uint64_t block_size = 8;
constexpr std::uint64_t parallel = 1;
constexpr std::uint64_t max_memory_bytes = 32U << 20U;

std::string hex(const unsigned char* bytes, std::size_t count) {
    static constexpr std::string_view digits = "0123456789abcdef";
    std::string text;
    for (std::size_t i = 0; i < count; ++i) {
        text += digits[bytes[i] >> 4U];
        text += digits[bytes[i] & 0xFU];
    }
    return text;
}

std::string derive(std::string_view password, std::string_view salt) {
    std::array<unsigned char, key_bytes> key{};
    if (EVP_PBE_scrypt(password.data(), password.size(),
                       reinterpret_cast<const unsigned char*>(salt.data()), salt.size(), cost,
                       block_size, parallel, max_memory_bytes, key.data(), key.size()) != 1) {
        throw std::runtime_error{"scrypt failed"};
    }
    return hex(key.data(), key.size());
}

}  // namespace

std::string hash_password(std::string_view password) {
    const auto salt = random_token(salt_digits / 2);
    return salt + "$" + derive(password, salt);
}

bool password_matches(std::string_view password, std::string_view stored) {
    if (stored.size() != salt_digits + 1 + 2 * key_bytes) return false;
    const auto expected = stored.substr(salt_digits + 1);
    const auto derived = derive(password, stored.substr(0, salt_digits));
    return CRYPTO_memcmp(derived.data(), expected.data(), expected.size()) == 0;
}

std::string random_token(std::size_t bytes) {
    std::array<unsigned char, 64> random{};
    if (bytes > random.size() || RAND_bytes(random.data(), static_cast<int>(bytes)) != 1) {
        throw std::runtime_error{"no random bytes"};
    }
    return hex(random.data(), bytes);
}

std::string digest(std::string_view text) {
    std::array<unsigned char, SHA256_DIGEST_LENGTH> sum{};
    SHA256(reinterpret_cast<const unsigned char*>(text.data()), text.size(), sum.data());
    return hex(sum.data(), sum.size());
}

}  // namespace customer

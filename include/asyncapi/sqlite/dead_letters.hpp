#pragma once

#include <asyncapi/detail/config.hpp>
#include <asyncapi/metadata.hpp>
#include <asyncapi/policy.hpp>
#include <asyncapi/result.hpp>
#include <asyncapi/sqlite/error.hpp>

#include <chrono>
#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <vector>

namespace asyncapi::sqlite {

/// A message that was quarantined or given up.
struct stored_letter {
    std::int64_t id = 0;
    std::string address;  ///< where the message came
    std::string payload;
    bool binary = false;
    asyncapi::metadata metadata;
    std::string code;  ///< text of the error's code
    violation why;
    std::uint32_t attempt = 0;
    std::chrono::system_clock::time_point time;  ///< when it died
};

struct dead_letters_options {
    std::uint64_t max_messages = 100'000;  ///< then nothing is kept, and messages come again
};

/// Keeps dead letters in an SQLite file, for `asyncapi replay` and for people.
///
/// A message that dies again, because it was not settled yet or was sent again, is kept once: the
/// later letter takes the place of the earlier one, with an id of its own. Whoever sends letters
/// again and removes them by their ids does not remove one that came back meanwhile.
class dead_letters final : public dead_letter_store {
public:
    /// Opens the file and makes what is missing.
    static result<std::shared_ptr<dead_letters>> open(const std::filesystem::path& file,
                                                      dead_letters_options options = {});
    ~dead_letters() override;

    /// \return `would_block` when the store is full, or what SQLite said
    result<void> keep(const rejection& letter, std::chrono::system_clock::time_point when) override;

    result<std::uint64_t> size() const;

    /// \return the id of the newest letter, 0 without any: later ones have higher ids
    result<std::int64_t> newest() const;

    /// \return the oldest letters after `after`, oldest first
    result<std::vector<stored_letter>> list(std::int64_t after = 0, std::size_t limit = 100) const;
    result<std::optional<stored_letter>> find(std::int64_t id) const;

    /// \return whether there was such a letter
    result<bool> remove(std::int64_t id);

private:
    struct inside;

    explicit dead_letters(std::unique_ptr<inside> opened);

    std::unique_ptr<inside> inside_;
};

}  // namespace asyncapi::sqlite

#ifndef ASYNCAPI_SEPARATE_COMPILATION
#include <asyncapi/sqlite/impl/dead_letters.ipp>
#endif

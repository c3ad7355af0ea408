#include <ordering/support/open_shop.hpp>

#include <support/drive.hpp>

#include <doctest/doctest.h>

#include <algorithm>

open_shop::open_shop(const std::filesystem::path& database, double speed,
                     asyncapi::memory::broker_options broker)
    : broker_{broker} {
    shop::options with;
    with.port = 0;
    with.database = database;
    with.seed = ASYNCAPI_SOURCE_DIR "/examples/ordering/seed.json";
    with.page = ASYNCAPI_SOURCE_DIR "/examples/ordering/web";
    with.speed = speed;
    with.log = [this](std::string_view line) { log_.emplace_back(line); };
    shop_ = std::make_unique<shop::shop>(with, [this](std::string_view) {
        return asyncapi::memory::transport{io_.get_executor(), broker_};
    });
}

open_shop::~open_shop() = default;

std::string open_shop::channels_url() const {
    return "ws://127.0.0.1:" + std::to_string(shop_->port()) + "/channels";
}

std::vector<std::string> open_shop::lines_with(const std::vector<std::string>& words) const {
    std::vector<std::string> found;
    std::ranges::copy_if(log_, std::back_inserter(found), [&](const std::string& line) {
        return std::ranges::all_of(
            words, [&](const std::string& word) { return line.find(word) != std::string::npos; });
    });
    return found;
}

void open_shop::run_until(const std::function<bool()>& done) {
    REQUIRE(asyncapi::testing::drive_until(io_, done, std::chrono::seconds{60}));
}

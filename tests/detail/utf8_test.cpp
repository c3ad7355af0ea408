#include <asyncapi/detail/utf8.hpp>

#include <doctest/doctest.h>

#include <string>

using asyncapi::detail::is_utf8;

TEST_CASE("text is UTF-8 when every character is whole, shortest and allowed") {
    for (const auto* text :
         {"", "a", "\x7F", "\xC2\x80", "\xDF\xBF", "\xE0\xA0\x80", "\xED\x9F\xBF", "\xEE\x80\x80",
          "\xEF\xBF\xBF", "\xF0\x90\x80\x80", "\xF4\x8F\xBF\xBF"}) {
        CAPTURE(std::string{text});
        CHECK(is_utf8(text));
    }
    CHECK(is_utf8(std::string{"a\0b", 3}));
    for (const auto* text : {"\x80", "\xBF", "\xC0\x80", "\xC1\xBF", "\xC2", "\xC2\x41",
                             "\xE0\x80\x80", "\xE0\x9F\xBF", "\xED\xA0\x80", "\xED\xBF\xBF",
                             "\xE2\x82", "\xF0\x80\x80\x80", "\xF0\x8F\xBF\xBF", "\xF4\x90\x80\x80",
                             "\xF5\x80\x80\x80", "\xFE", "\xFF", "ok\xFF", "\xF0\x9F\x9A"}) {
        CAPTURE(std::string{text});
        CHECK_FALSE(is_utf8(text));
    }
}

TEST_CASE("a character counts wherever it is in a long text") {
    for (std::size_t size = 0; size < 80; ++size) {
        for (std::size_t at = 0; at <= size; ++at) {
            auto text = std::string(size, 'a');
            CHECK(is_utf8(text.insert(at, "\xE2\x82\xAC")));
            CHECK_FALSE(is_utf8(text.replace(at, 1, "\xC1")));
        }
    }
}

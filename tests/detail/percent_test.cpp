#include <asyncapi/detail/percent.hpp>

#include <doctest/doctest.h>

#include <string>

using namespace asyncapi::detail;

TEST_CASE("percent escapes are decoded, and broken ones refused") {
    CHECK((percent_decode("orders/1") == "orders/1"));
    CHECK((percent_decode("a%20b%2Fc") == "a b/c"));
    CHECK((percent_decode("%C3%bc") == "\u00fc"));
    CHECK((percent_decode("") == ""));
    for (const auto* text : {"%", "%1", "%zz", "a%2", "%-1", "%+1"}) {
        CAPTURE(std::string{text});
        CHECK_FALSE(percent_decode(text));
    }
}

TEST_CASE("all but the unreserved characters are escaped, and come back") {
    CHECK(percent_encode("aZ09-._~") == "aZ09-._~");
    CHECK(percent_encode("a b/%\n") == "a%20b%2F%25%0A");
    CHECK(percent_encode("\u00fc") == "%C3%BC");
    std::string all;
    for (int i = 0; i < 256; ++i) all += static_cast<char>(i);
    CHECK((percent_decode(percent_encode(all)) == all));
}

TEST_CASE("what is no escape stays, where that is asked for") {
    CHECK(percent_decoded("%41%zz%4%") == "A%zz%4%");
}

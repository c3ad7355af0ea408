#include <customer/password.hpp>

#include <doctest/doctest.h>

TEST_CASE("a password matches what was derived from it, and another does not") {
    const auto stored = customer::hash_password("correct horse");

    CHECK(customer::password_matches("correct horse", stored));
    CHECK_FALSE(customer::password_matches("correct horsf", stored));
    CHECK_FALSE(customer::password_matches("", stored));
    CHECK(stored.find("correct") == std::string::npos);
}

TEST_CASE("the same password is never stored as the same text") {
    CHECK(customer::hash_password("correct horse") != customer::hash_password("correct horse"));
}

TEST_CASE("a stored text that is none matches nothing") {
    for (const auto* stored :
         {"", "$", "0123", "not a hash at all, but as long as one is: 64 + 33"}) {
        CAPTURE(stored);
        CHECK_FALSE(customer::password_matches("correct horse", stored));
    }
}

TEST_CASE("a digest is SHA-256") {
    CHECK(customer::digest("abc") ==
          "ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad");
}

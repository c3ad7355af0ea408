#include <asyncapi/error.hpp>

#include <doctest/doctest.h>

#include <set>
#include <string>

using asyncapi::errc;
using asyncapi::error;
using asyncapi::violation;

TEST_CASE("each code has a text of its own and belongs to the library's category") {
    std::set<std::string> texts;
    for (int value = 1; value <= static_cast<int>(errc::protocol_error); ++value) {
        const boost::system::error_code code = static_cast<errc>(value);
        CAPTURE(value);
        CHECK(&code.category() == &asyncapi::error_category());
        CHECK(code.failed());
        CHECK(code.message() != "unknown error");
        texts.insert(code.message());
    }
    CHECK(texts.size() == static_cast<std::size_t>(errc::protocol_error));
    CHECK(asyncapi::error_category().name() == std::string{"asyncapi"});
    CHECK(asyncapi::make_error_code(static_cast<errc>(1000)).message() == "unknown error");
}

TEST_CASE("an error says what happened, where and why, as far as that is known") {
    CHECK(error{errc::closed}.to_string() == "closed");
    CHECK((error{errc::closed, "the peer left"}.to_string() == "closed: the peer left"));
    CHECK((error{errc::contract_violation, violation{"Order", "/id", "pattern", "/x", "no"}}
               .to_string() == "Order at /id: contract violation (pattern): no"));
    CHECK((error{errc::contract_violation, violation{"", "/id", "", "", ""}}.to_string() ==
           "at /id: contract violation"));
    const error foreign{boost::system::errc::make_error_code(boost::system::errc::timed_out)};
    CHECK(foreign.code() == boost::system::errc::timed_out);
    CHECK_FALSE((foreign == errc::timed_out));
    CHECK(error{errc::closed}.where().pointer.empty());
    CHECK(error{errc::closed}.detail().empty());
}

TEST_CASE("what an error tells is short, on one line, and still UTF-8 where it was") {
    std::string long_text;
    while (long_text.size() < 1000) long_text += "\xC3\xA9";
    const error cut{errc::malformed, long_text};
    CHECK(cut.detail().size() <= error::max_detail_bytes);
    CHECK(cut.detail().ends_with("\xC3\xA9..."));
    CHECK(cut.detail().size() % 2 == 1);

    // Names and pointers can be a stranger's as well.
    violation where;
    where.message = "Ord\ner\x7F" + std::string(1000, 'x');
    where.pointer = "/a\r\n2026 ERROR forged" + std::string(5000, 'y');
    where.reason = "tab\there";
    const error hostile{errc::contract_violation, where};
    const auto line = hostile.to_string();
    CHECK(line.size() < 1000);
    CHECK(line.find_first_of("\r\n\t\x7F") == std::string::npos);
    CHECK(line.find("Ord?er?xxx") == 0);
    CHECK(hostile.where().pointer == where.pointer);
}

TEST_CASE("copies of an error share what they tell") {
    const error first{errc::malformed, "at byte 7"};
    const error second = first;
    CHECK(&first.detail() == &second.detail());
}

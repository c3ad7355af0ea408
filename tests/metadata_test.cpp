#include <asyncapi/metadata.hpp>

#include <doctest/doctest.h>

#include <set>
#include <string>

using asyncapi::header_map;
using asyncapi::metadata;
using asyncapi::trace_context;

TEST_CASE("headers keep their order, and a name has one value") {
    header_map headers{{"b", "1"}, {"a", "2"}};
    headers.set("c", "3");
    headers.set("a", "4");
    CHECK(headers.size() == 3);
    std::string all;
    for (const auto& [name, value] : headers) all += name + value + " ";
    CHECK(all == "b1 a4 c3 ");
    REQUIRE(headers.find("a"));
    CHECK(*headers.find("a") == "4");
    CHECK(headers.find("A") == nullptr);
    CHECK(header_map{}.empty());
    CHECK((header_map{{"x", "1"}, {"x", "2"}} == header_map{{"x", "2"}}));
}

TEST_CASE("ids are 32 lower-case hexadecimal digits, and differ") {
    std::set<std::string> ids;
    for (int i = 0; i < 1000; ++i) {
        const auto id = metadata::make_id();
        CHECK(id.size() == 32);
        CHECK(id.find_first_not_of("0123456789abcdef") == std::string::npos);
        ids.insert(id);
    }
    CHECK(ids.size() == 1000);
}

TEST_CASE("a traceparent is valid in the form of W3C version 00, and in no other") {
    const std::string good = "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01";
    CHECK((trace_context{good, ""}.valid()));
    for (const auto* bad : {"", "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0",
                            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-011",
                            "00-0AF7651916CD43DD8448EB211C80319C-b7ad6b7169203331-01",
                            "00-00000000000000000000000000000000-b7ad6b7169203331-01",
                            "00-0af7651916cd43dd8448eb211c80319c-0000000000000000-01",
                            "01-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                            "ff-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                            "00_0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01",
                            "00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-0g"}) {
        CAPTURE(bad);
        CHECK_FALSE((trace_context{bad, ""}.valid()));
        CHECK(trace_context{bad, "vendor=1"}.child().traceparent.empty());
    }
}

TEST_CASE("a child has the trace, the flags and the state of its parent, and a span of its own") {
    const trace_context parent{"00-0af7651916cd43dd8448eb211c80319c-b7ad6b7169203331-01", "v=1"};
    const auto child = parent.child();
    CHECK(child.valid());
    CHECK(child.traceparent.substr(0, 36) == parent.traceparent.substr(0, 36));
    CHECK(child.traceparent.substr(52) == "-01");
    CHECK(child.traceparent.substr(36, 16) != parent.traceparent.substr(36, 16));
    CHECK(child.tracestate == "v=1");
    CHECK(child.traceparent != parent.child().traceparent);
}

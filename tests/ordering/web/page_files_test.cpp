#include <web/page_files.hpp>

#include <ordering/support/temporary_directory.hpp>

#include <doctest/doctest.h>

#include <fstream>

namespace {

struct page : temporary_directory {
    page() {
        std::ofstream{*this / "index.html"} << "<!doctype html><title>shop</title>";
        std::ofstream{*this / "shop.js"} << "export {};";
        std::ofstream{*this / "secret.db"} << "secret";
    }
};

asyncapi::websocket::http_response get(const web::page_files& files, std::string target,
                                       std::string method = "GET") {
    return files.answer({.method = std::move(method), .target = std::move(target)});
}

}  // namespace

TEST_CASE("the page is at the root, with a policy against foreign content") {
    const page folder;
    const web::page_files files{folder.path()};

    const auto answer = get(files, "/");

    CHECK(answer.status == 200);
    CHECK(answer.content_type == "text/html; charset=utf-8");
    CHECK(answer.body == "<!doctype html><title>shop</title>");
    REQUIRE(answer.headers.find("Content-Security-Policy") != nullptr);
    CHECK(answer.headers.find("Content-Security-Policy")->starts_with("default-src 'none'"));
    CHECK(get(files, "/shop.js?v=1").content_type == "text/javascript; charset=utf-8");
    CHECK(get(files, "/", "HEAD").status == 200);
}

TEST_CASE("what is not a file of the page is not found") {
    const page folder;
    const web::page_files files{folder.path()};
    for (const auto* target : {"", "/secret.db", "/../secret.db", "/..%2f..%2fetc/passwd",
                               "/etc/passwd", "//", "/shop", "shop.js", "/shop.js/", "*"}) {
        CAPTURE(target);
        CHECK(get(files, target).status == 404);
    }
}

TEST_CASE("the page cannot be written to") {
    const page folder;
    const web::page_files files{folder.path()};
    for (const auto* method : {"POST", "PUT", "DELETE", "PATCH", "nonsense"}) {
        CAPTURE(method);
        CHECK(get(files, "/", method).status == 405);
    }
}

TEST_CASE("a folder without a page is refused") {
    const temporary_directory empty;
    CHECK_THROWS_AS(web::page_files{empty.path()}, std::runtime_error);
}

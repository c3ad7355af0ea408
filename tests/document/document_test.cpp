#include <asyncapi/document.hpp>

#include <doctest/doctest.h>

#include <filesystem>
#include <fstream>
#include <string>

namespace fs = std::filesystem;

namespace {

/// A folder of files that goes away.
class folder {
public:
    folder() {
        auto name = (fs::temp_directory_path() / "asyncapi-document-XXXXXX").string();
        REQUIRE(mkdtemp(name.data()) != nullptr);
        path_ = name;
    }
    folder(const folder&) = delete;
    folder& operator=(const folder&) = delete;
    ~folder() { fs::remove_all(path_); }

    fs::path write(const std::string& name, const std::string& text) const {
        fs::create_directories((path_ / name).parent_path());
        std::ofstream{path_ / name} << text;
        return path_ / name;
    }
    const fs::path& path() const { return path_; }

private:
    fs::path path_;
};

std::string followed(const asyncapi::document& document, const char* pointer) {
    const auto target = document.resolve(document.at(pointer));
    if (!target) return target.error().detail();
    return target->value->IsString() ? target->value->GetString() : "no text";
}

}  // namespace

TEST_CASE("versions are told apart by major and minor") {
    using asyncapi::specification_version;
    const auto parse = specification_version::parse;
    CHECK(parse("2.6.1") == specification_version{2, 6});
    CHECK(parse("3.0.0-rc2") == specification_version{3, 0});
    CHECK(!parse("3.0"));
    CHECK(!parse("3.0.0-"));
    CHECK(!parse("v3.0.0"));
    CHECK(!parse("3.0.0.0"));
    CHECK(specification_version{3, 1}.is_supported());
    CHECK(!specification_version{2, 7}.is_supported());
}

TEST_CASE("references lead into the same text, other files and through one another") {
    const folder files;
    files.write("lib/b.yaml", "x: there\ny: {$ref: '#/x'}\nz: {$ref: '../a.yaml#/here'}");
    const auto path =
        files.write("a.yaml",
                    "asyncapi: 3.0.0\nhere: text\n'a/b c': slash\n"
                    "r1: {$ref: '#/here'}\nr2: {$ref: 'lib/b.yaml#/y'}\n"
                    "r3: {$ref: './lib/b.yaml#/z'}\nr4: {$ref: '#/a~1b%20c'}\n"
                    "r5: {$ref: '#/r6'}\nr6: {$ref: '#/r5'}\n"
                    "r7: {$ref: '#/none'}\nr8: {$ref: 'none.yaml'}\nr9: {$ref: '#no'}");
    const auto document = asyncapi::document::load(path);
    REQUIRE(document.has_value());

    CHECK(document->version() == asyncapi::specification_version{3, 0});
    CHECK(followed(*document, "/r1") == "text");
    CHECK(followed(*document, "/r2") == "there");
    CHECK(followed(*document, "/r3") == "text");
    CHECK(followed(*document, "/r4") == "slash");
    CHECK(followed(*document, "/r5") == "the references lead in a circle, or on and on");
    CHECK(followed(*document, "/r7") == "there is nothing at #/none");
    CHECK(followed(*document, "/r8").starts_with("there is no file "));
    CHECK(followed(*document, "/r9") == "#no is no JSON Pointer");
}

TEST_CASE("references stay in the folder unless that is allowed") {
    const folder files;
    files.write("secret.yaml", "x: secret");
    fs::create_directory(files.path() / "inside");
    fs::create_symlink(files.path() / "secret.yaml", files.path() / "inside/link.yaml");
    const auto path = files.write("inside/a.yaml",
                                  "r1: {$ref: '../secret.yaml#/x'}\nr2: {$ref: 'link.yaml#/x'}\n"
                                  "r3: {$ref: 'file:///etc/hostname'}\n"
                                  "r4: {$ref: '%2e%2e/secret.yaml#/x'}");
    const auto confined = asyncapi::document::load(path);
    REQUIRE(confined.has_value());
    for (const auto* pointer : {"/r1", "/r2", "/r3", "/r4"}) {
        CAPTURE(pointer);
        CHECK(followed(*confined, pointer).starts_with("the file lies outside of the folder"));
    }

    asyncapi::load_options wider;
    wider.root = files.path();
    const auto allowed = asyncapi::document::load(path, wider);
    REQUIRE(allowed.has_value());
    CHECK(followed(*allowed, "/r1") == "secret");
    CHECK(followed(*allowed, "/r2") == "secret");
    CHECK(followed(*allowed, "/r3").starts_with("the file lies outside"));
}

TEST_CASE("URLs are followed by a resolver only") {
    const std::string text = "r: {$ref: 'https://example.com/lib/a.yaml#/x'}";
    const auto without = asyncapi::document::parse(text);
    REQUIRE(without.has_value());
    CHECK(followed(*without, "/r") == "references to URLs are not followed here");

    asyncapi::load_options options;
    std::string asked;
    options.resolver = [&asked](std::string_view url) -> asyncapi::result<std::string> {
        (asked += url) += ' ';
        if (url.ends_with("a.yaml")) return std::string{"x: {$ref: 'b.yaml#/y'}"};
        return std::string{"y: far"};
    };
    const auto with = asyncapi::document::parse(text, "a.yaml", options);
    REQUIRE(with.has_value());
    CHECK(followed(*with, "/r") == "far");
    CHECK(asked == "https://example.com/lib/a.yaml https://example.com/lib/b.yaml ");
}

TEST_CASE("references lead to a bounded number of texts") {
    asyncapi::load_options options;
    int asked = 0;
    options.resolver = [&asked](std::string_view) -> asyncapi::result<std::string> {
        return "r: {$ref: 'https://example.com/" + std::to_string(++asked) + "#/r'}";
    };
    const auto document =
        asyncapi::document::parse("r: {$ref: 'https://example.com/0#/r'}", "a.yaml", options);

    REQUIRE(document.has_value());
    CHECK(asked <= 257);
    CHECK(followed(*document, "/r").starts_with("the references lead to more than 256 texts"));
}

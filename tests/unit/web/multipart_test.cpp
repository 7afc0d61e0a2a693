// Multipart forms: what browsers send, and what is cut, broken or too much.
#include "bot/web/multipart.hpp"

#include <doctest/doctest.h>

using namespace noticeboard;
using namespace noticeboard::web;

namespace {

const std::string type = "multipart/form-data; boundary=----WebKitFormBoundary7MA4YWxk";
const std::string body =
    "------WebKitFormBoundary7MA4YWxk\r\n"
    "Content-Disposition: form-data; name=\"text\"\r\n\r\n"
    "你好\r\nshe said\r\n"
    "------WebKitFormBoundary7MA4YWxk\r\n"
    "Content-Disposition: form-data; name=\"picture\"; filename=\"home address.jpg\"\r\n"
    "Content-Type: Image/JPEG\r\n\r\n"
    "\xff\xd8\r\n--bytes\x01 more\r\n"
    "------WebKitFormBoundary7MA4YWxk--\r\n";

}  // namespace

TEST_CASE("a form with a text and a file") {
    const auto parts = read_multipart(type, body);
    REQUIRE(parts.ok());
    REQUIRE(parts->size() == 2);
    CHECK((*parts)[0].name == "text");
    CHECK((*parts)[0].bytes == "你好\r\nshe said");
    CHECK_FALSE((*parts)[0].is_file);
    CHECK((*parts)[1].name == "picture");
    CHECK((*parts)[1].is_file);
    CHECK((*parts)[1].type == "image/jpeg");
    CHECK((*parts)[1].bytes.starts_with("\xff\xd8\r\n--bytes"));
}

TEST_CASE("a form that is cut anywhere is refused, and never read past its end") {
    for (std::size_t size = 0; size < body.size() - 4; ++size) {
        const std::string cut = body.substr(0, size);
        CHECK_FALSE(read_multipart(type, cut).ok());
    }
}

TEST_CASE("what is no multipart form is refused") {
    CHECK_FALSE(read_multipart("application/x-www-form-urlencoded", body).ok());
    CHECK_FALSE(read_multipart("multipart/form-data", body).ok());
    CHECK_FALSE(read_multipart("multipart/form-data; boundary=", body).ok());
    CHECK_FALSE(read_multipart("multipart/form-data; boundary=" + std::string(71, 'x'), body).ok());
    CHECK_FALSE(
        read_multipart(type, "------WebKitFormBoundary7MA4YWxk\r\nX: y\r\n\r\nz\r\n------WebKitFormBoundary7MA4YWxk--")
            .ok());
}

TEST_CASE("more parts than a form of ours has are refused") {
    std::string many;
    for (int i = 0; i < 5; ++i) many += "--b\r\nContent-Disposition: form-data; name=\"a\"\r\n\r\n1\r\n";
    many += "--b--";
    CHECK(read_multipart("multipart/form-data; boundary=b", many, 5).ok());
    CHECK_FALSE(read_multipart("multipart/form-data; boundary=b", many, 4).ok());
}

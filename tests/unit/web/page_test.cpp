// Pages: escaped unless the template says otherwise, with their headers; cookies; who may post.
#include "bot/web/page.hpp"

#include <doctest/doctest.h>

#include <atomic>
#include <thread>

using namespace noticeboard;
using namespace noticeboard::web;

namespace {

std::string filled(const std::string& text, const Values& values, Template::Parts parts = {}) {
    const Result<Template> parsed = Template::parse(text, std::move(parts));
    REQUIRE_MESSAGE(parsed.ok(), (parsed.ok() ? "" : parsed.error().message));
    return parsed->fill(values);
}

}  // namespace

TEST_CASE("what is filled in is escaped, in text and in attributes") {
    Values values;
    values.set("name", "<b>\"O'Neil\" & co");
    CHECK(filled("<p title=\"{{name}}\">", values) == "<p title=\"&lt;b&gt;&quot;O&apos;Neil&quot; &amp; co\">");
    CHECK(filled("{{{name}}}", values) == "<b>\"O'Neil\" & co");
    CHECK(filled("[{{missing}}]", values) == "[]");
    values.set("name", "{{{other}}}").set("other", "<i>");
    CHECK(filled("{{name}}", values) == "{{{other}}}");  // a value is never a template
    CHECK(html_escaped("<你>") == "&lt;你&gt;");
}

TEST_CASE("sections, lists, parts") {
    Values values;
    values.set("yes", true)
        .set("no", false)
        .list("none", {})
        .list("people", {Values().set("name", "李"), Values().set("name", "&")});
    CHECK(filled("{{#yes}}a{{/yes}}{{^yes}}b{{/yes}}{{#no}}c{{/no}}{{^no}}d{{/no}}", values) == "ad");
    CHECK(filled("{{#people}}<{{name}}>{{/people}}", values) == "<李><&amp;>");
    CHECK(filled("{{^none}}nobody{{/none}}{{#missing}}x{{/missing}}", values) == "nobody");
    CHECK(filled("{{#people}}{{> one }}{{/people}}{{>none}}", values, {{"one", "({{>two}})"}, {"two", "{{name}}"}}) ==
          "(李)(&amp;)");
    CHECK(filled("a{{>self}}", values, {{"self", "b{{>self}}"}}).starts_with("abb"));  // it ends
}

TEST_CASE("a broken template says so") {
    CHECK_FALSE(Template::parse("{{#a}}").ok());
    CHECK_FALSE(Template::parse("{{a").ok());
    const Result<Template> part = Template::parse("{{>foot}}", {{"foot", "{{#a}}"}});
    REQUIRE_FALSE(part.ok());
    CHECK(part.error().message.find("foot") != std::string::npos);
}

TEST_CASE("one layout serves many threads") {
    const Template::Parts parts = {{"foot", "<{{host}}>"}};
    Pages pages(parts);
    Page page;
    page.layout = "{{#people}}{{name}}{{/people}}{{>foot}}";
    page.values.set("host", "nb").list("people", {Values().set("name", "a"), Values().set("name", "b")});
    std::vector<std::thread> threads;
    std::atomic<int> right = 0;
    for (int i = 0; i < 4; ++i)
        threads.emplace_back([&] {
            for (int round = 0; round < 100; ++round) right += pages.response(page, Request{})->body == "ab<nb>";
        });
    for (std::thread& thread : threads) thread.join();
    CHECK(right == 400);
}

TEST_CASE("a page becomes a response") {
    Pages pages;
    Page page;
    page.layout = "<p>{{a}}</p>";
    page.values.set("a", "<");
    page.language = "zh-CN";
    page.status = 404;
    page.personal = true;
    page.cookies = {{"here", "abc"}, {"old", ""}};
    Request request;
    request.url = "https://nb.example/g/1";
    const Result<Response> response = pages.response(page, request);
    REQUIRE(response.ok());
    CHECK(response->status == 404);
    CHECK(response->body == "<p>&lt;</p>");
    CHECK(response->headers.value("Content-Type") == "text/html; charset=utf-8");
    CHECK(response->headers.value("Cache-Control") == "no-store");
    CHECK(response->headers.value("Content-Language") == "zh-CN");
    CHECK(response->headers.value("Content-Security-Policy").find("default-src 'none'") == 0);
    CHECK(response->headers.value("Content-Security-Policy").find("script") == std::string::npos);
    std::vector<std::string> cookies;
    for (const auto& [name, value] : response->headers)
        if (name == "Set-Cookie") cookies.push_back(value);
    CHECK(cookies == std::vector<std::string>{"here=abc; Path=/; HttpOnly; SameSite=Lax; Secure",
                                              "old=; Path=/; HttpOnly; SameSite=Lax; Max-Age=0; Secure"});
    request.url = "http://nb.example/g/1";
    page.personal = false;
    const Result<Response> open = pages.response(page, request);
    CHECK(open->headers.value("Set-Cookie").find("Secure") == std::string::npos);
    CHECK(open->headers.value("Cache-Control") == "no-cache");

    page.redirect = "/g/2";
    const Result<Response> away = pages.response(page, request);
    CHECK(away->status == 303);
    CHECK(away->headers.value("Location") == "/g/2");
    CHECK(away->body.empty());

    page.redirect.clear();
    page.layout = "{{#open";
    CHECK_FALSE(pages.response(page, request).ok());
}

TEST_CASE("a picture is a picture, and nothing that a browser could run") {
    Pages pages;
    Page page;
    page.picture = "\x89PNG<script>";
    const Result<Response> shown = pages.response(page, Request());
    CHECK(shown->status == 200);
    CHECK(shown->headers.value("Content-Type") == "image/png");
    CHECK(shown->headers.value("X-Content-Type-Options") == "nosniff");
    CHECK(shown->headers.value("Content-Security-Policy").find("sandbox") != std::string::npos);
    CHECK(shown->body == page.picture);
    page.picture = "\xff\xd8";
    CHECK(pages.response(page, Request())->headers.value("Content-Type") == "image/jpeg");
}

TEST_CASE("a form counts when a page of this origin sent it") {
    const auto posted = [](std::initializer_list<std::pair<std::string, std::string>> headers) {
        Request request;
        request.method = "POST";
        request.url = "https://nb.example/g/1";
        request.headers = headers;
        return is_same_origin(request);
    };
    CHECK(posted({{"Origin", "https://nb.example"}}));
    CHECK(posted({{"Referer", "https://nb.example/g/1?x"}}));
    CHECK_FALSE(posted({}));
    CHECK_FALSE(posted({{"Origin", "null"}}));
    CHECK_FALSE(posted({{"Origin", "null"}, {"Referer", "https://nb.example/g/1"}}));
    CHECK_FALSE(posted({{"Origin", "http://nb.example"}}));
    CHECK_FALSE(posted({{"Origin", "https://nb.example.evil.example"}}));
    CHECK_FALSE(posted({{"Origin", "https://nb.example:8443"}}));
    CHECK_FALSE(posted({{"Origin", "https://evil.example"}, {"Referer", "https://nb.example/"}}));
    CHECK_FALSE(posted({{"Referer", "https://evil.example/https://nb.example/"}}));
}

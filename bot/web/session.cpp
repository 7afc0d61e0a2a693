// A connection from its first byte to its last: read a request, ask the application, write the answer, again.
#include "bot/web/session.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/post.hpp>
#include <utility>

#include "bot/web/aftermath.hpp"

namespace noticeboard::web {
namespace {

namespace asio = boost::asio;
using ErrorCode = boost::system::error_code;

constexpr std::size_t tls_input_size = 8 * 1024;
constexpr std::size_t one_record = 16 * 1024;  // what TLS sends at once
constexpr std::size_t body_bytes_per_second = 8 * 1024;
constexpr std::string_view heartbeat = ":\n\n";  // a comment: HTML standard, 9.2.6
constexpr std::string_view go_on = "HTTP/1.1 100 Continue\r\n\r\n";

}  // namespace

Session::Session(Socket socket, Address peer, std::shared_ptr<Listener> listener, Welcome welcome)
    : socket_(std::move(socket)),
      peer_(std::move(peer)),
      peer_text_(peer_.to_string()),
      from_proxy_(listener->site().proxies.trusts(peer_)),
      welcome_(welcome),
      listener_(std::move(listener)),
      site_(listener_->site()),
      tls_context_(site_.tls()) {
    if (tls_context_) {
        tls_.emplace(socket_, *tls_context_);
        tls_input_ = std::make_unique<char[]>(tls_input_size);
    }
    listener_->add(*this);
}

Session::~Session() {
    if (welcome_ == Welcome::serve) site_.guests.leave(peer_);
    listener_->remove(*this);
}

void Session::start() {
    auto done = [self = shared_from_this()](std::exception_ptr bug) {
        if (!bug) return;
        try {
            std::rethrow_exception(bug);
        } catch (const std::exception& error) {
            self->site_.report(type_of(error));
        }
    };
    asio::co_spawn(socket_.get_executor(), live(), std::move(done));
}

Task<> Session::live() {
    const auto self = shared_from_this();
    bool going = co_await shake_hands();
    if (going && welcome_ == Welcome::turn_away) going = co_await refuse(503);
    while (going) {
        going = co_await read_request();
        if (going) going = co_await reply();
    }
    co_await part();
}

Task<bool> Session::shake_hands() {
    ErrorCode ignored;
    socket_.non_blocking(true, ignored);
    socket_.set_option(asio::ip::tcp::no_delay(true), ignored);
    if (!tls_) co_return true;
    expect_within(site_.options.deadlines.head);
    const auto [error] = co_await tls_->async_handshake(asio::ssl::stream_base::server, quietly);
    gone_ = static_cast<bool>(error);
    co_return !error;
}

// --- reading ---

Task<bool> Session::read_request() {
    reader_.emplace(site_.options.limits);
    enter(served_ ? Stage::idle : Stage::head);
    if (!pending_.empty()) take(std::string_view());
    while (!reader_->done() && reader_->refusal() == 0) {
        const std::string_view bytes = co_await receive();
        if (bytes.empty()) {
            if (expired_ && reader_->begun()) co_await refuse(408);
            co_return false;
        }
        take(bytes);
        if (reader_->should_continue()) {
            const bool told = co_await write(go_on, std::string_view());
            if (!told) co_return false;
            expect_within(site_.options.deadlines.body);
        }
    }
    if (reader_->refusal() != 0) {
        co_await refuse(reader_->refusal());
        co_return false;
    }
    co_return true;
}

// What the client sends, valid until this coroutine waits again; nothing when it has hung up or its time is over.
Task<std::string_view> Session::receive() {
    while (!retired_ || stage_ != Stage::idle) {
        if (tls_) {
            const auto room = asio::buffer(tls_input_.get(), tls_input_size);
            const auto [error, count] = co_await tls_->async_read_some(room, quietly);
            if (!error) co_return std::string_view(tls_input_.get(), count);
            if (error != asio::error::operation_aborted) gone_ = true;
            co_return std::string_view();
        }
        const auto [waited] = co_await socket_.async_wait(Socket::wait_read, quietly);
        if (waited) co_return std::string_view();
        ErrorCode error;
        const auto room = listener_->scratch();
        const std::size_t count = socket_.read_some(asio::buffer(room.data(), room.size()), error);
        if (!error) co_return std::string_view(room.data(), count);
        if (error == asio::error::would_block) continue;
        gone_ = true;
        co_return std::string_view();
    }
    co_return std::string_view();
}

void Session::take(std::string_view bytes) {
    if (pending_.empty()) {
        const std::size_t used = reader_->feed(bytes);
        pending_.assign(bytes.substr(used));
    } else {
        pending_ += bytes;
        const std::size_t used = reader_->feed(pending_);
        pending_.erase(0, used);
    }
    if (stage_ == Stage::body) deadline_ += Steady::duration(1s) * bytes.size() / body_bytes_per_second;
    if (reader_->done()) {
        enter(Stage::busy);
    } else if (reader_->head_done()) {
        enter(Stage::body);
    } else if (reader_->begun()) {
        enter(Stage::head);
    }
}

void Session::enter(Stage stage) {
    if (stage == stage_ && stage != Stage::idle && deadline_ != Steady::time_point::max()) return;
    stage_ = stage;
    expired_ = false;
    const Deadlines& deadlines = site_.options.deadlines;
    switch (stage) {
        case Stage::idle:
            return expect_within(deadlines.idle);
        case Stage::head:
            return expect_within(deadlines.head);
        case Stage::body:
            return expect_within(deadlines.body);
        case Stage::busy:
            return expect_whenever();
    }
}

// --- answering ---

Task<bool> Session::reply() {
    const auto begun = Steady::now();
    served_ = true;
    const bool is_1_0 = reader_->is_1_0();
    bool keep = reader_->keeps_alive();
    Request request = reader_->take();
    const bool head_only = request.method == "HEAD";
    Result<std::string> url = whole_url(request, site_.options.public_url, tls_.has_value(), from_proxy_);
    if (!url) {
        co_await refuse(400);
        co_return false;
    }
    request.url = std::move(*url);
    request.peer = from_proxy_ ? site_.proxies.client(peer_, request.headers) : peer_text_;

    Answer answer = co_await ask(std::move(request));
    Aftermath aftermath(std::move(answer.after), site_);
    keep = keep && !answer.events && !site_.draining.load(std::memory_order_relaxed);
    const Connection connection = !keep ? Connection::close : is_1_0 ? Connection::keep_1_0 : Connection::keep;
    bool written = false;
    if (answer.events) {
        written = co_await stream(*answer.events, head_only);
    } else if (!aftermath.matters() || !peer_hung_up()) {
        written = co_await send(answer.response, connection, head_only);
    }
    gone_ = gone_ || !written;
    aftermath.settle(written);
    if (site_.options.observe) {
        Observed observed;
        observed.route = answer.route;
        observed.status = answer.response.status;
        observed.took = Steady::now() - begun;
        site_.options.observe(observed);
    }
    co_return written&& keep;
}

// The fence: a bug in the application costs one answer.
Task<Answer> Session::ask(Request request) {
    std::string bug;
    try {
        Answer answer = co_await site_.handler(std::move(request));
        co_return answer;
    } catch (const std::exception& error) {
        bug = type_of(error);
    } catch (...) {
        bug = "unknown";
    }
    site_.report(bug);
    co_return Answer(plain_refusal(500));
}

Task<bool> Session::send(const Response& response, Connection connection, bool head_only) {
    head_.clear();
    append_head(head_, response, connection, Length::known);
    std::string_view body;
    if (!head_only && has_body(response.status)) body = response.body;
    if (tls_ && body.size() <= one_record) {  // one record instead of two
        head_ += body;
        body = std::string_view();
    }
    const bool written = co_await write(head_, body);
    co_return written;
}

// Always false, so that a caller ends the connection with it.
Task<bool> Session::refuse(int status) {
    const Response refusal = plain_refusal(status);
    const bool written = co_await send(refusal, Connection::close, false);
    gone_ = gone_ || !written;
    if (site_.options.observe) {
        Observed observed;
        observed.status = status;
        site_.options.observe(observed);
    }
    co_return false;
}

Task<bool> Session::write(std::string_view head, std::string_view body) {
    expired_ = false;
    std::array<asio::const_buffer, 2> parts = {asio::buffer(head), asio::buffer(body)};
    std::size_t left = head.size() + body.size();
    while (left > 0) {
        std::size_t done = 0;
        if (tls_) {
            expect_within(site_.options.deadlines.write);
            const asio::const_buffer& part = parts[0].size() > 0 ? parts[0] : parts[1];
            const auto [error, count] = co_await tls_->async_write_some(part, quietly);
            if (error) co_return false;
            done = count;
        } else {
            ErrorCode error;
            done = socket_.write_some(parts, error);
            if (error && error != asio::error::would_block) co_return false;
        }
        left -= done;
        const std::size_t of_head = std::min(done, parts[0].size());
        parts[0] += of_head;
        parts[1] += done - of_head;
        if (tls_ || left == 0) continue;
        expect_within(site_.options.deadlines.write);
        const auto [error] = co_await socket_.async_wait(Socket::wait_write, quietly);
        if (error) co_return false;
    }
    co_return true;
}

// Whether the client has closed its side although it waits for an answer.
bool Session::peer_hung_up() {
    char byte = 0;
    ErrorCode error;
    socket_.receive(asio::buffer(&byte, 1), Socket::message_peek, error);
    return error && error != asio::error::would_block;
}

// --- server-sent events ---

Task<bool> Session::stream(const EventStream& events, bool head_only) {
    Response response;
    response.headers.add("Content-Type", "text/event-stream");
    response.headers.add("Cache-Control", "no-store");
    response.headers.add("X-Accel-Buffering", "no");  // nginx would hold events back
    head_.clear();
    append_head(head_, response, Connection::close, Length::until_close);
    bool written = co_await write(head_, std::string_view());
    if (head_only) co_return written;

    streaming_ = events;
    bell_.emplace(socket_.get_executor());
    const std::weak_ptr<Session> weak = weak_from_this();
    events.attach([weak, executor = socket_.get_executor()] {
        asio::post(executor, [weak] {
            const auto self = weak.lock();
            if (!self || !self->streaming_) return;
            self->bell_->cancel();
            if (self->streaming_->was_dropped()) self->abort();
        });
    });
    socket_.async_wait(Socket::wait_read,
                       [self = shared_from_this()](const ErrorCode&) {  // a client has nothing to say here
                           self->gone_ = true;
                           self->bell_->cancel();
                       });
    while (written && !gone_ && !events.was_dropped()) {
        std::string text = events.take();
        if (text.empty()) {
            if (!events.is_open()) break;
            expect_whenever();
            bell_->expires_after(site_.options.deadlines.heartbeat);
            const auto [woken] = co_await bell_->async_wait(quietly);
            if (woken) continue;
            text = heartbeat;
        }
        written = co_await write(text, std::string_view());
    }
    written = written && !gone_ && !events.was_dropped();
    streaming_.reset();
    events.abandon();
    co_return written;
}

// --- the end ---

// Closes our side and waits for the client to close its own: closing at once could take its last answer from it (RFC
// 9112 9.6).
Task<> Session::part() {
    if (!gone_) {
        ErrorCode ignored;
        stage_ = Stage::busy;
        expired_ = false;
        expect_within(site_.options.deadlines.linger);
        if (tls_) {
            const auto [error] = co_await tls_->async_shutdown(quietly);
            gone_ = static_cast<bool>(error);
        }
        socket_.shutdown(Socket::shutdown_send, ignored);
        while (!gone_ && !expired_) {
            const auto [error] = co_await socket_.async_wait(Socket::wait_read, quietly);
            if (error) break;
            const auto room = listener_->scratch();
            ErrorCode failure;
            socket_.read_some(asio::buffer(room.data(), room.size()), failure);
            if (failure && failure != asio::error::would_block) break;
        }
    }
    ErrorCode ignored;
    socket_.close(ignored);
}

void Session::check(Steady::time_point now) {
    if (now < deadline_ || !socket_.is_open()) return;
    expired_ = true;
    ErrorCode ignored;
    socket_.cancel(ignored);
}

void Session::retire() {
    retired_ = true;
    if (streaming_) return streaming_->close();
    ErrorCode ignored;
    if (stage_ == Stage::idle) socket_.cancel(ignored);
    const bool silent = !served_ && !(reader_ && reader_->begun());
    if (silent) deadline_ = std::min<Steady::time_point>(deadline_, Steady::now() + 1s);
}

void Session::abort() {
    gone_ = true;
    ErrorCode ignored;
    socket_.set_option(Socket::linger(true, 0), ignored);  // what waits in the kernel goes too
    socket_.close(ignored);
}

}  // namespace noticeboard::web

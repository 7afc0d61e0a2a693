// One exchange with another server: a kept connection or a new one, the request, the response.
#include "bot/web/client.hpp"

#include <algorithm>
#include <array>
#include <boost/asio/buffer.hpp>
#include <boost/asio/ip/tcp.hpp>
#include <boost/asio/ssl/context.hpp>
#include <boost/asio/ssl/error.hpp>
#include <boost/asio/ssl/host_name_verification.hpp>
#include <boost/asio/ssl/stream.hpp>
#include <boost/asio/write.hpp>
#include <boost/url/parse.hpp>
#include <boost/url/url_view.hpp>
#include <optional>
#include <vector>

#include "bot/web/completion.hpp"
#include "bot/web/pool.hpp"
#include "bot/web/reader.hpp"
#include "bot/web/wire.hpp"

namespace noticeboard::web {
namespace {

namespace asio = boost::asio;
using asio::ip::tcp;
using ErrorCode = boost::system::error_code;
using Endpoints = std::vector<tcp::endpoint>;

constexpr Millis per_address = 3s;  // for connecting to one of a host's addresses before the next one is tried
constexpr std::size_t input_size = 16 * 1024;

struct Job {  // one fetch
    Request request;
    Place place;
    std::string authority;  // as the Host field says it
    std::string target;
    bool sent = false;      // the first byte of the request may have left
    bool answered = false;  // the first byte of a response has come
    bool reusable = false;  // the connection may carry another request
};

std::optional<Job> job_for(Request request) {
    const auto url = boost::urls::parse_uri(request.url);
    if (!url || url->has_userinfo() || url->encoded_host().empty()) return std::nullopt;
    Job job;
    job.place.tls = url->scheme_id() == boost::urls::scheme::https;
    if (!job.place.tls && url->scheme_id() != boost::urls::scheme::http) return std::nullopt;
    job.place.host = url->host_address();
    job.place.port = job.place.tls ? "443" : "80";
    job.authority = std::string(url->encoded_host());
    const std::string path(url->encoded_path());
    if (!path.empty() && !path.starts_with('/'))
        return std::nullopt;  // Boost 1.81 takes "http://a:8b/" for port 8, path "b/"
    if (url->has_port() && !url->port().empty()) {
        job.place.port = std::string(url->port());
        if (job.place.port.size() > 5 || std::stoul(job.place.port) > 65535) return std::nullopt;
        job.authority += ":" + job.place.port;
    }
    job.target = std::string(url->encoded_target());
    if (!job.target.starts_with('/')) job.target.insert(0, "/");
    job.request = std::move(request);
    return job;
}

bool is_repeatable(const std::string& method) {
    return method == "GET" || method == "HEAD" || method == "OPTIONS";
}

bool is_address(const std::string& host) {
    ErrorCode error;
    asio::ip::make_address(host, error);
    return !error;
}

Failure failure(const Job& job, Error::Kind kind, const std::string& what) {
    Failure out;
    out.error.kind = kind;
    out.error.message = job.place.host + ": " + what;
    out.sent = job.sent;
    return out;
}

Failure failure(const Job& job, const std::string& what, const ErrorCode& error) {
    return failure(job, Error::Kind::passing, what + ": " + error.message());
}

Task<ErrorCode> connect_to(tcp::socket& socket, tcp::endpoint endpoint) {
    const auto [error] = co_await socket.async_connect(endpoint, quietly);
    co_return error;
}

}  // namespace

struct Client::Parts {
    Parts(asio::io_context& on, ClientOptions given)
        : context(on),
          options(std::move(given)),
          pool(std::make_shared<Pool>(on, options.connections_per_place, options.idle_per_place, options.idle)),
          resolver(on) {}

    static Task<Fetched> run(std::shared_ptr<Parts> self, Job job, Millis limit);
    Task<Fetched> exchange(Job& job);
    Task<std::optional<Failure>> connect(Line& line, const Job& job);
    Task<Result<Endpoints>> look_up(const Place& place);
    Task<std::optional<Failure>> secure(Line& line, const Job& job);
    Task<std::optional<Failure>> write(Line& line, Job& job);
    Task<Fetched> talk(Line& line, Job& job);

    asio::io_context& context;
    const ClientOptions options;
    const std::shared_ptr<Pool> pool;
    tcp::resolver resolver;
    asio::ssl::context tls{asio::ssl::context::tls_client};
};

Result<Client> Client::open(asio::io_context& context, ClientOptions options) {
    auto parts = std::make_shared<Parts>(context, std::move(options));
    ErrorCode error;
    parts->tls.set_options(asio::ssl::context::default_workarounds | asio::ssl::context::no_tlsv1 |
                           asio::ssl::context::no_tlsv1_1);
    parts->tls.set_verify_mode(asio::ssl::verify_peer);
    parts->tls.set_default_verify_paths(error);
    const std::string& ca_file = parts->options.ca_file;
    if (!ca_file.empty()) parts->tls.load_verify_file(ca_file, error);
    if (error) return invalid("cannot use the certificates of " + ca_file + ": " + error.message());
    return Client(std::move(parts));
}

Task<Fetched> Client::fetch(Request request, Millis deadline) const {
    const auto parts = parts_;
    std::optional<Job> job = job_for(std::move(request));
    if (!job) co_return Failure{invalid("not an http or https URL")};
    const asio::any_io_executor here = co_await asio::this_coro::executor;
    const asio::any_io_executor home = parts->context.get_executor();
    if (here == home) {
        Fetched fetched = co_await Parts::run(parts, *std::move(job), deadline);
        co_return fetched;
    }
    const Completion<Fetched> completion;
    auto deliver = [completion, lost = failure(*job, Error::Kind::passing, "failed inside")](std::exception_ptr bug,
                                                                                             Fetched fetched) {
        completion.fulfil(bug ? Fetched(lost) : std::move(fetched));
    };
    asio::co_spawn(home, Parts::run(parts, *std::move(job), deadline), std::move(deliver));
    Fetched fetched = co_await completion.wait();
    co_return fetched;
}

Task<Fetched> Client::Parts::run(std::shared_ptr<Parts> self, Job job, Millis limit) {
    std::optional<Fetched> fetched = co_await within(self->exchange(job), Steady::now() + limit);
    if (fetched) co_return std::move(*fetched);
    co_return failure(job, Error::Kind::passing, job.sent ? "no answer in time" : "no connection in time");
}

Task<Fetched> Client::Parts::exchange(Job& job) {
    const std::unique_ptr<Pool::Seat> seat = co_await pool->seat(job.place);
    std::unique_ptr<Line> line = seat->kept_line();
    if (line) {
        Fetched fetched = co_await talk(*line, job);
        const bool stale = std::holds_alternative<Failure>(fetched) && !job.answered;
        if (job.reusable) seat->keep(std::move(line));
        if (!stale || !is_repeatable(job.request.method)) co_return fetched;
    }
    line = std::make_unique<Line>(context);
    std::optional<Failure> refused = co_await connect(*line, job);
    if (refused) co_return std::move(*refused);
    Fetched fetched = co_await talk(*line, job);
    if (job.reusable) seat->keep(std::move(line));
    co_return fetched;
}

// --- connecting ---

Task<std::optional<Failure>> Client::Parts::connect(Line& line, const Job& job) {
    const Result<Endpoints> endpoints = co_await look_up(job.place);
    if (!endpoints) co_return failure(job, Error::Kind::passing, endpoints.error().message);
    ErrorCode error = asio::error::host_not_found;
    for (const tcp::endpoint& endpoint : *endpoints) {
        line.socket.close(error);
        const std::optional<ErrorCode> outcome =
            co_await within(connect_to(line.socket, endpoint), Steady::now() + per_address);
        error = outcome.value_or(asio::error::timed_out);
        if (!error) break;
    }
    if (error) co_return failure(job, "cannot connect", error);
    ErrorCode ignored;
    line.socket.set_option(tcp::no_delay(true), ignored);
    if (!job.place.tls) co_return std::nullopt;
    std::optional<Failure> refused = co_await secure(line, job);
    co_return refused;
}

// The resolver's own thread cannot be interrupted: whoever runs out of time leaves it to itself.
Task<Result<Endpoints>> Client::Parts::look_up(const Place& place) {
    const Completion<Result<Endpoints>> found;
    resolver.async_resolve(place.host, place.port,
                           [found](const ErrorCode& error, const tcp::resolver::results_type& all) {
                               if (error) return found.fulfil(passing("name not found: " + error.message()));
                               Endpoints endpoints;
                               for (const auto& entry : all) endpoints.push_back(entry.endpoint());
                               found.fulfil(std::move(endpoints));
                           });
    Result<Endpoints> endpoints = co_await found.wait();
    co_return endpoints;
}

Task<std::optional<Failure>> Client::Parts::secure(Line& line, const Job& job) {
    const std::string& host = job.place.host;
    line.tls.emplace(line.socket, tls);
    if (!is_address(host)) SSL_set_tlsext_host_name(line.tls->native_handle(), host.c_str());
    line.tls->set_verify_callback(asio::ssl::host_name_verification(host));
    const auto [error] = co_await line.tls->async_handshake(asio::ssl::stream_base::client, quietly);
    if (!error) co_return std::nullopt;
    const bool distrust = error.category() == asio::error::get_ssl_category() &&
                          ERR_GET_REASON(static_cast<unsigned long>(error.value())) == SSL_R_CERTIFICATE_VERIFY_FAILED;
    if (!distrust) co_return failure(job, "no secure connection", error);
    const long why = SSL_get_verify_result(line.tls->native_handle());
    const bool trusted = why == X509_V_OK || why == X509_V_ERR_UNSPECIFIED;  // then it was our check of the name
    const std::string words = trusted ? "it is for another host" : X509_verify_cert_error_string(why);
    co_return failure(job, Error::Kind::forbidden, "certificate refused: " + words);
}

// --- talking ---

Task<std::optional<Failure>> Client::Parts::write(Line& line, Job& job) {
    std::string head;
    append_head(head, job.request, job.authority, job.target);
    const std::array<asio::const_buffer, 2> parts = {asio::buffer(head), asio::buffer(job.request.body)};
    job.sent = true;
    if (line.tls) {
        const auto [error, count] = co_await asio::async_write(*line.tls, parts, quietly);
        if (error) co_return failure(job, "cannot send", error);
    } else {
        const auto [error, count] = co_await asio::async_write(line.socket, parts, quietly);
        if (error) co_return failure(job, "cannot send", error);
    }
    co_return std::nullopt;
}

// A server may answer and hang up before it has read all of a request: its answer counts, even when writing failed.
Task<Fetched> Client::Parts::talk(Line& line, Job& job) {
    std::optional<Failure> unsent = co_await write(line, job);
    const auto input = std::make_unique<char[]>(input_size);
    const auto room = asio::buffer(input.get(), input_size);
    std::string pending;
    std::optional<ResponseReader> reader;
    while (true) {
        if (!reader) reader.emplace(options.response_limit, job.request.method == "HEAD");
        if (!pending.empty() && !reader->done()) pending.erase(0, reader->feed(pending));
        if (reader->broken()) {
            if (reader->too_large()) co_return failure(job, Error::Kind::full, "the response is too large");
            co_return failure(job, Error::Kind::invalid, "the answer is not HTTP");
        }
        if (reader->done()) {
            Response response = reader->take();
            const bool interim = response.status < 200 && response.status != 101;  // RFC 9110 15.2
            if (!interim) {
                job.reusable = !unsent && reader->keeps_alive() && pending.empty();
                co_return response;
            }
            reader.reset();
            continue;
        }
        ErrorCode error;
        std::size_t count = 0;
        if (line.tls) {
            std::tie(error, count) = co_await line.tls->async_read_some(room, quietly);
        } else {
            std::tie(error, count) = co_await line.socket.async_read_some(room, quietly);
        }
        if (error == asio::error::eof && job.answered) {
            reader->end();
            if (!reader->broken()) continue;
        }
        if (error && unsent) co_return std::move(*unsent);
        if (error) co_return failure(job, "connection lost", error);
        job.answered = true;
        pending.append(input.get(), count);
    }
}

}  // namespace noticeboard::web

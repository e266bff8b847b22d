// A table that a server keeps: deadlines, and connections that end.
#include "tables/remote_table.h"

#include <atomic>
#include <future>
#include <thread>

#include <boost/test/unit_test.hpp>

using msa::Deadline;
using msa::LookupAnswer;
using msa::RemoteTable;
using msa::Result;
using std::chrono::milliseconds;

namespace {

constexpr milliseconds patience{20000};

/// What the connections of a test do, and how many were made.
struct Server {
    std::function<Result<LookupAnswer>(int connection, int question)> answer;
    std::atomic<int> connections{0};
};

class Connection final : public msa::TableConnection {
public:
    explicit Connection(Server& server) : server_(server), number_(++server.connections) {}

    Result<LookupAnswer> ask(std::string_view, Deadline) override {
        auto answer = server_.answer(number_, ++questions_);
        is_usable_ = answer.has_value();
        return answer;
    }
    [[nodiscard]] bool is_usable() const override { return is_usable_; }

private:
    Server& server_;
    int number_;
    int questions_ = 0;
    bool is_usable_ = true;
};

RemoteTable table_of(Server& server, milliseconds deadline = patience,
                     std::size_t connections = 1) {
    return {[&server] { return std::make_unique<Connection>(server); }, deadline, connections};
}

}  // namespace

BOOST_AUTO_TEST_SUITE(remote_table_test)

BOOST_AUTO_TEST_CASE(a_connection_serves_many_questions) {
    Server server{[](int, int question) { return LookupAnswer{true, {std::to_string(question)}}; }};
    const auto table = table_of(server);
    for (int i = 1; i <= 10; ++i) {
        BOOST_TEST(table.lookup("a")->values.at(0) == std::to_string(i));
    }
    BOOST_TEST(server.connections == 1);
}

BOOST_AUTO_TEST_CASE(a_connection_that_was_closed_meanwhile_is_made_anew) {
    Server server{[](int connection, int question) -> Result<LookupAnswer> {
        return connection == 1 && question == 2 ? Result<LookupAnswer>(msa::Error{"closed"})
                                                : LookupAnswer{};
    }};
    const auto table = table_of(server);
    BOOST_TEST(table.lookup("a").has_value());
    BOOST_TEST(table.lookup("a").has_value());
    BOOST_TEST(server.connections == 2);
}

BOOST_AUTO_TEST_CASE(a_fresh_connection_that_fails_is_an_error_and_the_next_question_tries_again) {
    Server server{[](int connection, int) -> Result<LookupAnswer> {
        return connection == 1 ? Result<LookupAnswer>(msa::Error{"refused"}) : LookupAnswer{};
    }};
    const auto table = table_of(server);
    BOOST_TEST(table.lookup("a").error().what == "refused");
    BOOST_TEST(server.connections == 1);
    BOOST_TEST(table.lookup("a").has_value());
}

BOOST_AUTO_TEST_CASE(who_asks_waits_no_longer_than_the_deadline) {
    std::promise<void> end;
    const auto ended = end.get_future().share();
    Server server{[&ended](int, int) {
        ended.wait();
        return LookupAnswer{};
    }};
    const auto table = table_of(server, milliseconds(20));
    BOOST_TEST(table.lookup("a").error().what == "no answer in time");
    BOOST_TEST(table.lookup("b").error().what == "no answer in time");  // nobody is free to ask
    end.set_value();
}

BOOST_AUTO_TEST_CASE(what_nobody_waits_for_any_more_is_not_asked) {
    std::promise<void> end;
    const auto ended = end.get_future().share();
    std::atomic<int> asked{0};
    Server server{[&](int, int) {
        ++asked;
        ended.wait();
        return LookupAnswer{};
    }};
    {
        const auto table = table_of(server, milliseconds(20));
        for (int i = 0; i < 5; ++i) {
            BOOST_TEST(!table.lookup("a").has_value());
        }
        end.set_value();
    }
    BOOST_TEST(asked == 1);
}

BOOST_AUTO_TEST_CASE(many_ask_at_once_over_no_more_connections_than_allowed) {
    Server server{[](int, int) { return LookupAnswer{true, {"x"}}; }};
    const auto table = table_of(server, patience, 3);
    constexpr int many = 8;
    std::vector<std::future<int>> askers;
    askers.reserve(many);
    for (int i = 0; i < many; ++i) {
        askers.push_back(std::async(std::launch::async, [&table] {
            int found = 0;
            for (int n = 0; n < 200; ++n) {
                const auto answer = table.lookup("a");
                found += answer && answer->found ? 1 : 0;
            }
            return found;
        }));
    }
    int found = 0;
    for (auto& each : askers) {
        found += each.get();
    }
    BOOST_TEST(found == 1600);
    BOOST_TEST(server.connections <= 3);
}

BOOST_AUTO_TEST_CASE(what_a_connection_throws_reaches_who_asked) {
    Server server{
        [](int, int) -> Result<LookupAnswer> { throw std::runtime_error("out of luck"); }};
    const auto table = table_of(server);
    BOOST_CHECK_THROW((void)table.lookup("a"), std::runtime_error);
}

BOOST_AUTO_TEST_SUITE_END()

// The door, and her story: emergency numbers first, then topic, consent, code word, who must not know, her words.
#include "bot/community/group.hpp"
#include "bot/community/member.hpp"
#include "bot/text/group_number.hpp"
#include "bot/text/number.hpp"
#include "bot/text/utf8.hpp"
#include "plugins/help/desk.hpp"
#include "plugins/help/her.hpp"

namespace noticeboard::plugins::helping {
namespace {

constexpr std::size_t at_a_time = 5;

// What the buttons before the record carry: group, whether she is a minor, and the topic.
struct Choice {
    GroupId group;
    bool minor = false;
    std::string topic;

    std::string text() const { return to_string(group) + (minor ? "|m|" : "|-|") + topic; }
    static Choice from(const std::string& data) {
        Choice out;
        const std::size_t first = data.find('|');
        out.group = GroupId{std::stoll(data)};
        out.minor = data.substr(first + 1, 1) == "m";
        out.topic = data.substr(first + 3);
        return out;
    }
};

// The group by whose board she came last, else the one she is in.
GroupId group_of(Turn& turn) {
    const auto came = turn.sql().one<GroupId>("SELECT grp FROM help_came WHERE who = :who", turn.person().id());
    if (came) return *came;
    const auto groups = community::groups_of(turn.community(), turn.person().id());
    return groups.empty() ? GroupId{} : groups.front().id;
}

void show_topics(Turn& turn, Choice choice, std::size_t from) {
    const auto& topics = turn.site().help.topics;
    Reply reply(
        turn.emergency() + "\n" +
        turn.tr("This talk is between you and the one who answers. What is it about? Press, or type the number."));
    reply.within(patience);
    for (std::size_t i = from; i < topics.size() && i < from + at_a_time; ++i) {
        choice.topic = topics[i].id;
        reply.button(topics[i].picture + " " + turn.tr(topics[i].label.c_str()), "topic", choice.text());
    }
    choice.topic = std::to_string(from + at_a_time < topics.size() ? from + at_a_time : 0);
    reply.button(turn.tr("Something else"), "topics", choice.text());
    if (!choice.minor) reply.button(turn.tr("I am under 18"), "minor", choice.text());
    turn.reply(std::move(reply));
}

bool has_consent(Turn& turn, std::string_view kind) {
    return turn.sql()
        .one<int>("SELECT 1 FROM help_consent WHERE who = :who AND kind = :kind AND version = :version",
                  turn.person().id(), kind, turn.site().help.consent_version)
        .has_value();
}

// One screen a time: who, why, how long, whom to ask. True when nothing is left to ask.
bool consents(Turn& turn, const Choice& choice, int level) {
    const int days = turn.site().help.levels.at(static_cast<std::size_t>(level)).keep_days;
    const char* kind = !has_consent(turn, "request")                   ? "request"
                       : level >= 2 && !has_consent(turn, "sensitive") ? "sensitive"
                                                                       : nullptr;
    if (kind == nullptr) return true;
    std::string text;
    if (std::string_view(kind) == "request") {
        text = turn.tr(
            "Before you begin: what you write is kept sealed, read only by those who answer it, and destroyed {} days "
            "after "
            "it has ended. It is kept so that you can be answered, for nothing else.",
            days);
        if (!turn.site().operator_name.empty())
            text +=
                " " + turn.tr("Questions about this: {}, {}.", turn.site().operator_name, turn.site().operator_contact);
        text += "\n" + turn.tr("Is that all right?");
    } else {
        text = turn.tr(
            "Your words may tell of your health, your body, your family or a child. May I keep such words too, sealed "
            "in the same way?");
    }
    Reply reply(std::move(text));
    reply.within(patience);
    reply.button(turn.tr("Yes"), "consent", std::string(kind) + "/" + choice.text()).button(turn.tr("No"), "decline");
    turn.reply(std::move(reply));
    return false;
}

void ask_code_word(Turn& turn, const Request& request, std::string text) {
    turn.ask(Reply(std::move(text)), "code word", patience, std::to_string(request.id));
}

void begin(Turn& turn, const Choice& choice) {
    const HelpPlan& plan = turn.site().help;
    const Topic* known = plan.topic(choice.topic);
    if (known == nullptr) return show_topics(turn, choice, 0);
    Topic topic = *known;
    if (choice.minor) {
        topic.level = 3;
        topic.desk = plan.minors_desk;
    }
    if (!consents(turn, choice, topic.level)) return;
    const auto group = community::group(turn.community(), choice.group);
    const Request request = open_request(turn, group ? &*group : nullptr, topic);
    ask_code_word(turn, request,
                  turn.tr("Choose a word that only you know, and type it. Whoever picks up your phone cannot read on "
                          "without it. After five quiet minutes I ask for it again."));
}

}  // namespace

Request request_of(Turn& turn) {
    auto found = find(turn, std::stoll(turn.data()));
    if (!found || found->person != turn.person().id() || found->state == State::closed)
        throw std::runtime_error("a request that is not hers");
    return std::move(*found);
}

void ask_for_words(Turn& turn, const Request& request, std::string text) {
    Reply reply(std::move(text));
    reply.within(patience);
    reply.button(turn.tr("Done, send it"), "done", std::to_string(request.id));
    turn.ask(std::move(reply), "words", patience, std::to_string(request.id));
}

void door(Turn& turn) {
    if (turn.chat().place.room != Room::direct) {  // in a group nothing is said: the word disappears where it can
        if (turn.bot_can().has(Ability::delete_message))
            turn.act(Action(Action::Kind::delete_message).message(turn.event().message_id));
        Choice choice;
        if (turn.group() != nullptr) choice.group = turn.group()->id;
        turn.whisper(Reply(turn.emergency() + "\n" + turn.tr("We can talk here. What would you like to do?"))
                         .button(turn.tr("Ask in private"), "topics",
                                 [&] {
                                     choice.topic = "0";
                                     return choice.text();
                                 }())
                         .within(patience));
        return;
    }
    Choice choice;
    choice.group = group_of(turn);
    show_topics(turn, choice, 0);
}

void door_by_link(Turn& turn) {
    const std::string& ticket = turn.what<Opened>().ticket;
    if (!ticket.starts_with("a")) return;
    const auto digits = text::group_digits(std::string_view(ticket).substr(1, 8));
    const auto group = digits ? community::group_by_number(turn.community(), *digits) : std::nullopt;
    Choice choice;
    if (group) {
        choice.group = group->id;
        turn.sql().run(
            "INSERT INTO help_came (who, grp) VALUES (:who, :grp) ON CONFLICT (who) DO UPDATE SET grp = excluded.grp",
            turn.person().id(), group->id);
    }
    show_topics(turn, choice, 0);
}

void more_topics(Turn& turn) {
    const Choice choice = Choice::from(turn.data());
    show_topics(turn, choice, std::stoul(choice.topic));
}

void minor_pressed(Turn& turn) {
    Choice choice = Choice::from(turn.data());
    choice.minor = true;
    show_topics(turn, choice, 0);
}

void topic_pressed(Turn& turn) {
    begin(turn, Choice::from(turn.data()));
}

void consent_given(Turn& turn) {
    const std::size_t slash = turn.data().find('/');
    turn.sql().run(
        "INSERT INTO help_consent (who, kind, version, at) VALUES (:who, :kind, :version, :now) ON CONFLICT (who, "
        "kind) "
        "DO UPDATE SET version = excluded.version, at = excluded.at",
        turn.person().id(), turn.data().substr(0, slash), turn.site().help.consent_version, turn.now());
    begin(turn, Choice::from(turn.data().substr(slash + 1)));
}

void declined(Turn& turn) {
    turn.reply(turn.emergency() + "\n" + turn.tr("Then I keep nothing. The numbers above help without a name."));
}

void code_word_step(Turn& turn) {
    const Request request = request_of(turn);
    const std::string_view word = turn.args();
    const std::size_t length = text::length(word, TextUnit::code_points);
    const bool digits = word.find_first_not_of("0123456789 ") == std::string_view::npos;
    if (length < 2 || length > 30 || digits || turn.understands(word) || text::choice_number(word))
        return ask_code_word(
            turn, request, turn.tr("Please take another word, of two letters or more, that means nothing else here."));
    set_code_word(turn, request, word);
    ask_who_must_not_know(turn, request);
}

void words_step(Turn& turn) {
    Request request = request_of(turn);
    if (speaks_of_danger(turn.site().help, turn.args())) request.danger = true;
    request.touched = turn.now();
    save(turn, request);
    if (!take_words(turn, request))
        return ask_for_words(turn, request, turn.tr("I cannot read this. Write, speak or send a picture."));
    ask_for_words(turn, request, turn.tr("I have it. Go on, or press “Done”."));
}

void done_pressed(Turn& turn) {
    const Request request = request_of(turn);
    if (entries(turn, request).empty())
        return ask_for_words(turn, request, turn.tr("Please tell me first what it is."));
    const std::string id = std::to_string(request.id);
    turn.reply(
        Reply(turn.tr("May I write to you when there is an answer? I would only say that there is something new."))
            .button(turn.tr("No, I look by myself"), "quiet", id + "|no")
            .button(turn.tr("Yes, by day (8 to 20)"), "quiet", id + "|day")
            .button(turn.tr("Yes, at any hour"), "quiet", id + "|any")
            .within(patience));
}

void quiet_pressed(Turn& turn) {
    Request request = request_of(turn);
    const std::string when = turn.data().substr(turn.data().find('|') + 1);
    request.may_write = when != "no";
    request.from_hour = when == "day" ? 8 : 0;
    request.to_hour = when == "day" ? 20 : 24;
    save(turn, request);
    turn.end_dialog();
    const bool fresh = request.state == State::draft;
    if (fresh) send_to_desk(turn, request);
    turn.reply(
        turn.tr("It is on its way. To read the answer, come back here and write your word. Now you can delete what "
                "stands here."));
}

}  // namespace noticeboard::plugins::helping

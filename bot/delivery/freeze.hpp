// Freezing: from the expression of a notice to the chats that it is for, as they are at this moment.
#pragma once

#include "bot/delivery/herald.hpp"

namespace noticeboard::delivery {

// Reads the audience beside the lanes, writes its chunks in slices, and only then lets the notice run: a crash in
// between begins it anew. What follows another notice goes where that one went.
web::Task<> freeze_notice(boost::asio::io_context& context, const HeraldParts& parts, NoticeId id);

}  // namespace noticeboard::delivery

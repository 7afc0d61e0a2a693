// WeChat Official Account: a 服务号 or 公众号 at https://mp.weixin.qq.com; one person and the account, never a group.
#pragma once

#include <memory>

#include "bot/adapter.hpp"

namespace noticeboard {

// Keys: app_id, app_secret, token, encoding_aes_key, mode (safe | compatible | plain), allow_unsigned ("true", which
// plain needs: nothing signs its bodies), original_id, api. Error: a sentence that names the key.
Result<std::unique_ptr<Adapter>> make_wechat(const AdapterSettings& settings);

}  // namespace noticeboard

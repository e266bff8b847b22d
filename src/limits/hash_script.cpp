// A hash in the server, see hash_script.h. A look writes, too, so that no replica answers it, and
// the hash stays as long as any host looks.
#include "limits/hash_script.h"

#include "crypto/digest.h"

namespace msa {
namespace {

constexpr const char* text = R"lua(
local call, match, sub = redis.call, string.match, string.sub
local key, what = KEYS[1], ARGV[1]
local kept = '34560000000'
local now = tonumber(call('TIME')[1])
call('PEXPIRE', key, kept)
local stamp = call('HGET', key, '#') or ''
if what == 'look' then
  return {stamp, string.format('%.0f', now)}
end
if what == 'scan' then
  local page = call('HSCAN', key, ARGV[2], 'COUNT', ARGV[3])
  return {stamp, page[1], page[2]}
end
local most = tonumber(ARGV[3])
local room = most == 0 and math.huge or most - call('HLEN', key)
local changed = false
for i = 4, #ARGV, 2 do
  local field, value = ARGV[i], ARGV[i + 1]
  local old = call('HGET', key, field)
  local useless = old and tonumber(match(old, '^%a(%d+) '))
  useless = useless and useless > 0 and useless <= now
  if value == '' then
    if useless then
      call('HDEL', key, field)
      room = room + 1
      changed = true
    end
  elseif not old and room <= 0 then
    -- no room
  elseif not old or useless or (sub(old, 1, 1) ~= 'r' and sub(value, 1, 1) == 'r') then
    call('HSET', key, field, value)
    if not old then room = room - 1 end
    changed = true
  end
end
if not changed then return {stamp, stamp} end
call('HSET', key, '#', ARGV[2])
call('PEXPIRE', key, kept)
return {stamp, ARGV[2]}
)lua";

}  // namespace

const RedisScript& hash_script() {
    static const RedisScript script{text, sha1_name(text)};
    return script;
}

}  // namespace msa

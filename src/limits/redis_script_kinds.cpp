// What is no rate, see redis_script_kinds.h.
#include "limits/redis_script_kinds.h"

namespace msa {

namespace {

/// Distinct members: a sorted set by the time of the last sight; `id|member` is only reserved.
constexpr std::string_view distinct = R"lua(
-- The kind, whether it is changed, the window; the last sights, how many; entries to remove, to add, and of this transaction.
local function distinct_at(place, window)
  local s = states[place]
  if s then return s end
  local seen, count, stale, own = {}, 0, {}, {}
  local raw = call('ZRANGE', KEYS[place], 0, -1, 'WITHSCORES')
  for i = 1, #raw, 2 do
    local e, t = raw[i], tonumber(raw[i + 1])
    local bar = find(e, '|', 1, true)
    if t + window <= now or t > now + slack or (bar and t + lapse <= now) then
      stale[#stale + 1] = e
    else
      local member = bar and sub(e, bar + 1) or e
      if bar and sub(e, 1, bar - 1) == id then own[#own + 1] = {e, member, t} end
      if not seen[member] then count = count + 1 end
      seen[member] = max(seen[member] or 0, t)
    end
  end
  s = {3, false, window, seen, count, stale, {}, own}
  states[place] = s
  return s
end
local function charge_distinct(s, member, cost, events, may, who)
  local seen, next_at = s[4], 0
  local is_within = cost == 0 or seen[member] ~= nil or s[5] < events
  if not is_within then
    local times = {}
    for _, t in pairs(seen) do times[#times + 1] = t end
    table.sort(times)
    next_at = times[s[5] - events + 1] + s[3]
  end
  local is_charged = may and is_within
  if is_charged and cost > 0 then
    if not seen[member] then s[5] = s[5] + 1 end
    seen[member] = now
    s[7][who == '' and member or who .. '|' .. member] = now
    s[2] = true
  end
  return is_within, is_charged, max(events - s[5], 0), next_at
end
local function finish_distinct(key, s)
  for _, o in ipairs(s[8]) do
    s[6][#s[6] + 1] = o[1]
    s[2] = true
    if what == 'commit' then s[7][o[2]] = max(o[3], tonumber(call('ZSCORE', key, o[2]) or 0)) end
  end
end
)lua";

/// Shares: how many, and how many of them with a cost, in each slice of the window.
constexpr std::string_view share = R"lua(
-- The kind, whether it is changed, the window; what was counted, how many, how many hits; the slices' width, and this one.
local function share_at(place, window)
  local s = states[place]
  if s then return s end
  local raw, list, n, h, next_one = call('GET', KEYS[place]) or '', {}, 0, 0, 1
  local width = max(floor(window / 10), 1)
  local slice = floor(now / width)
  while next_one <= #raw do
    local who, at, all, hits, t
    who, at, all, hits, t, next_one = take('<Bc0dddd', raw, next_one)
    if at > slice - 10 and at <= slice + 1 and (who == '' or t + lapse > now) then
      n, h = n + all, h + hits
      list[#list + 1] = {who, at, all, hits, t}
    end
  end
  s = {4, false, window, list, n, h, width, slice}
  states[place] = s
  return s
end
local function add_share(list, who, at, n, h, t)
  for _, e in ipairs(list) do
    if e[1] == who and e[2] == at then
      e[3], e[4], e[5] = e[3] + n, e[4] + h, max(e[5], t)
      return
    end
  end
  list[#list + 1] = {who, at, n, h, t}
end
-- With a cost below 0 it is asked about what was counted already.
local function charge_share(s, cost, events, burst, may, who)
  local hit, next_at = cost > 0 and 1 or 0, 0
  local n, h = s[5] + (cost < 0 and 0 or 1), s[6] + hit
  local is_within, is_too_much = n < burst or h * 100 <= events * n, burst <= 1 and hit * 100 > events
  if not is_within and not is_too_much then
    local at = s[8] - 10
    local all, hits = n, h
    while at <= s[8] and not (all < burst or hits * 100 <= events * all) do
      at = at + 1
      for _, e in ipairs(s[4]) do
        if e[2] == at then all, hits = all - e[3], hits - e[4] end
      end
    end
    next_at = (at + 10) * s[7]
  end
  local is_charged = may and (is_within or who == '')
  if is_charged then
    add_share(s[4], who, s[8], 1, hit, now)
    s[2], s[5], s[6] = true, n, h
  end
  return is_within, is_too_much, is_charged, max(floor(events - (s[5] > 0 and 100 * s[6] / s[5] or 0)), 0), next_at
end
local function finish_share(s)
  local list, n, h = {}, 0, 0
  for _, e in ipairs(s[4]) do
    local is_own = e[1] == id
    if is_own then s[2] = true end
    if not is_own or what == 'commit' then
      add_share(list, is_own and '' or e[1], e[2], e[3], e[4], e[5])
      n, h = n + e[3], h + e[4]
    end
  end
  s[4], s[5], s[6] = list, n, h
end
)lua";

constexpr std::string_view saved = R"lua(
local function save_state(key, s)
  local lives = floor(max(s[3], lapse) / 1000) + 1000
  if s[1] == 3 then
    for _, e in ipairs(s[6]) do call('ZREM', key, e) end
    for e, t in pairs(s[7]) do call('ZADD', key, t, e) end
    call('PEXPIRE', key, lives)
    return
  end
  local parts, list = {}, s[4]
  for i, e in ipairs(list) do
    local who = i <= #list - most_runs and '' or e[1]
    parts[i] = pack('<Bc0dddd', #who, who, e[2], e[3], e[4], e[5])
  end
  call('SET', key, table.concat(parts), 'PX', lives)
end
)lua";

}  // namespace

std::string rare_kinds_in_lua() {
    return std::string(distinct) + std::string(share) + std::string(saved);
}

}  // namespace msa

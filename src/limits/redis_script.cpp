// The script that counts, see redis_script.h. All that is read is read before anything is written,
// so that a key of another type or a server without memory ends it with nothing done.
#include "limits/redis_script.h"

#include "crypto/digest.h"
#include "limits/redis_script_kinds.h"

#include <utility>

namespace msa {

namespace {

/// Lua is what takes the time here, not the server's commands: so numbers are packed, few tables
/// are made, and the functions of rare kinds only where they are asked for.
///
/// All rates of one login are one value: twelve octets each, the name and the instant at which the
/// last event will have drained. Behind them, while messages are under way, is what is open.
/// An event at `t` of the length `x` makes max(level + x, t + x) of a level; such functions
/// max(level + a, b) follow each other as one, so that runs of events keep two numbers whatever
/// their length. What nobody ended stays a run of its own, and can be taken out again as if it had
/// never been there.
constexpr std::string_view rates = R"lua(
local call, pack, take, find, sub = redis.call, struct.pack, struct.unpack, string.find, string.sub
local max, floor = math.max, math.floor
local what, id, number, lapse, charges, ends = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4]), ARGV[5], ARGV[6]
local time = call('TIME')
local now = time[1] * 1000000 + time[2]
local most_runs = 1000
local slack = 1000000
local function foreign() error('MSA a key holds something else') end

local before = call('GET', KEYS[1])
if what == 'reserve' then
  if before == '-' then error('MSA this transaction has ended') end
  local blank = before and find(before, ' ', 1, true)
  if blank and sub(before, 1, blank - 1) == number then return sub(before, blank + 1) end
elseif (what == 'commit' or what == 'free') and (before == '-' or not before and number ~= 'late') then
  return pack('<d', now)
end

-- What is settled, its runs, when all of it is over; whether it is changed, is to be settled, is told that.
local all_rates, states = {}, {}
local function rates_at(place)
  local f = all_rates[place]
  if f then return f end
  local raw = call('GET', KEYS[place]) or ''
  local rest = #raw % 12
  f = {raw, {}, 0, false, false, false}
  if rest == 1 then
    local size = #raw > 14 and take('<I4', raw, #raw - 3) or 0
    if size < 15 or size > #raw or (#raw - size) % 12 ~= 0 then foreign() end
    local over, count, at = take('<dI2', raw, #raw - size + 1)
    local runs, n = f[2], 0
    f[1], f[3], f[6] = sub(raw, 1, #raw - size), over, true
    for i = 1, count do
      local name, who, a, b, t
      name, who, a, b, t, at = take('<c4Bc0ddd', raw, at)
      if who == '' or t + lapse > now then
        n = n + 1
        runs[n] = {name, who, a, b, t}
      end
    end
  elseif rest ~= 0 then
    foreign()
  end
  all_rates[place] = f
  return f
end
local function level_of(f, name)
  local settled, runs, at = f[1], f[2], 0
  repeat at = find(settled, name, at + 1, true) until not at or at % 12 == 1
  local level = at and take('<d', settled, at + 4) or 0
  for i = 1, #runs do
    local r = runs[i]
    if r[1] == name then level = max(level + r[3], r[4]) end
  end
  return level
end
local function append(runs, name, who, a, b, t)
  for i = #runs, 1, -1 do
    local r = runs[i]
    if r[1] == name then
      if r[2] == who then
        r[3], r[4], r[5] = r[3] + a, max(r[4] + a, b), max(r[5], t)
        return
      end
      break
    end
  end
  runs[#runs + 1] = {name, who, a, b, t}
end
-- What is used up and has nothing open before it goes to what is settled.
local function settle(f)
  local names, level, is_open, settled, runs = {}, {}, {}, f[1], {}
  for at = 1, #settled, 12 do
    local name, is = take('<c4d', settled, at)
    names[#names + 1], level[name] = name, is
  end
  local base = {}
  for name, is in pairs(level) do base[name] = is end
  for _, r in ipairs(f[2]) do
    local name = r[1]
    if not level[name] then names[#names + 1], level[name] = name, 0 end
    level[name] = max(level[name] + r[3], r[4])
    if r[2] == '' and not is_open[name] then
      base[name] = level[name]
    else
      is_open[name] = true
      append(runs, name, r[2], r[3], r[4], r[5])
    end
  end
  local parts, over = {}, 0
  for _, name in ipairs(names) do
    over = max(over, level[name])
    if base[name] and (base[name] > now or is_open[name]) then
      parts[#parts + 1] = pack('<c4d', name, base[name])
    end
  end
  f[1], f[2], f[3], f[6] = table.concat(parts), runs, over, true
end
-- Without what has this name; whether there was anything.
local function forget(f, name)
  settle(f)
  local parts, runs, had = {}, {}, false
  for at = 1, #f[1], 12 do
    if sub(f[1], at, at + 3) == name then had = true else parts[#parts + 1] = sub(f[1], at, at + 11) end
  end
  for _, r in ipairs(f[2]) do
    if r[1] == name then had = true else runs[#runs + 1] = r end
  end
  f[1], f[2], f[4], f[5] = table.concat(parts), runs, f[4] or had, true
  return had
end
local function save_rates(key, f)
  for i = 1, #f[2] - most_runs do f[2][i][2], f[5] = '', true end
  if f[5] then settle(f) end
  local settled, runs, over = f[1], f[2], f[3]
  if #runs == 0 then
    if settled == '' then
      call('DEL', key)
    else
      call('SET', key, settled, 'PX', floor((over - now) / 1000) + 1000)
    end
    return
  end
  if not f[6] then
    for at = 5, #settled, 12 do over = max(over, (take('<d', settled, at))) end
  end
  over = max(over, now + lapse)
  local parts = {settled, pack('<dI2', over, #runs)}
  for i = 1, #runs do
    local r = runs[i]
    parts[i + 2] = pack('<c4Bc0ddd', r[1], #r[2], r[2], r[3], r[4], r[5])
  end
  local value = table.concat(parts)
  local size = #value - #settled + 4
  local pad = (1 - size) % 12
  call('SET', key, value .. string.rep(' ', pad) .. pack('<I4', size + pad), 'PX', floor((over - now) / 1000) + 1000)
end
)lua";

constexpr std::string_view calls = R"lua(
local paid, sights, answers = {}, {}, {}
local any_charged = false
-- Charges what may be charged; whether each enforced one was within its limit.
local function charge(all)
  if not all then all_rates, states, paid, sights, any_charged = {}, {}, {}, {}, false end
  local fits, at, i = true, 1, 0
  while at <= #charges do
    local kind, final, loose, question, own, place, members, name, window, memory, events, burst, interval, cost, member
    kind, final, loose, question, own, place, members, name, window, memory, events, burst, interval, cost, member, at =
      take('<BBBBBI2I2c4ddddddBc0', charges, at)
    i = i + 1
    local may = question == 0 and (all or loose == 1 or final == 1)
    local is_within, is_too_much, next_at, left, is_charged
    if kind <= 2 then
      local f = rates_at(place)
      local level, room = level_of(f, name), burst * interval
      local is_event = cost > 0
      -- No limit gets that full: the server's clock was set back.
      if level > now + room + slack then
        forget(f, name)
        level = 0
      end
      if kind == 2 then
        -- A member that was committed, or that this transaction itself has paid for.
        if own == 1 or paid[KEYS[members] .. member] then
          cost = 0
        else
          local seen = call('ZSCORE', KEYS[members], member)
          if seen and seen + memory > now then cost = 0 end
        end
      end
      local x = cost * interval
      local after = max(level - now, 0) + x
      is_within, is_too_much = cost == 0 or after <= room, cost > burst
      next_at = not is_within and not is_too_much and now + after - room or 0
      is_charged = may and is_within and is_event
      if is_charged and kind == 2 then
        paid[KEYS[members] .. member] = true
        if final == 1 then sights[#sights + 1] = {members, memory, member} end
      end
      if is_charged and x > 0 then
        append(f[2], name, final == 1 and '' or id, x, now + x, now)
        level = max(level + x, now + x)
        f[3], f[4], f[5] = max(f[3], level), true, f[5] or final == 1
      end
      left = max(floor((room - max(level - now, 0)) / interval), 0)
    else
      local who = final == 1 and '' or id
      if kind == 3 then
        is_within, is_charged, left, next_at = charge_distinct(distinct_at(place, window), member, cost, events, may, who)
      else
        is_within, is_too_much, is_charged, left, next_at = charge_share(share_at(place, window), question == 1 and -1 or cost, events, burst, may, who)
      end
    end
    if not is_within and loose == 0 then fits = false end
    local said = (is_within and 1 or 0) + (is_too_much and 2 or 0)
    if not all then
      local left_then
      said, left_then, next_at = take('<Bdd', answers[i])
      said = said % 4
    end
    any_charged = is_charged or any_charged
    answers[i] = pack('<Bdd', said + (is_charged and 4 or 0), left, next_at)
  end
  return fits
end

local function save()
  for _, each in ipairs(sights) do
    local key, memory, list = KEYS[each[1]], each[2], each[3]
    local words, new = {}, 0
    for i = 1, #list, 12 do
      words[#words + 1], words[#words + 2] = now, sub(list, i, i + 11)
      if #words == 2000 or i + 12 > #list then
        new, words = new + call('ZADD', key, unpack(words)), {}
      end
    end
    if new > 0 then call('ZREMRANGEBYSCORE', key, '-inf', now - memory) end
    call('PEXPIRE', key, floor(memory / 1000) + 1000)
  end
  for place, f in pairs(all_rates) do
    if f[4] then save_rates(KEYS[place], f) end
  end
  for place, s in pairs(states) do
    if s[2] then save_state(KEYS[place], s) end
  end
end

if what == 'reserve' then
  if not charge(true) then charge(false) end
  save()
  local answer = pack('<d', now) .. table.concat(answers)
  if any_charged then
    call('SET', KEYS[1], number .. ' ' .. answer, 'PX', floor(lapse / 1000) + 1000)
  end
  return answer
end
-- What a transaction holds, or what is to be forgotten; how much that was.
local function finish()
  local at, count = 1, 0
  while at <= #ends do
    local kind, place, span, list
    kind, place, span, list, at = take('<BI2dI4c0', ends, at)
    if what == 'forget' then
      if kind > 2 then
        count = count + call('DEL', KEYS[place])
      elseif forget(rates_at(place), list) then
        count = count + 1
      end
    elseif kind == 1 then
      local f, kept = rates_at(place), {}
      for _, r in ipairs(f[2]) do
        local is_own = r[2] == id
        if is_own then r[2], f[4], f[5] = '', true, true end
        if not is_own or what == 'commit' then kept[#kept + 1] = r end
      end
      f[2] = kept
    elseif kind == 3 then
      finish_distinct(KEYS[place], distinct_at(place, span))
    elseif kind == 4 then
      finish_share(share_at(place, span))
    elseif what ~= 'free' then
      sights[#sights + 1] = {place, span, list}
    end
  end
  return count
end
local count = finish()
if what == 'forget' or what == 'see' then
  save()
  return pack('<d', count)
end
charge(true)
save()
if number == 'late' then
  call('SET', KEYS[1], '-', 'PX', floor(lapse / 1000) + 1000)
else
  call('DEL', KEYS[1])
end
return pack('<d', now) .. table.concat(answers)
)lua";

}  // namespace

const RedisScript& limit_script() {
    static const RedisScript script = [] {
        auto text = std::string(rates) + rare_kinds_in_lua() + std::string(calls);
        auto name = sha1_name(text);
        return RedisScript{std::move(text), std::move(name)};
    }();
    return script;
}

}  // namespace msa

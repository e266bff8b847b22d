// The script that counts, see redis_script.h. All that is read is read before anything is written,
// so that a key of another type or a server without memory ends it with nothing done.
#include "limits/redis_script.h"

#include "crypto/digest.h"

#include <utility>

namespace msa {

namespace {

/// A flow is the state of the generic cell rate algorithm: the instant at which the last event will
/// have drained. An event at `t` of the length `x` makes max(level + x, t + x) of a level; such
/// functions max(level + a, b) follow each other as one, so that runs of events keep two numbers
/// whatever their length. What nobody ended stays a run of its own, and can be taken out again as
/// if it had never been there.
constexpr std::string_view flow = R"lua(
local call, match, gmatch, max, min, floor = redis.call, string.match, string.gmatch, math.max, math.min, math.floor
local what, id, number, lapse = ARGV[1], ARGV[2], ARGV[3], tonumber(ARGV[4])
local time = call('TIME')
local now = time[1] * 1000000 + time[2]
local most_runs, longest_list = 256, 4096
local function text(n) return string.format('%.0f', n) end
local function foreign() error('MSA a key holds something else') end

local flow = {}
function flow.append(s, who, a, b, t, members)
  local last = s.runs[#s.runs]
  if who == '' and not last then
    s.base = max(s.base + a, b)
  elseif last and last.who == who then
    last.b, last.a, last.t = max(last.b + a, b), last.a + a, max(last.t, t)
    if members ~= '' then
      last.members = last.members == '' and members or last.members .. ',' .. members
    end
  else
    s.runs[#s.runs + 1] = {who = who, a = a, b = b, t = t, members = members}
  end
end
function flow.load(c)
  local s = {base = 0, runs = {}, met = {}}
  if not c.raw then return s end
  s.base = tonumber(c.raw)
  if s.base then return s end
  s.base = tonumber(match(c.raw, '^(%d+);') or foreign())
  for who, a, b, t, members in gmatch(c.raw, ';([^ ;]*) (%d+) (%d+) (%d+) ([^;]*)') do
    t = tonumber(t)
    if who == '' or t + lapse > now then
      flow.append(s, who, tonumber(a), tonumber(b), t, members)
    end
  end
  return s
end
function flow.level(s)
  local level = s.base
  for _, r in ipairs(s.runs) do level = max(level + r.a, r.b) end
  return level
end
function flow.left(s, c)
  return max(floor((c.burst * c.interval - max(flow.level(s) - now, 0)) / c.interval), 0)
end
-- A member that was committed, or that this transaction itself has paid for.
function flow.knows(s, c)
  if s.met[c.member] then return true end
  for _, r in ipairs(s.runs) do
    if r.who == id and string.find(',' .. r.members .. ',', ',' .. c.member .. ',', 1, true) then
      return true
    end
  end
  local seen = call('ZSCORE', c.members, c.member)
  return seen and seen + c.memory > now
end
function flow.judge(s, c)
  local known = c.kind == 'n' and flow.knows(s, c)
  local cost = known and 0 or c.cost
  local after = max(flow.level(s) - now, 0) + cost * c.interval
  local room = c.burst * c.interval
  local v = {known = known, cost = cost, within = cost == 0 or after <= room, too = cost > c.burst, next = 0}
  if not v.within and not v.too then v.next = now + after - room end
  return v
end
function flow.apply(s, c, v)
  if not v.within then return end
  local x, members = v.cost * c.interval, ''
  if c.kind == 'n' and c.cost > 0 then
    if c.final then
      s.met[c.member] = now
    elseif not v.known or #(s.runs[#s.runs] or {members = ''}).members < longest_list then
      members = c.member
    end
    s.changed = true
  end
  if x > 0 or members ~= '' then
    flow.append(s, c.final and '' or id, x, x > 0 and now + x or 0, now, members)
    s.changed = true
  end
end
function flow.finish(s, c)
  local runs = s.runs
  s.runs = {}
  for _, r in ipairs(runs) do
    if r.who ~= id then
      flow.append(s, r.who, r.a, r.b, r.t, r.members)
    else
      s.changed = true
      if what == 'commit' then
        flow.append(s, '', r.a, r.b, r.t, '')
        for m in gmatch(r.members, '[^,]+') do
          s.met[m] = max(r.t, tonumber(call('ZSCORE', c.members, m) or 0))
        end
      end
    end
  end
end
function flow.save(s, c)
  for i = 1, #s.runs - most_runs do s.runs[i].who, s.runs[i].members = '', '' end
  local runs = s.runs
  s.runs = {}
  for _, r in ipairs(runs) do flow.append(s, r.who, r.a, r.b, r.t, r.members) end
  local parts = {text(s.base)}
  for _, r in ipairs(s.runs) do
    parts[#parts + 1] = r.who .. ' ' .. text(r.a) .. ' ' .. text(r.b) .. ' ' .. text(r.t) .. ' ' .. r.members
  end
  local lives = flow.level(s) - now
  if #s.runs > 0 then lives = max(lives, lapse) end
  if lives > 0 then
    call('SET', c.key, table.concat(parts, ';'), 'PX', text(lives / 1000 + 1000))
  elseif c.raw then
    call('DEL', c.key)
  end
  if c.kind == 'n' then
    for m, t in pairs(s.met) do call('ZADD', c.members, text(t), m) end
    if next(s.met) then
      call('ZREMRANGEBYSCORE', c.members, '-inf', text(now - c.memory))
      call('PEXPIRE', c.members, text(c.memory / 1000 + 1000))
    end
  end
end
)lua";

/// Distinct members: a sorted set by the time of the last sight; `id|member` is only reserved.
constexpr std::string_view distinct = R"lua(
local distinct = {}
function distinct.load(c)
  local s = {seen = {}, count = 0, stale = {}, new = {}, own = {}}
  for i = 1, #c.raw, 2 do
    local e, t = c.raw[i], tonumber(c.raw[i + 1])
    local who, member = match(e, '^([^|]*)|(.*)$')
    if t + c.window <= now or (who and t + lapse <= now) then
      s.stale[#s.stale + 1] = e
    else
      if who == id then s.own[#s.own + 1] = {e, member, t} end
      member = member or e
      if not s.seen[member] then s.count = s.count + 1 end
      s.seen[member] = max(s.seen[member] or 0, t)
    end
  end
  return s
end
function distinct.left(s, c) return max(c.events - s.count, 0) end
function distinct.judge(s, c)
  local v = {within = c.cost == 0 or s.seen[c.member] ~= nil or s.count < c.events, next = 0}
  if not v.within then
    local times = {}
    for _, t in pairs(s.seen) do times[#times + 1] = t end
    table.sort(times)
    v.next = times[s.count - c.events + 1] + c.window
  end
  return v
end
function distinct.apply(s, c, v)
  if c.cost == 0 or not v.within then return end
  if not s.seen[c.member] then s.count = s.count + 1 end
  s.seen[c.member] = now
  s.new[c.final and c.member or id .. '|' .. c.member] = now
  s.changed = true
end
function distinct.finish(s, c)
  for _, o in ipairs(s.own) do
    s.stale[#s.stale + 1] = o[1]
    s.changed = true
    if what == 'commit' then
      s.new[o[2]] = max(o[3], tonumber(call('ZSCORE', c.key, o[2]) or 0))
    end
  end
end
function distinct.save(s, c)
  for _, e in ipairs(s.stale) do call('ZREM', c.key, e) end
  for e, t in pairs(s.new) do call('ZADD', c.key, text(t), e) end
  call('PEXPIRE', c.key, text(max(c.window, lapse) / 1000 + 1000))
end
)lua";

/// Shares: how many, and how many of them with a cost, in each slice of the window.
constexpr std::string_view share = R"lua(
local share = {}
function share.load(c)
  local s = {list = {}, n = 0, h = 0}
  s.width = max(floor(c.window / 10), 1)
  s.slice = floor(now / s.width)
  if c.raw and c.raw ~= '' and not match(c.raw, '^;') then foreign() end
  for who, at, n, h, t in gmatch(c.raw or '', ';([^ ;]*) (%d+) (%d+) (%d+) (%d+)') do
    at, t = tonumber(at), tonumber(t)
    if at > s.slice - 10 and (who == '' or t + lapse > now) then
      share.add(s, who, at, tonumber(n), tonumber(h), t)
    end
  end
  return s
end
function share.add(s, who, at, n, h, t)
  s.n, s.h = s.n + n, s.h + h
  for _, e in ipairs(s.list) do
    if e.who == who and e.at == at then
      e.n, e.h, e.t = e.n + n, e.h + h, max(e.t, t)
      return
    end
  end
  s.list[#s.list + 1] = {who = who, at = at, n = n, h = h, t = t}
end
function share.fits(n, h, c) return n < c.burst or h * 100 <= c.events * n end
function share.left(s, c)
  return max(floor(c.events - (s.n > 0 and 100 * s.h / s.n or 0)), 0)
end
function share.judge(s, c)
  local hit = c.cost > 0 and 1 or 0
  local v = {within = share.fits(s.n + 1, s.h + hit, c), too = not share.fits(1, hit, c), next = 0}
  if not v.within and not v.too then
    local n, h, at = s.n + 1, s.h + hit, s.slice - 10
    while not share.fits(n, h, c) do
      at = at + 1
      for _, e in ipairs(s.list) do
        if e.at == at then n, h = n - e.n, h - e.h end
      end
    end
    v.next = (at + 10) * s.width
  end
  return v
end
function share.apply(s, c, v)
  if not v.within and not c.final then return end
  share.add(s, c.final and '' or id, s.slice, 1, c.cost > 0 and 1 or 0, now)
  s.changed = true
end
function share.finish(s, c)
  local list = s.list
  s.list, s.n, s.h = {}, 0, 0
  for _, e in ipairs(list) do
    if e.who == id then s.changed = true end
    if e.who ~= id or what == 'commit' then
      share.add(s, e.who ~= id and e.who or '', e.at, e.n, e.h, e.t)
    end
  end
end
function share.save(s, c)
  local parts = {}
  for i, e in ipairs(s.list) do
    local who = i <= #s.list - most_runs and '' or e.who
    parts[i] = ';' .. who .. ' ' .. text(e.at) .. ' ' .. e.n .. ' ' .. e.h .. ' ' .. text(e.t)
  end
  call('SET', c.key, table.concat(parts), 'PX', text(max(c.window, lapse) / 1000 + 1000))
end
)lua";

constexpr std::string_view calls = R"lua(
local kinds = {a = flow, n = flow, d = distinct, s = share}
local charges, next_key, next_word = {}, 2, 5
local raws = {}
while ARGV[next_word] do
  local c = {kind = ARGV[next_word], key = KEYS[next_key]}
  next_key = next_key + 1
  if c.kind == 'n' then
    c.members = KEYS[next_key]
    next_key = next_key + 1
  end
  c.window, c.memory = tonumber(ARGV[next_word + 1]), tonumber(ARGV[next_word + 2])
  next_word = next_word + 3
  if what == 'reserve' then
    c.events, c.burst, c.interval = tonumber(ARGV[next_word]), tonumber(ARGV[next_word + 1]), tonumber(ARGV[next_word + 2])
    c.cost, c.member = tonumber(ARGV[next_word + 3]), ARGV[next_word + 4]
    local how = ARGV[next_word + 5]
    c.final, c.loose, c.question = match(how, 'f') ~= nil, match(how, 'm') ~= nil, match(how, 'q') ~= nil
    next_word = next_word + 6
  end
  if raws[c.key] == nil then
    raws[c.key] = c.kind == 'd' and call('ZRANGE', c.key, 0, -1, 'WITHSCORES') or c.kind ~= 'd' and call('GET', c.key)
  end
  c.raw = raws[c.key]
  charges[#charges + 1] = c
end

local states
local function state_of(c)
  local s = states[c.key]
  if not s then
    s = kinds[c.kind].load(c)
    states[c.key] = s
  end
  return s
end
local function save()
  local saved, changed = {}, false
  for _, c in ipairs(charges) do
    local s = states[c.key]
    if s and s.changed and not saved[c.key] then
      saved[c.key], changed = true, true
      kinds[c.kind].save(s, c)
    end
  end
  return changed
end

if what ~= 'reserve' then
  states = {}
  for _, c in ipairs(charges) do
    if not states[c.key] then kinds[c.kind].finish(state_of(c), c) end
  end
  save()
  if number == 'late' then
    call('SET', KEYS[1], '-', 'PX', text(lapse / 1000 + 1000))
  else
    call('DEL', KEYS[1])
  end
  return text(now)
end

local before = call('GET', KEYS[1])
if before == '-' then error('MSA this transaction has ended') end
if before then
  local last, answer = match(before, '^(%d+) (.*)$')
  if last == number then return answer end
end
local verdicts, left = {}, {}
-- Charges what may be charged; whether each enforced one was within its limit.
local function charge(all)
  states = {}
  local fits = true
  for i, c in ipairs(charges) do
    local s, kind = state_of(c), kinds[c.kind]
    local v = kind.judge(s, c)
    if all then verdicts[i] = v end
    if not v.within and not c.loose then fits = false end
    if not c.question and (all or c.loose or c.final) then kind.apply(s, c, v) end
    left[i] = kind.left(s, c)
  end
  return fits
end
if not charge(true) then charge(false) end
local parts = {text(now)}
for i, v in ipairs(verdicts) do
  parts[i + 1] = (v.within and '1 ' or '0 ') .. (v.too and '1 ' or '0 ') .. text(left[i]) .. ' ' .. text(v.next)
end
local answer = table.concat(parts, ';')
if save() then call('SET', KEYS[1], number .. ' ' .. answer, 'PX', text(lapse / 1000 + 1000)) end
return answer
)lua";

}  // namespace

const RedisScript& limit_script() {
    static const RedisScript script = [] {
        auto text =
            std::string(flow) + std::string(distinct) + std::string(share) + std::string(calls);
        auto name = sha1_name(text);
        return RedisScript{std::move(text), std::move(name)};
    }();
    return script;
}

}  // namespace msa

/** The server's time in ms, as `now`. */
const NOW = `local t = redis.call('TIME')
local now = t[1] * 1000 + math.floor(t[2] / 1000)
`;

/** Milliseconds after which a host that nobody asked is forgotten: a day, the longest hold that is believed. */
const FORGET_MS = 86_400_000;

/**
 * Takes all keys at once, or none. KEYS: the turns, then the lines of those who wait, in the same order. ARGV: token, lease
 * in ms, ms after which a silent waiter is dropped, prefix of the signs of life. Gives 0 while somebody else has or comes
 * before; else for each key started, slow, answered, held (ms from now, '' unknown), gap, smooth, number of the turn.
 * A waiter stands at the same place in all its lines, so that no two can wait for each other.
 */
export const ENTER = `${NOW}
local token, n, free = ARGV[1], #KEYS / 2, true
redis.call('SET', ARGV[4] .. token, 1, 'PX', ARGV[3])
local isNew = false
for i = 1, n do
  if not redis.call('ZSCORE', KEYS[n + i], token) then isNew = true end
end
for i = 1, n do
  local line = KEYS[n + i]
  if isNew then redis.call('ZADD', line, now, token) end
  redis.call('PEXPIRE', line, 3600000)
  while true do
    local first = redis.call('ZRANGE', line, 0, 0)[1]
    if first == token then break end
    if redis.call('EXISTS', ARGV[4] .. first) == 1 then
      free = false
      break
    end
    redis.call('ZREM', line, first)
  end
  local lease = redis.call('HGET', KEYS[i], 'lease')
  if lease and tonumber(lease) > now then free = false end
end
if not free then return 0 end
local paces = {}
for i = 1, n do
  local key = KEYS[i]
  local lease, begun = unpack(redis.call('HMGET', key, 'lease', 'begun'))
  if lease and begun == '1' then
    local answered = tonumber(redis.call('HGET', key, 'answered') or 0)
    redis.call('HSET', key, 'answered', math.max(answered, tonumber(lease)))
  end
  local known = redis.call('HMGET', key, 'started', 'slow', 'answered', 'held', 'gap', 'smooth')
  local pace = {}
  for f = 1, 4 do pace[f] = known[f] and tostring(tonumber(known[f]) - now) or '' end
  pace[5], pace[6] = known[5] or '0', known[6] or '0'
  pace[7] = tostring(redis.call('HINCRBY', key, 'serial', 1))
  paces[i] = pace
  redis.call('HSET', key, 'holder', token, 'lease', now + ARGV[2], 'begun', 0)
  redis.call('PEXPIRE', key, ${FORGET_MS})
  redis.call('ZREM', KEYS[n + i], token)
end
redis.call('DEL', ARGV[4] .. token)
return paces
`;

/**
 * When a host is to be come back to, at which others wait already. KEYS: the host's line, its turn, the time that is given out
 * last. ARGV: ms between two requests at least, how many may wait in the line. Gives 0 where there is room in the line, else ms
 * from now: each caller gets a time of its own, one gap after the last.
 */
export const COME_BACK = `${NOW}
if redis.call('ZCARD', KEYS[1]) < tonumber(ARGV[2]) then return 0 end
local known = redis.call('HMGET', KEYS[2], 'gap', 'started', 'slow')
local pause = tonumber(known[3] or 0) - tonumber(known[2] or 0)
local gap = math.ceil(math.max(tonumber(ARGV[1]), tonumber(known[1] or 0), pause))
local at = math.max(tonumber(redis.call('GET', KEYS[3]) or 0), now + gap)
redis.call('SET', KEYS[3], at + gap, 'PX', at + gap - now)
return at - now
`;

/** Leaves the lines. KEYS: the lines. ARGV: token. */
export const GIVE_UP = `for i = 1, #KEYS do redis.call('ZREM', KEYS[i], ARGV[1]) end
return 1
`;

/** Marks that the request begins. KEYS: the turns. ARGV: token, lease in ms. Gives 0 where one of them is another's now. */
export const BEGIN = `${NOW}
for i = 1, #KEYS do
  if redis.call('HGET', KEYS[i], 'holder') ~= ARGV[1] then return 0 end
end
for i = 1, #KEYS do
  redis.call('HSET', KEYS[i], 'begun', 1, 'started', now, 'lease', now + ARGV[2])
end
return 1
`;

/**
 * Makes the lease longer, or takes it again where Redis lost it and nobody else has come since. KEYS: the turns. ARGV: token,
 * ms, then the number of each turn.
 */
export const RENEW = `${NOW}
for i = 1, #KEYS do
  local holder = redis.call('HGET', KEYS[i], 'holder')
  local mine, newest = tonumber(ARGV[2 + i]), tonumber(redis.call('HGET', KEYS[i], 'serial') or 0)
  local isLost = not holder and newest <= mine
  if isLost then redis.call('HSET', KEYS[i], 'holder', ARGV[1], 'begun', 1, 'serial', mine) end
  if isLost or holder == ARGV[1] then
    redis.call('HSET', KEYS[i], 'lease', now + ARGV[2])
    redis.call('PEXPIRE', KEYS[i], ${FORGET_MS})
  end
end
return 1
`;

/**
 * Gives the turns back. KEYS: the turns. ARGV: token, then for each key started, slow, answered, held (ms from now, ''
 * unknown), gap, smooth. Times only grow; gap and count are the holder's to set.
 */
export const LEAVE = `${NOW}
local names = { 'started', 'slow', 'answered', 'held' }
for i = 1, #KEYS do
  local key, at = KEYS[i], 1 + (i - 1) * 6
  for f = 1, 4 do
    local ms = ARGV[at + f]
    if ms ~= '' then
      local old = tonumber(redis.call('HGET', key, names[f]) or 0)
      redis.call('HSET', key, names[f], math.max(old, now + tonumber(ms)))
    end
  end
  if redis.call('HGET', key, 'holder') == ARGV[1] then
    redis.call('HSET', key, 'gap', ARGV[at + 5], 'smooth', ARGV[at + 6])
    redis.call('HDEL', key, 'holder', 'lease', 'begun')
  end
  redis.call('PEXPIRE', key, ${FORGET_MS})
end
return 1
`;

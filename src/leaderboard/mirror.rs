//! The mirror of boards in Redis: a sorted set per board, so that a place among a million is found at once.
//!
//! Keys of a round share the hash tag of its id. `meta` names the live epoch of the sets and, while a rebuild runs, the one being built.
//! Without `meta` there is no mirror: writes are dropped and reads go to SQL, so a flushed Redis can never show a partial board. Applying a
//! result keeps the better one whatever the order in which nodes send them, so it can be repeated at will.

use redis::{Script, aio::ConnectionManager};
use uuid::Uuid;

use super::model::ResultRow;
use crate::contest::ranking::{redis_member, redis_score};
use crate::kernel::clock::Moment;
use crate::platform::redis::Redis;

/// ARGV: which epoch (`live` for the live one and the one being built), then person, count key, score, member, division per result.
const APPLY: &str = r"
local meta = KEYS[1]
-- Lua compares strings by the server's locale; keys are ordered by bytes.
local function less(a, b)
  for i = 1, math.min(#a, #b) do
    local x, y = string.byte(a, i), string.byte(b, i)
    if x ~= y then return x < y end
  end
  return #a < #b
end
local epochs = {}
if ARGV[1] == 'live' then
  for _, field in ipairs({'epoch', 'building'}) do
    local epoch = redis.call('HGET', meta, field)
    if epoch then epochs[#epochs + 1] = epoch end
  end
else
  epochs[1] = ARGV[1]
end
for _, epoch in ipairs(epochs) do
  local base = meta .. ':' .. epoch
  for i = 2, #ARGV, 5 do
    local person, count_key, score, member, division = ARGV[i], ARGV[i + 1], ARGV[i + 2], ARGV[i + 3], ARGV[i + 4]
    local old = redis.call('HGET', base .. ':people', person)
    local old_key, old_member
    if old then
      local length = string.byte(old, 1)
      old_key = string.sub(old, 2, 1 + length)
      old_member = string.sub(old, 2 + length)
    end
    if not old or less(count_key, old_key) then
      if old then
        redis.call('ZREM', base .. ':all', old_member)
        if division ~= '' then redis.call('ZREM', base .. ':division:' .. division, old_member) end
      end
      redis.call('ZADD', base .. ':all', score, member)
      if division ~= '' then
        redis.call('ZADD', base .. ':division:' .. division, score, member)
        redis.call('SADD', base .. ':divisions', division)
      end
      redis.call('HSET', base .. ':people', person, string.char(string.len(count_key)) .. count_key .. member)
    end
  end
end
return #epochs
";

/// ARGV: board, offset, limit. Returns nil without a mirror, else the number of people followed by the members.
const LINES: &str = r"
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then return nil end
local board = KEYS[1] .. ':' .. epoch .. ':' .. ARGV[1]
local found = redis.call('ZRANGE', board, ARGV[2], ARGV[2] + ARGV[3] - 1)
table.insert(found, 1, tostring(redis.call('ZCARD', board)))
return found
";

/// ARGV: board, person. Returns nil without a mirror, -1 for a person who is not on it, else the place from 0.
const PLACE: &str = r"
local epoch = redis.call('HGET', KEYS[1], 'epoch')
if not epoch then return nil end
local base = KEYS[1] .. ':' .. epoch
local kept = redis.call('HGET', base .. ':people', ARGV[2])
if not kept then return -1 end
local member = string.sub(kept, 2 + string.byte(kept, 1))
return redis.call('ZRANK', base .. ':' .. ARGV[1], member) or -1
";

/// ARGV: the epoch that was built, the moment up to which it is complete. Makes it live and removes the one before.
const SWITCH: &str = r"
local meta = KEYS[1]
if redis.call('HGET', meta, 'building') ~= ARGV[1] then return 0 end
local old = redis.call('HGET', meta, 'epoch')
redis.call('HSET', meta, 'epoch', ARGV[1], 'synced', ARGV[2])
redis.call('HDEL', meta, 'building')
if old then
  local base = meta .. ':' .. old
  for _, division in ipairs(redis.call('SMEMBERS', base .. ':divisions')) do redis.call('UNLINK', base .. ':division:' .. division) end
  redis.call('UNLINK', base .. ':all', base .. ':people', base .. ':divisions')
end
return 1
";

/// Removes everything of a round.
const REMOVE: &str = r"
local meta = KEYS[1]
for _, field in ipairs({'epoch', 'building'}) do
  local epoch = redis.call('HGET', meta, field)
  if epoch then
    local base = meta .. ':' .. epoch
    for _, division in ipairs(redis.call('SMEMBERS', base .. ':divisions')) do redis.call('UNLINK', base .. ':division:' .. division) end
    redis.call('UNLINK', base .. ':all', base .. ':people', base .. ':divisions')
  end
end
redis.call('DEL', meta)
";

/// Boards in Redis. Every call answers `None` when Redis or the mirror is away.
#[derive(Clone)]
pub struct Mirror {
    redis: Redis,
}

fn meta(round: Uuid) -> String {
    format!("hocluat:{{{}}}:meta", round.simple())
}

fn board_name(division: Option<&str>) -> String {
    division.map_or_else(|| "all".to_owned(), |d| format!("division:{d}"))
}

impl Mirror {
    /// A mirror over this connection.
    #[must_use]
    pub const fn new(redis: Redis) -> Self {
        Self { redis }
    }

    /// Shows the mirror results that were committed. `Some(0)` means that there is no mirror to show them to.
    pub async fn apply(&self, round: Uuid, rows: &[ResultRow]) -> Option<u32> {
        self.apply_to(round, "live", rows).await
    }

    async fn apply_to(&self, round: Uuid, epoch: &str, rows: &[ResultRow]) -> Option<u32> {
        let script = Script::new(APPLY);
        self.redis
            .attempt(|mut connection: ConnectionManager| {
                let mut call = script.prepare_invoke();
                call.key(meta(round)).arg(epoch);
                for row in rows {
                    // The person stands last, where it decides nothing: the attempt before it is unique.
                    let member = [
                        redis_member(&row.rank_key),
                        row.person.as_bytes().as_slice(),
                    ]
                    .concat();
                    call.arg(row.person.as_bytes().as_slice())
                        .arg(&row.count_key[..])
                        .arg(redis_score(&row.rank_key))
                        .arg(member)
                        .arg(row.division.as_deref().unwrap_or_default());
                }
                async move { call.invoke_async(&mut connection).await }
            })
            .await
    }

    /// People on lines `offset..offset + limit` of a board, and how many are on it.
    pub async fn lines(
        &self,
        round: Uuid,
        division: Option<&str>,
        offset: u64,
        limit: u64,
    ) -> Option<(u64, Vec<Uuid>)> {
        let script = Script::new(LINES);
        let found: Option<Vec<Vec<u8>>> = self
            .redis
            .attempt(|mut connection: ConnectionManager| {
                let mut call = script.prepare_invoke();
                call.key(meta(round))
                    .arg(board_name(division))
                    .arg(offset)
                    .arg(limit);
                async move { call.invoke_async(&mut connection).await }
            })
            .await?;
        let found = found?;
        let (total, members) = found.split_first()?;
        let total = std::str::from_utf8(total).ok()?.parse().ok()?;
        let people = members
            .iter()
            .filter_map(|m| Uuid::from_slice(m.get(m.len().checked_sub(16)?..)?).ok())
            .collect();
        Some((total, people))
    }

    /// A person's place on a board, from 0; `Some(None)` when the person is not on it.
    pub async fn place(
        &self,
        round: Uuid,
        division: Option<&str>,
        person: Uuid,
    ) -> Option<Option<u64>> {
        let script = Script::new(PLACE);
        let place: Option<i64> = self
            .redis
            .attempt(|mut connection: ConnectionManager| {
                let mut call = script.prepare_invoke();
                call.key(meta(round))
                    .arg(board_name(division))
                    .arg(person.as_bytes().as_slice());
                async move { call.invoke_async(&mut connection).await }
            })
            .await?;
        place.map(|p| u64::try_from(p).ok())
    }

    /// The moment up to which the mirror is known to be complete; `Some(None)` when there is no mirror.
    pub async fn synced(&self, round: Uuid) -> Option<Option<Moment>> {
        let fields: (Option<String>, Option<i64>) = self
            .redis
            .attempt(|mut connection: ConnectionManager| async move {
                redis::cmd("HMGET")
                    .arg(meta(round))
                    .arg("epoch")
                    .arg("synced")
                    .query_async(&mut connection)
                    .await
            })
            .await?;
        Some(fields.0.map(|_| Moment(fields.1.unwrap_or(0))))
    }

    /// Notes up to when the mirror is complete.
    pub async fn set_synced(&self, round: Uuid, until: Moment) -> Option<()> {
        self.redis
            .attempt(|mut connection: ConnectionManager| async move {
                redis::cmd("HSET")
                    .arg(meta(round))
                    .arg("synced")
                    .arg(until.0)
                    .query_async(&mut connection)
                    .await
            })
            .await
    }

    /// Begins a rebuild under `epoch`; false when another node is at it.
    pub async fn begin(&self, round: Uuid, epoch: &str) -> Option<bool> {
        let lock = format!("{}:lock", meta(round));
        let taken: Option<String> = self
            .redis
            .attempt(|mut connection: ConnectionManager| {
                let lock = lock.clone();
                async move {
                    redis::cmd("SET")
                        .arg(lock)
                        .arg(1)
                        .arg("NX")
                        .arg("PX")
                        .arg(30_000)
                        .query_async(&mut connection)
                        .await
                }
            })
            .await?;
        if taken.is_none() {
            return Some(false);
        }
        let _: () = self
            .redis
            .attempt(|mut connection: ConnectionManager| async move {
                redis::cmd("HSET")
                    .arg(meta(round))
                    .arg("building")
                    .arg(epoch)
                    .query_async(&mut connection)
                    .await
            })
            .await?;
        Some(true)
    }

    /// Adds results to the epoch being built.
    pub async fn build(&self, round: Uuid, epoch: &str, rows: &[ResultRow]) -> Option<u32> {
        self.apply_to(round, epoch, rows).await
    }

    /// Makes the epoch that was built the live one and lets others rebuild again.
    pub async fn finish(&self, round: Uuid, epoch: &str, complete_until: Moment) -> Option<bool> {
        let script = Script::new(SWITCH);
        let switched: i64 = self
            .redis
            .attempt(|mut connection: ConnectionManager| {
                let mut call = script.prepare_invoke();
                call.key(meta(round)).arg(epoch).arg(complete_until.0);
                async move { call.invoke_async(&mut connection).await }
            })
            .await?;
        let _: () = self
            .redis
            .attempt(|mut connection: ConnectionManager| async move {
                redis::cmd("DEL")
                    .arg(format!("{}:lock", meta(round)))
                    .query_async(&mut connection)
                    .await
            })
            .await?;
        Some(switched == 1)
    }

    /// Removes the mirror of a round.
    pub async fn remove(&self, round: Uuid) -> Option<()> {
        let script = Script::new(REMOVE);
        self.redis
            .attempt(|mut connection: ConnectionManager| {
                let mut call = script.prepare_invoke();
                call.key(meta(round));
                async move { call.invoke_async(&mut connection).await }
            })
            .await
    }
}

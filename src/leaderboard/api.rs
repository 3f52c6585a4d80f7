//! Leaderboards over the API.

use poem::http::HeaderMap;
use poem_openapi::param::{Path, Query};
use poem_openapi::types::Example;
use poem_openapi::{Enum, Object, OpenApi, Tags};

use super::model::Among;
use super::service::{LeaderboardService, MAX_LINES, line_json};
use crate::kernel::problem::Problem;
use crate::organisation::service::OrganisationService;
use crate::platform::http::api::{ApiResult, Prepared};
use crate::platform::http::context::Context;
use crate::platform::http::services::Service;

/// Operations of this noun.
#[derive(Tags)]
pub enum Tag {
    /// Boards and results.
    Leaderboards,
}

/// Around whom.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Enum)]
#[oai(rename_all = "lowercase")]
pub enum Around {
    /// The signed-in person.
    Me,
}

/// One line of a board.
#[derive(Debug, Object)]
pub struct LineBody {
    /// Rank from 1.
    rank: u64,
    /// Name as it may be shown in public.
    name: String,
    /// Title of the division; may be empty.
    division: String,
    /// Points, as a decimal.
    points: String,
    /// Right answers.
    correct: u16,
    /// Time used, ms.
    duration_ms: i64,
    /// When the attempt that counts ended (RFC 3339).
    finished_at: String,
    /// Prize won; empty before the result is final.
    prize: String,
}

/// A board.
#[derive(Debug, Object)]
#[oai(example)]
pub struct BoardBody {
    /// `provisional` or `final`.
    state: String,
    /// People on it.
    total: u64,
    /// Lines in order.
    rows: Vec<LineBody>,
    /// When it was put together (RFC 3339).
    updated_at: String,
    /// With `around=me`: the person's own line; absent when not on the board.
    me: Option<LineBody>,
    /// With `around=me`: the lines around the person.
    nearby: Option<Vec<LineBody>>,
}

impl Example for BoardBody {
    fn example() -> Self {
        let line = LineBody {
            rank: 1,
            name: "Trần T. B.".into(),
            division: String::new(),
            points: "10".into(),
            correct: 10,
            duration_ms: 192_345,
            finished_at: "2026-11-21T08:03:12.345+07:00".into(),
            prize: String::new(),
        };
        Self {
            state: "provisional".into(),
            total: 12_670,
            rows: vec![line],
            updated_at: "2026-11-21T09:00:00.000+07:00".into(),
            me: None,
            nearby: None,
        }
    }
}

/// Lines shown above and below a person.
const REACH: u64 = 3;

/// The operations.
pub struct LeaderboardApi;

#[OpenApi(prefix_path = "/api/v1/contests", tag = "Tag::Leaderboards")]
impl LeaderboardApi {
    /// The board of a round
    ///
    /// Carries an `ETag`; with `If-None-Match` an unchanged board is answered `304`.
    #[oai(
        path = "/:slug/rounds/:round/leaderboard",
        method = "get",
        operation_id = "leaderboard"
    )]
    #[allow(
        clippy::too_many_arguments,
        reason = "one argument per parameter of the operation"
    )]
    async fn board(
        &self,
        context: Context,
        headers: &HeaderMap,
        boards: Service<LeaderboardService>,
        organisations: Service<OrganisationService>,
        slug: Path<String>,
        round: Path<String>,
        /// Most lines, 1 to 100.
        limit: Query<Option<u64>>,
        /// Only this division.
        division: Query<Option<String>>,
        /// Only people of the organisation with this code and of those below it.
        organisation: Query<Option<String>>,
        /// Add the lines around the signed-in person.
        around: Query<Option<Around>>,
    ) -> ApiResult<Prepared<BoardBody>> {
        let among = Among {
            division: division.as_deref(),
            organisation: match organisation.as_deref() {
                Some(code) => {
                    let unit = organisations.by_code(code).await?;
                    Some(unit.ok_or_else(Problem::not_found)?.id)
                }
                None => None,
            },
        };
        let limit = limit.0.unwrap_or(50).min(MAX_LINES);
        let board = boards.board(&slug, &round, among, limit).await?;
        if around.0.is_none() {
            let known = headers.get("if-none-match").and_then(|v| v.to_str().ok());
            if known == Some(board.etag.as_str()) {
                return Ok(Prepared::not_modified(board.etag.clone()));
            }
            return Ok(Prepared::ok(format!("{}}}", board.json_open)).tagged(board.etag.clone()));
        }
        let person = context.actor()?.account;
        let nearby = boards.around(&slug, &round, among, person, REACH).await?;
        let lines: Vec<String> = nearby.iter().map(line_json).collect();
        let me = nearby
            .iter()
            .find(|l| l.person == person)
            .map(|l| format!(",\"me\":{}", line_json(l)))
            .unwrap_or_default();
        Ok(Prepared::ok(format!(
            "{}{me},\"nearby\":[{}]}}",
            board.json_open,
            lines.join(",")
        )))
    }
}

//! Organisations over the API.

use poem_openapi::param::{Path, Query};
use poem_openapi::payload::Json;
use poem_openapi::types::Example;
use poem_openapi::{Object, OpenApi, Tags};
use uuid::Uuid;

use super::model::{Organisation, Search, Version};
use super::service::OrganisationService;
use crate::kernel::problem::Problem;
use crate::platform::http::api::ApiResult;
use crate::platform::http::services::Service;

/// Most units in one answer.
const LIMIT_MAX: usize = 50;
/// Units in an answer when nothing else is asked for.
const LIMIT: usize = 10;

/// Operations of this noun.
#[derive(Tags)]
pub enum Tag {
    /// Provinces and communes, and the units of sectors, unions, schools.
    Organisations,
}

/// A unit.
#[derive(Debug, Object)]
#[oai(example)]
pub struct OrganisationBody {
    /// Identifier.
    id: Uuid,
    /// Official code of a province (two digits) or commune (five digits); `TREE.CODE` elsewhere.
    code: String,
    /// Name with its kind.
    name: String,
    /// Its name and those of the units above, nearest first.
    full_name: String,
    /// What it is: `thanh-pho`, `tinh`, `phuong`, `xa`, `dac-khu`, or a kind of the sector's own.
    kind: String,
}

impl Example for OrganisationBody {
    fn example() -> Self {
        Self {
            id: Uuid::nil(),
            code: "00004".into(),
            name: "Phường Ba Đình".into(),
            full_name: "Phường Ba Đình, Thành phố Hà Nội".into(),
            kind: "phuong".into(),
        }
    }
}

/// Units that were found, best first.
#[derive(Debug, Object)]
#[oai(example)]
pub struct FoundBody {
    /// How many there are altogether.
    total: u64,
    /// The first of them.
    items: Vec<OrganisationBody>,
}

impl Example for FoundBody {
    fn example() -> Self {
        Self {
            total: 1,
            items: vec![OrganisationBody::example()],
        }
    }
}

/// What a unit was called, and where it belonged, from a day until another.
#[derive(Debug, Object)]
pub struct VersionBody {
    /// First day (`yyyy-mm-dd`).
    from: String,
    /// First day after it; absent while it lasts.
    until: Option<String>,
    /// Name.
    name: String,
    /// Its name and those of the units above, as they were on the first day.
    full_name: String,
    /// What it was.
    kind: String,
    /// Decision or other reason; may be empty.
    reason: String,
}

/// A unit with where it belongs and what it was.
#[derive(Debug, Object)]
#[oai(example)]
pub struct DetailBody {
    /// The unit.
    unit: OrganisationBody,
    /// Slug of its tree.
    tree: String,
    /// The unit above; absent at the top.
    parent: Option<OrganisationBody>,
    /// How many units stand directly below it.
    children: u64,
    /// First day on which it is no more (`yyyy-mm-dd`); absent while it is.
    closed_on: Option<String>,
    /// Code of the unit it was merged into.
    successor: Option<String>,
    /// What it was called and where it belonged, the first first.
    history: Vec<VersionBody>,
}

impl Example for DetailBody {
    fn example() -> Self {
        let version =
            |from: &str, until: Option<&str>, name: &str, kind: &str, reason: &str| VersionBody {
                from: from.into(),
                until: until.map(str::to_owned),
                name: name.into(),
                full_name: name.into(),
                kind: kind.into(),
                reason: reason.into(),
            };
        Self {
            unit: OrganisationBody {
                id: Uuid::nil(),
                code: "75".into(),
                name: "Thành phố Đồng Nai".into(),
                full_name: "Thành phố Đồng Nai".into(),
                kind: "thanh-pho".into(),
            },
            tree: "lanh-tho".into(),
            parent: None,
            children: 95,
            closed_on: None,
            successor: None,
            history: vec![
                version(
                    "2025-07-01",
                    Some("2026-04-30"),
                    "Tỉnh Đồng Nai",
                    "tinh",
                    "Tổ chức chính quyền địa phương hai cấp",
                ),
                version(
                    "2026-04-30",
                    None,
                    "Thành phố Đồng Nai",
                    "thanh-pho",
                    "Thành lập thành phố trực thuộc trung ương",
                ),
            ],
        }
    }
}

fn body(unit: &Organisation) -> OrganisationBody {
    OrganisationBody {
        id: unit.id,
        code: unit.code.clone(),
        name: unit.name.clone(),
        full_name: unit.full_name.clone(),
        kind: unit.kind.clone(),
    }
}

fn version_body((version, full_name): (Version, String)) -> VersionBody {
    VersionBody {
        from: version.from.to_string(),
        until: version.to.map(|day| day.to_string()),
        name: version.name,
        full_name,
        kind: version.kind,
        reason: version.reason,
    }
}

/// The operations.
pub struct OrganisationApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Organisations")]
impl OrganisationApi {
    /// Find units
    ///
    /// With or without diacritics, with the usual abbreviations (`tp`, `p.`, `x.`), by code. Provinces come before communes.
    #[oai(
        path = "/organisations",
        method = "get",
        operation_id = "organisations"
    )]
    async fn organisations(
        &self,
        organisations: Service<OrganisationService>,
        /// What to look for; without it, everything in the order of lists.
        q: Query<Option<String>>,
        /// Code of a unit: only it and what is below it.
        within: Query<Option<String>>,
        /// Slug of a tree: only its units.
        tree: Query<Option<String>>,
        /// How many at most, 50 at the highest; 10 without it.
        limit: Query<Option<u32>>,
    ) -> ApiResult<Json<FoundBody>> {
        let within = match within.0.as_deref().filter(|code| !code.is_empty()) {
            None => None,
            Some(code) => {
                let unit = organisations.by_code(code).await?;
                Some(unit.ok_or_else(Problem::not_found)?.id)
            }
        };
        let limit = limit.0.and_then(|n| usize::try_from(n).ok());
        let search = Search {
            text: q.0.unwrap_or_default(),
            within,
            tree: tree.0.filter(|slug| !slug.is_empty()),
            limit: limit.unwrap_or(LIMIT).min(LIMIT_MAX),
            ..Search::default()
        };
        let found = organisations.search(&search).await?;
        Ok(Json(FoundBody {
            total: found.total as u64,
            items: found.items.iter().map(body).collect(),
        }))
    }

    /// One unit, with its history
    ///
    /// Units that are no more stay known under their code.
    #[oai(
        path = "/organisations/:code",
        method = "get",
        operation_id = "organisation"
    )]
    async fn organisation(
        &self,
        organisations: Service<OrganisationService>,
        code: Path<String>,
    ) -> ApiResult<Json<DetailBody>> {
        let index = organisations.index().await?;
        let unit = index.by_code(&code).ok_or_else(Problem::not_found)?;
        let history = organisations.past(unit.id).await?;
        let successor = unit.successor.and_then(|id| index.get(id));
        Ok(Json(DetailBody {
            unit: body(unit),
            tree: unit.tree.clone(),
            parent: unit.parent.and_then(|id| index.get(id)).map(body),
            children: index.children(unit.id).len() as u64,
            closed_on: unit.closed_on.map(|day| day.to_string()),
            successor: successor.map(|unit| unit.code.clone()),
            history: history.into_iter().map(version_body).collect(),
        }))
    }
}

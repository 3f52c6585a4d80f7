//! Finding people in long lists by the words of their names: a table of words with the place of their owner in the list, so that both
//! engines answer from one index, in the list's order, however common the word is.

use entity::search_word;
use sea_orm::{ColumnTrait, ConnectionTrait, EntityTrait, QueryFilter, sea_query::OnConflict};
use uuid::Uuid;

use super::db::{Tx, failed, statement};
use super::text::fold;
use crate::kernel::problem::Outcome;

/// Most words that are kept of one text, and that a query may have.
const WORDS: usize = 12;
/// Longest word, in characters; what is longer is cut.
const LETTERS: usize = 40;
/// How far words of a query are counted to find the rarest.
const COUNTED: u64 = 2_000;

/// The words of a text: folded, without punctuation, each once.
#[must_use]
pub fn words(text: &str) -> Vec<String> {
    let folded = fold(text);
    let mut found: Vec<String> = Vec::new();
    for word in folded.split(|c: char| !c.is_alphanumeric()) {
        let word: String = word.chars().take(LETTERS).collect();
        if !word.is_empty() && !found.contains(&word) && found.len() < WORDS {
            found.push(word);
        }
    }
    found
}

/// Makes `subject` found in the list `scope` by the words of `text`, at the place `sort_key`; forgets what was kept of it before.
///
/// # Errors
/// When the database fails.
pub async fn put(tx: &Tx, scope: Uuid, subject: Uuid, sort_key: &[u8], text: &str) -> Outcome<()> {
    remove(tx, scope, subject).await?;
    add(tx, scope, subject, sort_key, text).await
}

/// As [`put`], for a subject that is new in the list.
///
/// # Errors
/// When the database fails.
pub async fn add(tx: &Tx, scope: Uuid, subject: Uuid, sort_key: &[u8], text: &str) -> Outcome<()> {
    let rows: Vec<_> = words(text)
        .into_iter()
        .map(|word| search_word::ActiveModel {
            scope: sea_orm::ActiveValue::Set(scope),
            word: sea_orm::ActiveValue::Set(word),
            sort_key: sea_orm::ActiveValue::Set(sort_key.to_vec()),
            subject_id: sea_orm::ActiveValue::Set(subject),
        })
        .collect();
    if rows.is_empty() {
        return Ok(());
    }
    search_word::Entity::insert_many(rows)
        .on_conflict(OnConflict::new().do_nothing().to_owned())
        .exec_without_returning(tx)
        .await
        .map(drop)
        .map_err(failed)
}

/// As [`add`], for many subjects at once: their ids, places in the list and texts.
///
/// # Errors
/// When the database fails.
pub async fn add_many(tx: &Tx, scope: Uuid, subjects: &[(Uuid, Vec<u8>, &str)]) -> Outcome<()> {
    let rows: Vec<_> = subjects
        .iter()
        .flat_map(|(subject, sort_key, text)| {
            words(text)
                .into_iter()
                .map(|word| search_word::ActiveModel {
                    scope: sea_orm::ActiveValue::Set(scope),
                    word: sea_orm::ActiveValue::Set(word),
                    sort_key: sea_orm::ActiveValue::Set(sort_key.clone()),
                    subject_id: sea_orm::ActiveValue::Set(*subject),
                })
        })
        .collect();
    for chunk in rows.chunks(500) {
        search_word::Entity::insert_many(chunk.to_vec())
            .on_conflict(OnConflict::new().do_nothing().to_owned())
            .exec_without_returning(tx)
            .await
            .map_err(failed)?;
    }
    Ok(())
}

async fn remove(tx: &Tx, scope: Uuid, subject: Uuid) -> Outcome<()> {
    search_word::Entity::delete_many()
        .filter(search_word::Column::SubjectId.eq(subject))
        .filter(search_word::Column::Scope.eq(scope))
        .exec(tx)
        .await
        .map(drop)
        .map_err(failed)
}

/// The words of a query, the rarest in the list first: the list is read along that one.
///
/// # Errors
/// When the database fails.
pub async fn rarest_first(
    db: &impl ConnectionTrait,
    scope: Uuid,
    query: &str,
) -> Outcome<Vec<String>> {
    let sql = |p: [&str; 2]| {
        format!(
            "SELECT COUNT(*) AS n FROM (SELECT 1 FROM search_word WHERE scope = {} AND word = {} LIMIT {COUNTED}) AS found",
            p[0], p[1]
        )
    };
    let mut counted = Vec::new();
    for word in words(query) {
        let query = statement(
            db,
            &sql(["$1", "$2"]),
            &sql(["?", "?"]),
            vec![scope.into(), word.clone().into()],
        );
        let row = db.query_one_raw(query).await.map_err(failed)?;
        let count: i64 = match row {
            Some(row) => row.try_get("", "n").map_err(failed)?,
            None => 0,
        };
        counted.push((count, word));
    }
    counted.sort();
    Ok(counted.into_iter().map(|(_, word)| word).collect())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_name_becomes_its_words_without_marks_and_each_once() {
        assert_eq!(
            words("Nguyễn  Thị-Hoà, nguyen.hoa@x.vn"),
            ["nguyen", "thi", "hoa", "x", "vn"]
        );
        assert!(words(" -- ").is_empty());
        assert!(words("á ").len() == 1 && words(&"x1 y2 z3 ".repeat(99)).len() == 3);
    }
}

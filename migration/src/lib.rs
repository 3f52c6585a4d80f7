//! One step per file, each in a transaction and the same on both engines.

pub use sea_orm_migration::MigratorTrait;
use sea_orm_migration::prelude::*;

mod m0001_people;
mod m0002_plumbing;
mod m0003_question_bank;
mod m0004_assessment;
mod m0005_contest;
mod m0006_leaderboard;
mod m0007_organisations;
mod m0008_accounts;
mod m0009_contest_people;
mod m0010_closed_accounts;
mod m0011_courses;
mod m0012_certificates;
mod m0013_unsubscribe;
mod m0014_names_of_bytes;

/// All steps in order.
pub struct Migrator;

#[async_trait::async_trait]
impl MigratorTrait for Migrator {
    fn migrations() -> Vec<Box<dyn MigrationTrait>> {
        vec![
            Box::new(m0001_people::Migration),
            Box::new(m0002_plumbing::Migration),
            Box::new(m0003_question_bank::Migration),
            Box::new(m0004_assessment::Migration),
            Box::new(m0005_contest::Migration),
            Box::new(m0006_leaderboard::Migration),
            Box::new(m0007_organisations::Migration),
            Box::new(m0008_accounts::Migration),
            Box::new(m0009_contest_people::Migration),
            Box::new(m0010_closed_accounts::Migration),
            Box::new(m0011_courses::Migration),
            Box::new(m0012_certificates::Migration),
            Box::new(m0013_unsubscribe::Migration),
            Box::new(m0014_names_of_bytes::Migration),
        ]
    }
}

/// Creates one index.
async fn index(
    manager: &SchemaManager<'_>,
    name: &'static str,
    table: &'static str,
    columns: &[&'static str],
    unique: bool,
) -> Result<(), DbErr> {
    let mut statement = Index::create();
    statement.name(name).table(table);
    for column in columns {
        statement.col(*column);
    }
    if unique {
        statement.unique();
    }
    manager.create_index(statement).await
}

/// Adds one column: SQLite takes one in each `ALTER TABLE`.
async fn add_column(
    manager: &SchemaManager<'_>,
    table: &'static str,
    column: ColumnDef,
) -> Result<(), DbErr> {
    manager
        .alter_table(Table::alter().table(table).add_column(column).to_owned())
        .await
}

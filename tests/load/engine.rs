//! Where the service keeps its data while it is measured.

/// Where the service keeps its data.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file.
    Sqlite,
    /// PostgreSQL with Redis.
    Postgres,
}

impl Engine {
    /// For headings.
    pub const fn title(self) -> &'static str {
        match self {
            Self::Sqlite => "SQLite",
            Self::Postgres => "PostgreSQL + Redis",
        }
    }
}

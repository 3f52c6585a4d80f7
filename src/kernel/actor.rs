//! Who is acting.

use uuid::Uuid;

/// What a signed-in person may do beyond their own affairs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Runs the installation.
    Administrator,
    /// Runs contests.
    Organiser,
}

impl Role {
    /// The name kept in the database.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Organiser => "organiser",
        }
    }

    /// The role with the name kept in the database.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        [Self::Administrator, Self::Organiser]
            .into_iter()
            .find(|r| r.as_str() == name)
    }
}

/// A signed-in person, as every service sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub account: Uuid,
    /// Full name as the person gave it.
    pub name: String,
    /// Roles held.
    pub roles: Vec<Role>,
}

impl Actor {
    /// Whether the person holds `role`; an administrator may do whatever an organiser may.
    #[must_use]
    pub fn is(&self, role: Role) -> bool {
        self.roles.contains(&role)
            || (role == Role::Organiser && self.roles.contains(&Role::Administrator))
    }
}

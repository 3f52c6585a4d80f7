//! Who is acting, and what they may do beyond their own affairs.

use uuid::Uuid;

/// What a grant lets a person do, at an organisation and everything below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// Runs the site there: organisations, accounts, roles; may do whatever the other roles may.
    Administrator,
    /// Runs contests and courses.
    Organiser,
    /// Writes questions and lessons.
    Author,
    /// Marks written answers.
    Marker,
}

impl Role {
    /// Every role, the most powerful first.
    pub const ALL: [Self; 4] = [
        Self::Administrator,
        Self::Organiser,
        Self::Author,
        Self::Marker,
    ];

    /// The name kept in the database and used by the API; also the end of the Fluent key `role-…`.
    #[must_use]
    pub const fn as_str(self) -> &'static str {
        match self {
            Self::Administrator => "administrator",
            Self::Organiser => "organiser",
            Self::Author => "author",
            Self::Marker => "marker",
        }
    }

    /// The role with the name kept in the database.
    #[must_use]
    pub fn parse(name: &str) -> Option<Self> {
        Self::ALL.into_iter().find(|r| r.as_str() == name)
    }

    /// Whether holding this role lets a person do what `needed` lets do.
    #[must_use]
    pub const fn covers(self, needed: Self) -> bool {
        matches!(self, Self::Administrator) || self as u8 == needed as u8
    }
}

/// A role held at an organisation and everything below it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Grant {
    /// What it lets do.
    pub role: Role,
    /// Where; `None` is the whole installation.
    pub organisation: Option<Uuid>,
}

impl Grant {
    /// A role over the whole installation.
    #[must_use]
    pub const fn everywhere(role: Role) -> Self {
        Self {
            role,
            organisation: None,
        }
    }
}

/// A signed-in person, as every service sees them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Actor {
    /// The account.
    pub account: Uuid,
    /// Full name as the person gave it.
    pub name: String,
    /// Roles held, and where.
    pub grants: Vec<Grant>,
}

impl Actor {
    /// Whether the person may act as `role` at least somewhere: decides what is shown in menus, never what may be done.
    #[must_use]
    pub fn is_somewhere(&self, role: Role) -> bool {
        self.grants.iter().any(|g| g.role.covers(role))
    }

    /// Whether the person may act as `role` over the whole installation.
    #[must_use]
    pub fn is_everywhere(&self, role: Role) -> bool {
        self.may(role, &[])
    }

    /// Whether the person may act as `role` at the organisation whose lineage this is: itself and everything above it. An empty lineage
    /// stands for what belongs to no organisation, which only grants over the whole installation reach.
    #[must_use]
    pub fn may(&self, role: Role, lineage: &[Uuid]) -> bool {
        self.grants.iter().any(|grant| {
            grant.role.covers(role) && grant.organisation.is_none_or(|at| lineage.contains(&at))
        })
    }

    /// The organisations at which the person may act as `role` (and below which); `None` when that is everywhere.
    #[must_use]
    pub fn reach(&self, role: Role) -> Option<Vec<Uuid>> {
        let held = self.grants.iter().filter(|g| g.role.covers(role));
        held.map(|g| g.organisation).collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn actor(grants: &[(Role, Option<u128>)]) -> Actor {
        let grant = |(role, at): &(Role, Option<u128>)| Grant {
            role: *role,
            organisation: at.map(Uuid::from_u128),
        };
        Actor {
            account: Uuid::nil(),
            name: String::new(),
            grants: grants.iter().map(grant).collect(),
        }
    }

    #[test]
    fn a_role_reaches_its_organisation_and_what_is_below_and_nothing_else() {
        let (province, commune, other) =
            (Uuid::from_u128(1), Uuid::from_u128(2), Uuid::from_u128(3));
        let organiser = actor(&[(Role::Organiser, Some(1))]);
        assert!(organiser.may(Role::Organiser, &[province]));
        assert!(
            organiser.may(Role::Organiser, &[commune, province]),
            "below"
        );
        assert!(!organiser.may(Role::Organiser, &[other]));
        assert!(
            !organiser.may(Role::Organiser, &[]),
            "what belongs to nobody is not theirs"
        );
        assert!(!organiser.may(Role::Administrator, &[province]));
        assert!(
            !organiser.may(Role::Marker, &[province]),
            "organising is not marking"
        );
        assert!(
            organiser.is_somewhere(Role::Organiser) && !organiser.is_everywhere(Role::Organiser)
        );
        assert_eq!(organiser.reach(Role::Organiser), Some(vec![province]));
        assert_eq!(organiser.reach(Role::Author), Some(vec![]));
    }

    #[test]
    fn an_administrator_may_do_whatever_others_may_there() {
        let local = actor(&[(Role::Administrator, Some(1))]);
        let site = actor(&[(Role::Administrator, None)]);
        for role in Role::ALL {
            assert!(
                local.may(role, &[Uuid::from_u128(1)]) && !local.may(role, &[Uuid::from_u128(2)])
            );
            assert!(site.may(role, &[Uuid::from_u128(2)]) && site.is_everywhere(role));
            assert_eq!(site.reach(role), None);
        }
    }

    #[test]
    fn every_role_has_a_name_that_reads_back() {
        for role in Role::ALL {
            assert_eq!(Role::parse(role.as_str()), Some(role));
        }
    }
}

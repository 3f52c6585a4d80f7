//! Settings: `hocluat.toml` in the working folder, then environment variables; checked at start.

use std::net::SocketAddr;
use std::path::PathBuf;

use figment::Figment;
use figment::providers::{Env, Format, Serialized, Toml};
use serde::{Deserialize, Serialize};

/// Everything that can be set. Each name is also an environment variable in upper case (`DATABASE_URL`, `LISTEN`, …).
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Config {
    /// `sqlite://PATH` or `postgres://…`.
    pub database_url: String,
    /// `redis://…`; leaderboards come from the database alone when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub redis_url: Option<String>,
    /// Where people reach the service.
    pub listen: SocketAddr,
    /// Where only operators reach it (metrics, health); keep it off the public network.
    pub admin_listen: SocketAddr,
    /// The address people type, without a slash at the end; from `listen` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub public_url: Option<String>,
    /// Folder with content packages that are imported at start; nothing is imported when it does not exist.
    pub content_dir: PathBuf,
    /// Folder for what the service writes beside the database (mail as files).
    pub data_dir: PathBuf,
    /// `smtp://…` or `smtps://…`; mail is written as files into `data_dir/mail` when absent.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub smtp_url: Option<String>,
    /// Sender of mail.
    pub mail_from: String,
    /// Providers of identities that people may sign in with, one `[[oidc]]` each; the account noun reads them.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub oidc: Vec<serde_json::Value>,
    /// Keep demonstration contests open. Default: only on SQLite.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub demo: Option<bool>,
    /// Trust `X-Forwarded-For` from a proxy in front.
    pub behind_proxy: bool,
    /// Write logs as JSON, one object a line.
    pub log_json: bool,
    /// Requests a second one address may make on average (bursts up to ten times that); 0 switches the limit off. Whole schools share
    /// one address, so it is generous.
    pub requests_per_second: u32,
}

impl Default for Config {
    fn default() -> Self {
        Self {
            database_url: "sqlite://data/hocluat.db".into(),
            redis_url: None,
            listen: ([127, 0, 0, 1], 8080).into(),
            admin_listen: ([127, 0, 0, 1], 9090).into(),
            public_url: None,
            content_dir: "courses".into(),
            data_dir: "data".into(),
            smtp_url: None,
            mail_from: "Học Luật <no-reply@localhost>".into(),
            oidc: Vec::new(),
            demo: None,
            behind_proxy: false,
            log_json: false,
            requests_per_second: 500,
        }
    }
}

/// Which database engine a URL means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Engine {
    /// A file.
    Sqlite,
    /// A server.
    Postgres,
}

impl Config {
    /// Reads settings and checks them.
    ///
    /// # Errors
    /// A message for the system administrator, naming the setting.
    pub fn load() -> Result<Self, String> {
        let names = [
            "database_url",
            "redis_url",
            "listen",
            "admin_listen",
            "public_url",
            "content_dir",
            "data_dir",
            "smtp_url",
            "mail_from",
            "demo",
            "behind_proxy",
            "log_json",
            "requests_per_second",
        ];
        let config: Self = Figment::from(Serialized::defaults(Self::default()))
            .merge(Toml::file("hocluat.toml"))
            .merge(Env::raw().only(&names))
            .extract()
            .map_err(|e| format!("A setting cannot be used: {e}"))?;
        config.check()?;
        Ok(config)
    }

    /// Checks what types cannot.
    ///
    /// # Errors
    /// A message for the system administrator, naming the setting.
    pub fn check(&self) -> Result<(), String> {
        self.engine()?;
        if let Some(url) = &self.redis_url
            && !(url.starts_with("redis://")
                || url.starts_with("rediss://")
                || url.starts_with("unix://"))
        {
            return Err(format!(
                "REDIS_URL must start with redis://, rediss:// or unix://, not {url:?}"
            ));
        }
        if let Some(url) = &self.public_url
            && (!(url.starts_with("http://") || url.starts_with("https://")) || url.ends_with('/'))
        {
            return Err(format!(
                "PUBLIC_URL must start with http:// or https:// and not end with a slash, not {url:?}"
            ));
        }
        if let Some(url) = &self.smtp_url
            && !(url.starts_with("smtp://") || url.starts_with("smtps://"))
        {
            return Err("SMTP_URL must start with smtp:// or smtps://".into());
        }
        if self.mail_from.parse::<lettre::message::Mailbox>().is_err() {
            return Err(format!(
                "MAIL_FROM must be an address such as \"Name <name@example.vn>\", not {:?}",
                self.mail_from
            ));
        }
        Ok(())
    }

    /// The engine of `database_url`.
    ///
    /// # Errors
    /// When the URL is of neither engine.
    pub fn engine(&self) -> Result<Engine, String> {
        if self.database_url.starts_with("sqlite:") {
            Ok(Engine::Sqlite)
        } else if self.database_url.starts_with("postgres://")
            || self.database_url.starts_with("postgresql://")
        {
            Ok(Engine::Postgres)
        } else {
            Err("DATABASE_URL must start with sqlite:// or postgres://".into())
        }
    }

    /// The address people type.
    #[must_use]
    pub fn public_url(&self) -> String {
        self.public_url
            .clone()
            .unwrap_or_else(|| format!("http://{}", self.listen))
    }

    /// Whether demonstration contests are kept open.
    #[must_use]
    pub fn keeps_demo_open(&self) -> bool {
        self.demo.unwrap_or(self.engine() == Ok(Engine::Sqlite))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn defaults_are_valid_and_wrong_settings_are_named() {
        assert_eq!(Config::default().check(), Ok(()));
        let wrong = Config {
            public_url: Some("hocluat.vn/".into()),
            ..Config::default()
        };
        assert!(wrong.check().expect_err("must fail").contains("PUBLIC_URL"));
        let wrong = Config {
            database_url: "mysql://x".into(),
            ..Config::default()
        };
        assert!(
            wrong
                .check()
                .expect_err("must fail")
                .contains("DATABASE_URL")
        );
    }
}

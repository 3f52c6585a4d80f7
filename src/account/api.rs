//! Accounts and sessions over the API.

use poem_openapi::param::Path;
use poem_openapi::payload::Json;
use poem_openapi::types::Example;
use poem_openapi::{ApiResponse, Object, OpenApi, Tags};

use super::model::Registration;
use super::service::AccountService;
use crate::kernel::problem::{Code, Problem};
use crate::platform::http::api::ApiResult;
use crate::platform::http::context::Context;
use crate::platform::http::services::Service;

/// Operations of this noun.
#[derive(Tags)]
pub enum Tag {
    /// Making an account, signing in and out.
    Accounts,
}

/// What a person gives to make an account.
#[derive(Debug, Object)]
#[oai(example, deny_unknown_fields)]
pub struct NewAccount {
    /// A username, an e-mail address or a phone number; 3 to 80 characters.
    login: String,
    /// At least 8 characters.
    password: String,
    /// Full name in one field.
    full_name: String,
    /// Where mail goes; several people may share it.
    email: Option<String>,
    /// Phone number; several people may share it.
    phone: Option<String>,
}

impl Example for NewAccount {
    fn example() -> Self {
        Self {
            login: "thi-sinh-01".into(),
            password: "mot-mat-khau-dai".into(),
            full_name: "Nguyễn Thị An".into(),
            email: None,
            phone: None,
        }
    }
}

/// An account.
#[derive(Debug, Object)]
#[oai(example)]
pub struct AccountBody {
    /// Identifier.
    id: uuid::Uuid,
    /// What the person signs in with.
    login: String,
    /// Full name.
    full_name: String,
}

impl Example for AccountBody {
    fn example() -> Self {
        Self {
            id: uuid::Uuid::nil(),
            login: "thi-sinh-01".into(),
            full_name: "Nguyễn Thị An".into(),
        }
    }
}

/// Login and password.
#[derive(Debug, Object)]
#[oai(example, deny_unknown_fields)]
pub struct Credentials {
    /// A username, an e-mail address or a phone number.
    login: String,
    /// The password.
    password: String,
}

impl Example for Credentials {
    fn example() -> Self {
        Self {
            login: "thi-sinh-01".into(),
            password: "mot-mat-khau-dai".into(),
        }
    }
}

/// A session; send its token as `Authorization: Bearer TOKEN`.
#[derive(Debug, Object)]
#[oai(example)]
pub struct SessionBody {
    /// The secret token.
    token: String,
    /// When it ends (RFC 3339).
    expires_at: String,
}

impl Example for SessionBody {
    fn example() -> Self {
        Self {
            token: "m2Yl…".into(),
            expires_at: "2026-12-21T08:00:00.000+07:00".into(),
        }
    }
}

/// The signed-in person.
#[derive(Debug, Object)]
#[oai(example)]
pub struct MeBody {
    /// Account.
    id: uuid::Uuid,
    /// Full name.
    full_name: String,
    /// Roles held, and where.
    roles: Vec<GrantBody>,
}

/// A role held at an organisation and everything below it.
#[derive(Debug, Object)]
#[oai(example)]
pub struct GrantBody {
    /// `administrator`, `organiser`, `author` or `marker`.
    role: String,
    /// The organisation; absent for the whole installation.
    organisation: Option<uuid::Uuid>,
}

impl Example for GrantBody {
    fn example() -> Self {
        Self {
            role: "organiser".into(),
            organisation: Some(uuid::Uuid::nil()),
        }
    }
}

/// An entry code.
#[derive(Debug, Object)]
#[oai(example, deny_unknown_fields)]
pub struct EntryCode {
    /// The code; case, spaces and hyphens do not matter.
    code: String,
}

impl Example for EntryCode {
    fn example() -> Self {
        Self {
            code: "K7QM-2XPB-9RTB".into(),
        }
    }
}

/// A session of the signed-in person.
#[derive(Debug, Object)]
#[oai(example)]
pub struct SessionLineBody {
    /// Names the session; of no use for signing in.
    key: String,
    /// What the device said of itself.
    device: String,
    /// When it was opened (RFC 3339).
    created_at: String,
    /// When it was last used, give or take an hour (RFC 3339).
    seen_at: String,
    /// Whether it is the one asking.
    current: bool,
}

impl Example for SessionLineBody {
    fn example() -> Self {
        Self {
            key: "9f86d081884c7d65".into(),
            device: "Mozilla/5.0 (Linux; Android 14)".into(),
            created_at: "2026-11-21T08:00:00.000+07:00".into(),
            seen_at: "2026-11-21T09:00:00.000+07:00".into(),
            current: true,
        }
    }
}

impl Example for MeBody {
    fn example() -> Self {
        Self {
            id: uuid::Uuid::nil(),
            full_name: "Nguyễn Thị An".into(),
            roles: vec![GrantBody::example()],
        }
    }
}

/// A made account.
#[derive(ApiResponse)]
pub enum AccountMade {
    /// The account was made.
    #[oai(status = 201)]
    Made(Json<AccountBody>),
}

/// An opened session.
#[derive(ApiResponse)]
pub enum SessionOpened {
    /// Signed in.
    #[oai(status = 201)]
    Opened(Json<SessionBody>),
}

/// An ended session.
#[derive(ApiResponse)]
pub enum SessionEnded {
    /// Signed out.
    #[oai(status = 204)]
    Ended,
}

/// The operations.
pub struct AccountApi;

#[OpenApi(prefix_path = "/api/v1", tag = "Tag::Accounts")]
impl AccountApi {
    /// Make an account
    #[oai(path = "/accounts", method = "post", operation_id = "register")]
    async fn register(
        &self,
        context: Context,
        accounts: Service<AccountService>,
        body: Json<NewAccount>,
    ) -> ApiResult<AccountMade> {
        let given = Registration {
            login: body.0.login,
            password: body.0.password,
            full_name: body.0.full_name,
            email: body.0.email.unwrap_or_default(),
            phone: body.0.phone.unwrap_or_default(),
        };
        let account = accounts
            .register(&given, &context.address, context.now)
            .await?;
        Ok(AccountMade::Made(Json(AccountBody {
            id: account.id,
            login: account.login,
            full_name: account.full_name,
        })))
    }

    /// Sign in
    #[oai(path = "/sessions", method = "post", operation_id = "signIn")]
    async fn sign_in(
        &self,
        context: Context,
        accounts: Service<AccountService>,
        body: Json<Credentials>,
    ) -> ApiResult<SessionOpened> {
        let session = accounts
            .sign_in(
                &body.login,
                &body.password,
                &context.device,
                &context.address,
                context.now,
            )
            .await?;
        Ok(SessionOpened::Opened(Json(SessionBody {
            token: session.token,
            expires_at: session.expires_at.to_string(),
        })))
    }

    /// Sign in with an entry code
    #[oai(
        path = "/sessions/entry-code",
        method = "post",
        operation_id = "signInWithEntryCode"
    )]
    async fn sign_in_with_code(
        &self,
        context: Context,
        accounts: Service<AccountService>,
        body: Json<EntryCode>,
    ) -> ApiResult<SessionOpened> {
        let session = accounts
            .sign_in_with_code(&body.code, &context.device, &context.address, context.now)
            .await?;
        Ok(SessionOpened::Opened(Json(SessionBody {
            token: session.token,
            expires_at: session.expires_at.to_string(),
        })))
    }

    /// Where the person is signed in
    #[oai(path = "/me/sessions", method = "get", operation_id = "mySessions")]
    async fn my_sessions(
        &self,
        context: Context,
        accounts: Service<AccountService>,
    ) -> ApiResult<Json<Vec<SessionLineBody>>> {
        let current = context.session_token.as_deref();
        let lines = accounts
            .sessions(context.actor()?.account, current, context.now)
            .await?;
        let body = |line: crate::account::model::SessionLine| SessionLineBody {
            key: line.key,
            device: line.device,
            created_at: line.created_at.to_string(),
            seen_at: line.seen_at.to_string(),
            current: line.current,
        };
        Ok(Json(lines.into_iter().map(body).collect()))
    }

    /// Sign out somewhere else
    #[oai(
        path = "/me/sessions/:key",
        method = "delete",
        operation_id = "endSession"
    )]
    async fn end_session(
        &self,
        context: Context,
        accounts: Service<AccountService>,
        key: Path<String>,
    ) -> ApiResult<SessionEnded> {
        accounts
            .end_session(context.actor()?, &key.0, context.now)
            .await?;
        Ok(SessionEnded::Ended)
    }

    /// Sign out
    #[oai(
        path = "/sessions/current",
        method = "delete",
        operation_id = "signOut"
    )]
    async fn sign_out(
        &self,
        context: Context,
        accounts: Service<AccountService>,
    ) -> ApiResult<SessionEnded> {
        let token = context
            .session_token
            .clone()
            .ok_or_else(|| Problem::new(Code::SignInNeeded))?;
        accounts.sign_out(&token).await?;
        Ok(SessionEnded::Ended)
    }

    /// Who is signed in
    #[oai(path = "/me", method = "get", operation_id = "me")]
    async fn me(&self, context: Context) -> ApiResult<Json<MeBody>> {
        let actor = context.actor()?;
        Ok(Json(MeBody {
            id: actor.account,
            full_name: actor.name.clone(),
            roles: actor
                .grants
                .iter()
                .map(|g| GrantBody {
                    role: g.role.as_str().to_owned(),
                    organisation: g.organisation,
                })
                .collect(),
        }))
    }
}

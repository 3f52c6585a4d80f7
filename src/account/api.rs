//! Accounts and sessions over the API.

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
    /// Where mail goes.
    email: Option<String>,
}

impl Example for NewAccount {
    fn example() -> Self {
        Self {
            login: "thi-sinh-01".into(),
            password: "mot-mat-khau-dai".into(),
            full_name: "Nguyễn Thị An".into(),
            email: None,
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
    /// Roles: `administrator`, `organiser`.
    roles: Vec<String>,
}

impl Example for MeBody {
    fn example() -> Self {
        Self {
            id: uuid::Uuid::nil(),
            full_name: "Nguyễn Thị An".into(),
            roles: vec![],
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
            phone: String::new(),
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
            .sign_in(&body.login, &body.password, &context.address, context.now)
            .await?;
        Ok(SessionOpened::Opened(Json(SessionBody {
            token: session.token,
            expires_at: session.expires_at.to_string(),
        })))
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
                .map(|g| g.role.as_str().to_owned())
                .collect(),
        }))
    }
}

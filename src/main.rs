//! The `hocluat` program.

use std::process::ExitCode;

#[tokio::main]
async fn main() -> ExitCode {
    hocluat::cli::run().await
}

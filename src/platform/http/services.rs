//! The services that handlers work with, handed to each request as one shared pointer.

use std::any::{Any, TypeId};
use std::collections::HashMap;
use std::ops::Deref;
use std::sync::Arc;

use poem::{FromRequest, Request, RequestBody};

use crate::kernel::problem::Problem;

/// Services by type. Cheap to clone.
#[derive(Clone, Default)]
pub struct Services(Arc<HashMap<TypeId, Arc<dyn Any + Send + Sync>>>);

impl Services {
    /// The same services and one more.
    #[must_use]
    pub fn with<T: Any + Send + Sync>(self, service: T) -> Self {
        let mut all = HashMap::clone(&self.0);
        all.insert(TypeId::of::<T>(), Arc::new(service));
        Self(Arc::new(all))
    }
}

/// A service, as a handler asks for it.
pub struct Service<T>(Arc<T>);

impl<T> Deref for Service<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<'a, T: Any + Send + Sync> FromRequest<'a> for Service<T> {
    async fn from_request(request: &'a Request, _body: &mut RequestBody) -> poem::Result<Self> {
        let services = request.extensions().get::<Services>();
        let found = services.and_then(|s| s.0.get(&TypeId::of::<T>()).cloned());
        let service = found.and_then(|s| s.downcast::<T>().ok());
        service.map(Self).ok_or_else(|| {
            Problem::internal(format!(
                "{} is not among the services",
                std::any::type_name::<T>()
            ))
            .into()
        })
    }
}

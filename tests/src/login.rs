/// The name and password that a server asks its clients for.
#[derive(Clone, Debug)]
pub(crate) struct Login {
    user: Option<String>,
    password: String,
}

impl Login {
    /// The password alone, which is that of the user `default`.
    pub(crate) fn password(password: &str) -> Self {
        Self { user: None, password: password.into() }
    }

    pub(crate) fn user(user: &str, password: &str) -> Self {
        Self { user: Some(user.into()), password: password.into() }
    }

    /// What stands before the host of a URL.
    pub(crate) fn url_part(&self) -> String {
        format!("{}:{}@", self.user.as_deref().unwrap_or_default(), self.password)
    }

    /// The name, which is `default` if there is none, and the password, for commands that want both.
    pub(crate) fn pair(&self) -> [&str; 2] {
        [self.user.as_deref().unwrap_or("default"), &self.password]
    }

    /// The settings of a server that asks for it, and lets nobody else in.
    pub(crate) fn settings(&self) -> Vec<String> {
        let password = &self.password;
        let words = match &self.user {
            Some(user) => format!("--user default off --user {user} on >{password} ~* &* +@all"),
            None => format!("--requirepass {password}"),
        };
        words.split(' ').map(str::to_owned).collect()
    }
}

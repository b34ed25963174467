//! Who may sign in, when not everybody may.

use std::collections::BTreeMap;

/// The longest account, in bytes.
const LONGEST: usize = 129;

/// Accounts and their passwords.
#[derive(Clone, Debug, Default)]
pub struct Accounts(BTreeMap<String, String>);

impl Accounts {
    /// Reads TOML: `"alice@example.org" = "password"`, a line an account. The error names the line.
    pub fn from_toml(text: &str) -> Result<Accounts, String> {
        let written: BTreeMap<String, String> = toml::from_str(text).map_err(|error| {
            format!("{error}\nwrite each account as \"alice@example.org\" = \"password\"")
        })?;
        let mut accounts = BTreeMap::new();
        for (account, password) in written {
            let account = normal(&account)
                .ok_or_else(|| format!("{account:?} is no account; one looks like alice@example.org"))?;
            accounts.insert(account, password);
        }
        Ok(Accounts(accounts))
    }

    /// Lets one more account sign in. What is no account is not let in.
    pub fn admit(&mut self, account: &str, password: &str) {
        if let Some(account) = normal(account) {
            self.0.insert(account, password.to_owned());
        }
    }

    /// The password of an account in its normal form.
    pub(crate) fn password(&self, account: &str) -> Option<&str> {
        self.0.get(account).map(String::as_str)
    }

    pub(crate) fn names(&self) -> impl Iterator<Item = &str> {
        self.0.keys().map(String::as_str)
    }
}

/// An account as it is compared: lower-cased. `None` for what is no address.
pub(crate) fn normal(account: &str) -> Option<String> {
    let (name, domain) = account.split_once('@')?;
    let plain = account.len() <= LONGEST && account.bytes().all(|byte| byte.is_ascii_graphic());
    (plain && !name.is_empty() && !domain.is_empty()).then(|| account.to_ascii_lowercase())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_file_of_accounts_is_read() {
        let text = "# ours\n\"alice@example.org\" = \"hunter2\"\n'Bob@Example.org' = 'a = b'\n\n";
        let mut accounts = Accounts::from_toml(text).expect("readable");
        accounts.admit("Carol@example.org", "more");
        assert_eq!(accounts.password("alice@example.org"), Some("hunter2"));
        assert_eq!(accounts.password("bob@example.org"), Some("a = b"));
        assert_eq!(accounts.password("carol@example.org"), Some("more"));
        assert_eq!(accounts.password("dave@example.org"), None);
    }

    #[test]
    fn a_mistake_is_told_by_where_it_is_and_what_to_write() {
        let error = Accounts::from_toml("\nalice@example.org = x").expect_err("no account");
        assert!(error.contains("line 2") && error.contains("\"alice@example.org\" = "), "{error}");
        let error = Accounts::from_toml("alice = \"x\"").expect_err("no account");
        assert!(error.contains("\"alice\" is no account"), "{error}");
    }
}

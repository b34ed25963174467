//! Who may sign in, when not everybody may.

use std::collections::BTreeMap;

/// The longest account, in bytes.
const LONGEST: usize = 129;

/// Accounts and their passwords.
#[derive(Clone, Debug, Default)]
pub struct Accounts(BTreeMap<String, String>);

impl Accounts {
    /// Reads `account = "password"` lines; quotes may be left out or stand around the account too, `#` begins a
    /// comment line. The error names the line.
    pub fn from_toml(text: &str) -> Result<Accounts, String> {
        let mut accounts = BTreeMap::new();
        for (n, line) in text.lines().enumerate().map(|(n, line)| (n + 1, line.trim())) {
            if line.is_empty() || line.starts_with('#') {
                continue;
            }
            let (account, password) =
                line.split_once('=').ok_or_else(|| format!("line {n}: write account = \"password\""))?;
            let account = normal(unquoted(account))
                .ok_or_else(|| format!("line {n}: an account looks like alice@example.org"))?;
            accounts.insert(account, unquoted(password).to_owned());
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

fn unquoted(text: &str) -> &str {
    let text = text.trim();
    text.strip_prefix('"').and_then(|text| text.strip_suffix('"')).unwrap_or(text)
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
    fn a_file_of_accounts_is_read_with_and_without_quotes() {
        let text = "# ours\nalice@example.org = \"hunter2\"\n\"Bob@Example.org\" = a = b\n\n";
        let mut accounts = Accounts::from_toml(text).expect("readable");
        accounts.admit("Carol@example.org", "more");
        assert_eq!(accounts.password("alice@example.org"), Some("hunter2"));
        assert_eq!(accounts.password("bob@example.org"), Some("a = b"));
        assert_eq!(accounts.password("carol@example.org"), Some("more"));
        assert_eq!(accounts.password("dave@example.org"), None);
    }

    #[test]
    fn a_mistake_is_told_by_its_line() {
        for text in ["\nalice", "\nalice = \"x\"", "\n@ = x"] {
            let error = Accounts::from_toml(text).expect_err("no account");
            assert!(error.starts_with("line 2: "), "{error}");
        }
    }
}

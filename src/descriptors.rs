//! How many sessions the system lets us have: each needs two descriptors.

/// Sessions open at once where nobody says otherwise.
pub(crate) const SESSIONS: usize = 10_000;

/// Routes open at once where descriptors allow it.
const ROUTES: usize = 256;

/// Descriptors for everything but sessions: routes, listeners, browsers, the runtime, name look-ups.
const RESERVED: u64 = 400;

/// Of those, for everything but routes.
const OWN: u64 = 100;

/// What the descriptors are for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) struct Shares {
    pub(crate) sessions: usize,
    pub(crate) routes: usize,
}

/// As many sessions as were asked for, or as the limit on open files permits, which is raised as far as it goes.
pub(crate) fn share(asked: Option<usize>) -> Shares {
    let wanted = asked.unwrap_or(SESSIONS);
    let Some(limit) = raise_limit() else { return Shares { sessions: wanted, routes: ROUTES } };
    let most = within(limit);
    let said = "sessions limited by open files; raise the limit (ulimit -n) for more";
    match asked {
        _ if most.sessions >= wanted => {}
        Some(_) => tracing::warn!(wanted, sessions = most.sessions, open_files = limit, "{said}"),
        None => tracing::info!(sessions = most.sessions, open_files = limit, "{said}"),
    }
    Shares { sessions: most.sessions.min(wanted), ..most }
}

fn within(limit: u64) -> Shares {
    // Where there are few, sessions still get half of them, and routes half of the rest.
    let reserved = RESERVED.min(limit / 2);
    let routes = reserved - OWN.min(reserved / 2);
    let count = |descriptors: u64| usize::try_from(descriptors).unwrap_or(usize::MAX).max(1);
    Shares { sessions: count((limit - reserved) / 2), routes: count(routes).min(ROUTES) }
}

/// Raises the soft limit on open files to the hard one, and returns it; `None` where there is none.
fn raise_limit() -> Option<u64> {
    #[cfg(unix)]
    match rlimit::increase_nofile_limit(rlimit::INFINITY) {
        Ok(limit) => Some(limit),
        Err(error) => {
            tracing::warn!(%error, "cannot raise the limit on open files");
            rlimit::Resource::NOFILE.get_soft().ok()
        }
    }
    #[cfg(not(unix))]
    None
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_session_takes_two_descriptors_and_the_rest_is_kept_for_others() {
        let check =
            |limit, sessions, routes| assert_eq!(within(limit), Shares { sessions, routes }, "{limit}");
        check(20_000, 9_800, 256);
        check(1024, 312, 256);
        check(64, 16, 16);
        check(0, 1, 1);
        assert!(within(u64::MAX).sessions > 1_000_000);
    }
}

//! How many sessions the system lets us have: each needs two descriptors.

/// Sessions open at once where nobody says otherwise.
pub(crate) const SESSIONS: usize = 10_000;

/// Descriptors for everything but sessions: 256 routes, listeners, the runtime, name look-ups.
const RESERVED: u64 = 400;

/// As many sessions as were asked for, or as the limit on open files permits, which is raised as far as it goes.
pub(crate) fn sessions(asked: Option<usize>) -> usize {
    let wanted = asked.unwrap_or(SESSIONS);
    let Some(limit) = raise_limit() else { return wanted };
    let most = sessions_within(limit);
    if most >= wanted {
        return wanted;
    }
    let said = "sessions limited by open files; raise the limit (ulimit -n) for more";
    match asked {
        Some(_) => tracing::warn!(wanted, sessions = most, open_files = limit, "{said}"),
        None => tracing::info!(sessions = most, open_files = limit, "{said}"),
    }
    most
}

fn sessions_within(limit: u64) -> usize {
    // Where there are few, sessions still get half of them.
    let for_sessions = limit - RESERVED.min(limit / 2);
    usize::try_from(for_sessions / 2).unwrap_or(usize::MAX).max(1)
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
        assert_eq!(sessions_within(20_000), 9_800);
        assert_eq!(sessions_within(1024), 312);
        assert_eq!(sessions_within(64), 16);
        assert_eq!(sessions_within(0), 1);
        assert!(sessions_within(u64::MAX) > 1_000_000);
    }
}

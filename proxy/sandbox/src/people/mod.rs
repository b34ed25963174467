//! Two scripted persons who use the sandbox, for demonstrations.
